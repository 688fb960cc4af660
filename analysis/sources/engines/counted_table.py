"""A table in an engine as a source of answers: the engine counts, and rows are read only if they are asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from analysis.results import Status
from analysis.sources.dataset import Codebook, Dataset, IntArray, Variable
from analysis.sources.engines.engine import Cells, Engine
from analysis.sources.files import no_questions
from analysis.sources.files.answer_codes import BLANKS, TEXT_BELOW, Column, fault_notes, reason_notes, text_notes
from analysis.sources.files.assembling import assemble
from analysis.sources.files.roles import Roles, codebook_for, names_and_places
from analysis.sources.input_faults import InputFaultError
from analysis.sources.row_places import CellIndex, left_out_notes
from analysis.sources.score_tally import ScoreTally, of_rows, scale_ends
from analysis.sources.tally import ItemTally, Tally, faulty, from_rows
from analysis.sources.understanding.column_facts import ColumnFacts, FactsCounter

FIRST_ROW = 2
"""Rows are numbered as in a spreadsheet; the header is row 1."""


@dataclass(frozen=True)
class _Names:
    """The names in a column, and the index of every text in it (-1: blank)."""

    names: tuple[str, ...]
    of: Mapping[str, int]

    def array(self, texts: Sequence[str]) -> IntArray:
        return np.fromiter((self.of[text] for text in texts), np.int32, len(texts))


@dataclass(frozen=True)
class CountedTable:
    """A table, the roles of its columns, and its codebook if there is one."""

    engine: Engine
    roles: Roles
    described: Codebook | None = None

    def names(self) -> list[str]:
        """The column names, in the order of the table."""
        with self.engine.snapshot():
            return self.engine.names()

    def codebook(self) -> Codebook:
        """Variables for all columns; groups only if the given codebook declares them."""
        return codebook_for(self.roles, self.names(), None, self.described, ())

    def columns(self) -> list[ColumnFacts]:
        """What the table says about each column, counted by the engine."""
        with self.engine.snapshot():
            names = self.engine.names()
            self.roles.check_names(names, self.engine.where)
            return [_facts(name, cells) for name, cells in self.engine.counts(names, (None, None))]

    def _names_of(self, role: str | None, declared: Sequence[str]) -> _Names:
        texts = self.engine.distinct(role)
        seen = {text: -1 if text.strip() in BLANKS else place for place, text in enumerate(texts)}
        names, final = names_and_places(seen, np.array(list(seen.values()), dtype=np.int32), declared)
        return _Names(names, dict(zip(seen, final.tolist(), strict=True)))

    def _prepared(self, items: Sequence[str] | None) -> tuple[Codebook, _Names, _Names | None]:
        names, where = self.engine.names(), self.engine.where
        wanted = self.roles.items(names, items, self.described, where)
        declared = tuple(group.code for group in self.described.groups) if self.described else ()
        groups = self._names_of(self.roles.group, declared)
        self.roles.check_groups(groups.names, where)
        book = codebook_for(self.roles, names, wanted, self.described, groups.names)
        return book, groups, None if self.roles.cluster is None else self._names_of(self.roles.cluster, ())

    def read(self, items: Sequence[str] | None = None) -> Dataset:
        """The answers, row by row; ``items`` default to all columns that have no other role."""
        with self.engine.snapshot():
            return self._read(items)

    def _read(self, items: Sequence[str] | None) -> Dataset:
        book, groups, clusters = self._prepared(items)
        names = [variable.name for variable in book.variables]
        group, cluster, *answers = self.engine.rows([self.roles.group, self.roles.cluster, *names])
        columns = {}
        for variable, texts in zip(book.variables, answers, strict=True):
            column = columns[variable.name] = Column(variable)
            column.add(texts, len(texts))
            column.look_for_fault(texts, range(FIRST_ROW, FIRST_ROW + len(texts)))
        return assemble(
            self.engine.where,
            self.roles,
            self.described,
            columns,
            (groups.names, groups.array(group)),
            None if clusters is None else (clusters.names, clusters.array(cluster)),
            self.roles.chosen(self.engine.names(), items, self.described),
            self.described is not None,
        )

    def tally(self, items: Sequence[str] | None = None) -> Tally:
        """The counts of these answers, made by the engine in one GROUP BY per item."""
        with self.engine.snapshot():
            return self._tally(items)

    def _tally(self, items: Sequence[str] | None) -> Tally:
        book, groups, clusters = self._prepared(items)
        chosen = self.roles.chosen(self.engine.names(), items, self.described)
        columns: dict[str, Column] = {}
        left_out: dict[str, str | None] = {}
        found = {}
        cells = self.engine.counts([v.name for v in book.variables], (self.roles.group, self.roles.cluster))
        for name, of_item in cells:
            declared = bool(self.roles.role_of(name, self.described))
            column, item, reason = _count(book.variable(name), of_item, groups, clusters, declared)
            if not chosen and reason is not None:
                left_out[name] = reason
            else:
                columns[name], found[name] = column, item
        if not found:
            raise InputFaultError("no_items", self.engine.where)
        in_order = [found[variable.name] for variable in book.variables if variable.name in found]
        counted = [replace(item, variable=replace(item.variable, position=at)) for at, item in enumerate(in_order)]
        known = () if self.described else reason_notes(columns)
        notes = (*no_questions.notes(left_out), *text_notes(columns), *known)
        return Tally(
            tuple(counted),
            replace(book, variables=tuple(item.variable for item in counted)),
            clusters is not None,
            (*notes, *self._without_place(groups, clusters)),
            scores=partial(self._scores, columns, groups, clusters),
        )

    def _scores(
        self,
        columns: Mapping[str, Column],
        groups: _Names,
        clusters: _Names | None,
        variables: Sequence[Variable],
    ) -> ScoreTally:
        low, high = scale_ends(variables)
        points = {
            variable.name: {
                text: high - code if variable.reversed else code - low
                for text, code in columns[variable.name].codes.items()
                if low <= code <= high
            }
            for variable in variables
        }
        with self.engine.snapshot():
            found = self.engine.scores(points, (self.roles.group, self.roles.cluster))
        keep, places = _places(found.groups, found.clusters, found.people, groups, clusters)
        return of_rows(places, found.points[keep], found.answered[keep], variables)

    def _without_place(self, groups: _Names, clusters: _Names | None) -> tuple[str, ...]:
        cells = self.engine.people((self.roles.group, self.roles.cluster))
        group = groups.array(cells.groups)
        homeless = (
            (group >= 0) & (clusters.array(cells.clusters) < 0) if clusters is not None else np.zeros(len(group), bool)
        )
        return left_out_notes(int(cells.people[group < 0].sum()), int(cells.people[homeless].sum()))


def _count(
    variable: Variable, cells: Cells, groups: _Names, clusters: _Names | None, declared: bool
) -> tuple[Column, ItemTally, str | None]:
    """The distinct cells of a column, their counts, and why the column is no question.

    That is ``None`` if it is one, or if its role is ``declared``.
    """
    column = Column(variable)
    column.add(cells.texts, len(cells.texts))
    faults = column.pieces[0] < TEXT_BELOW
    if faults.any():
        order = np.arange(len(faults)) if cells.first_rows is None else cells.first_rows
        at = int(np.argmin(np.where(faults, order, np.iinfo(np.int64).max)))
        row = "?" if cells.first_rows is None else str(int(cells.first_rows[at]) + FIRST_ROW)
        column.fault = (row, str(cells.texts[at]))
        column.settle()
    reason = None if declared else no_questions.why_left_out(column, column.array(), cells.people)
    if column.fault is not None:
        note = fault_notes({variable.name: column})[variable.name]
        return column, faulty(variable, len(groups.names), Status.NOT_NUMERIC, note), reason
    keep, places = _places(cells.groups, cells.clusters, cells.people, groups, clusters)
    return column, from_rows(column.variable, places, column.array()[keep]), reason


def _facts(name: str, cells: Cells) -> ColumnFacts:
    """The different cells of a column without spaces at their ends, in the order of the table if it has one."""
    order = np.arange(len(cells.texts)) if cells.first_rows is None else np.argsort(cells.first_rows, kind="stable")
    counter = FactsCounter()
    for at in order.tolist():
        new = counter.count(str(cells.texts[at]), int(cells.people[at]))
        if new is not None:
            counter.first[new] = "?" if cells.first_rows is None else str(int(cells.first_rows[at]) + FIRST_ROW)
    return counter.facts(Variable(name))


def _places(
    group_texts: Sequence[str],
    cluster_texts: Sequence[str],
    people: IntArray,
    groups: _Names,
    clusters: _Names | None,
) -> tuple[IntArray, CellIndex]:
    """The entries with a group, and with a cluster if there are clusters, and their places."""
    group = groups.array(group_texts)
    cluster = clusters.array(cluster_texts) if clusters else None
    keep = np.flatnonzero(group >= 0 if cluster is None else (group >= 0) & (cluster >= 0))
    places = CellIndex.of(
        len(groups.names),
        group[keep],
        None if cluster is None else cluster[keep],
        len(clusters.names) if clusters else 0,
        people[keep],
    )
    return keep, places
