"""A study's database as a source of answers for the analysis (``analysis.sources.answer_source.AnswerSource``)."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np
from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from analysis.sources.dataset import ALONE, Codebook, Dataset, IntArray, Variable, narrow
from analysis.sources.row_places import CellIndex
from analysis.sources.score_tally import ScoreTally, of_rows, scale_ends
from analysis.sources.tally import ItemTally, Tally, from_rows
from forms.missing_values import Missing
from forms.model.study import Study
from surveyapp.database.sessions import reading
from surveyapp.database.tables.responses import AnswerRow, ResponseRow
from surveyapp.studies.codebook import study_codebook
from surveyapp.studies.loaded import study_is_simulated

Entry = Literal["headline", "open_link", "all"]
"""Which answers to read: by code or at a seminar (rule 16 of docs/method.md), by the open link, or all."""

MARK = "SIMULATED"

# Outsiders belong to the agency they rate, everybody else to their own (rule 5).
_PLACE = func.coalesce(ResponseRow.rated_unit, ResponseRow.unit, ResponseRow.pool)
_VALUE = func.coalesce(AnswerRow.code, AnswerRow.missing)


@dataclass(frozen=True)
class StudyAnswers:
    """The opened answers of one study. The cluster is the agency.

    Respondents without an agency (an anonymous head, an outsider who rates an agency outside the frame) are clusters of
    one.
    """

    study: Study
    entry: Entry = "headline"

    def codebook(self) -> Codebook:
        return study_codebook(self.study)

    def read(self, items: Sequence[str] | None = None, session: Session | None = None) -> Dataset:
        """Return the answers of the named columns, or of all; people are sorted by their random keys.

        ``session``: one with a single snapshot, for a caller that reads more than the answers.
        """
        codebook = self.codebook()
        names = [variable.name for variable in codebook.variables] if items is None else list(items)
        wanted = _AnyOf(names)
        with nullcontext(session) if session is not None else reading() as session:
            people = session.execute(
                select(ResponseRow.key, ResponseRow.group, _PLACE).where(*self._chosen()).order_by(ResponseRow.key)
            ).all()
            answers = session.execute(
                select(AnswerRow.response_key, AnswerRow.item, _VALUE)
                .join(ResponseRow, ResponseRow.key == AnswerRow.response_key)
                .where(*self._chosen(), *wanted.condition())
            )
            row_of = {bytes(key): row for row, (key, _, _) in enumerate(people)}
            columns = {name: np.full(len(people), int(Missing.NOT_IN_FORM), dtype=np.int64) for name in names}
            for key, item, value in answers:
                if item in columns:
                    columns[item][row_of[bytes(key)]] = value
        cluster, cluster_names = self._clusters([place for _, _, place in people])
        groups = [group.code for group in codebook.groups]
        return Dataset(
            codebook=codebook,
            columns={name: narrow(column) for name, column in columns.items()},
            group=np.array([groups.index(group) for _, group, _ in people], dtype=np.int16),
            cluster=cluster,
            cluster_names=cluster_names,
            mark=MARK if study_is_simulated(self.study.id) else None,
        )

    def tally(self, items: Sequence[str] | None = None) -> Tally:
        """Return the counts of the same answers, from one GROUP BY in the database."""
        codebook = self.codebook()
        names = [variable.name for variable in codebook.variables] if items is None else list(items)
        with reading() as session:
            counted = session.execute(
                select(AnswerRow.item, ResponseRow.group, _PLACE, _VALUE, func.count())
                .join(ResponseRow, ResponseRow.key == AnswerRow.response_key)
                .where(*self._chosen(), *_AnyOf(names).condition())
                .group_by(AnswerRow.item, ResponseRow.group, _PLACE, _VALUE)
            ).all()
            people = session.execute(
                select(ResponseRow.group, _PLACE, func.count())
                .where(*self._chosen())
                .group_by(ResponseRow.group, _PLACE)
            ).all()
        rows: dict[str, list[_Cell]] = {name: [] for name in names}
        for item, group, place, value, number in counted:
            if item in rows:
                rows[item].append((group, place, value, number))
        counter = _Counter(codebook, [(group, place, number) for group, place, number in people])
        return Tally(
            items=tuple(counter.count(name, rows[name]) for name in names),
            codebook=codebook,
            clustered=True,
            mark=MARK if study_is_simulated(self.study.id) else None,
            scores=partial(self._scores, [group.code for group in codebook.groups]),
        )

    def _scores(self, groups: Sequence[str], variables: Sequence[Variable]) -> ScoreTally:
        """Return the counts of the scores on these items, from one GROUP BY in the database."""
        low, high = scale_ends(variables)
        reversed_items = [variable.name for variable in variables if variable.reversed]
        points = case((AnswerRow.item.in_(reversed_items), high - AnswerRow.code), else_=AnswerRow.code - low)
        person = (
            select(AnswerRow.response_key, func.sum(points).label("points"), func.count().label("answered"))
            .where(AnswerRow.item.in_([variable.name for variable in variables]), AnswerRow.code.between(low, high))
            .group_by(AnswerRow.response_key)
            .subquery()
        )
        with reading() as session:
            counted = session.execute(
                select(ResponseRow.group, _PLACE, person.c.points, person.c.answered, func.count())
                .join(person, person.c.response_key == ResponseRow.key)
                .where(*self._chosen())
                .group_by(ResponseRow.group, _PLACE, person.c.points, person.c.answered)
            ).all()
        clusters, names = self._clusters([place for _, place, _, _, _ in counted])
        numbers = {code: number for number, code in enumerate(groups)}
        rows = [(numbers[group], int(points), answered, people) for group, _, points, answered, people in counted]
        table = np.array(rows, dtype=np.int64).reshape(-1, 4)
        places = CellIndex.of(len(groups), table[:, 0], clusters, len(names), table[:, 3])
        return of_rows(places, table[:, 1], table[:, 2], variables)

    def _chosen(self) -> list[ColumnElement[bool]]:
        chosen = [ResponseRow.study == self.study.id]
        if self.entry != "all":
            by_link = ResponseRow.entry == "open_link"
            chosen.append(by_link if self.entry == "open_link" else ~by_link)
        return chosen

    def _clusters(self, places: list[str | None]) -> tuple[IntArray, tuple[str, ...]]:
        names = sorted({place for place in places if place is not None})
        index = _indices(names)
        return np.array([index[place] for place in places], dtype=np.int32), tuple(names)


_Cell = tuple[str, str | None, int, int]
"""Group, place, value, number of people."""


class _AnyOf:
    """Return the condition on items; ``None`` for very many, which databases limit and Python then filters."""

    def __init__(self, names: list[str]) -> None:
        self.names = names

    def condition(self) -> list[ColumnElement[bool]]:
        return [AnswerRow.item.in_(self.names)] if len(self.names) <= 50 else []


class _Counter:
    """Counts cells item by item; people without an agency are clusters of one."""

    def __init__(self, codebook: Codebook, people: list[tuple[str, str | None, int]]) -> None:
        self.codebook = codebook
        self.groups = {group.code: number for number, group in enumerate(codebook.groups)}
        units = sorted({place for _, place, _ in people if place is not None})
        self.units = _indices(units)
        self.asked = {(group, place): number for group, place, number in people}

    def count(self, name: str, cells: list[_Cell]) -> ItemTally:
        rows = [
            (self.groups[group], self.units[place], value, number)
            for group, place, value, number in [*cells, *self._not_in_form(cells)]
        ]
        table = np.array(rows, dtype=np.int64).reshape(-1, 4)
        places = CellIndex.of(len(self.groups), table[:, 0], table[:, 1], len(self.units) - 1, table[:, 3])
        return from_rows(self.codebook.variable(name), places, table[:, 2])

    def _not_in_form(self, cells: list[_Cell]) -> list[_Cell]:
        """Respondents without a row for the item were not asked it, and are counted as such."""
        there: dict[tuple[str, str | None], int] = {}
        for group, place, _, number in cells:
            there[group, place] = there.get((group, place), 0) + number
        absent = int(Missing.NOT_IN_FORM)
        return [(*at, absent, total - there.get(at, 0)) for at, total in self.asked.items() if total > there.get(at, 0)]


def _indices(units: list[str]) -> dict[str | None, int]:
    index: dict[str | None, int] = {None: ALONE}
    return index | {name: number for number, name in enumerate(units)}
