"""The answers as one table: a row per respondent, a column per question or option, and the meaning of each column.

Agencies are random numbers without names, so that files can be analysed by cluster without identifying an agency. The
numbers change whenever answers are added. The answer that names the rated agency is left out. Rows are sorted by random
keys. Open answers are separate and exported only for questions that enough people have answered.
"""

import hashlib
import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.sources.dataset import ALONE, Codebook, Dataset
from forms.codebook import MISSING_LABELS
from forms.codebook import codebook as study_variables
from forms.model.study import Study
from forms.translation import translate as forms_text
from surveyapp.database.one_moment import one_moment
from surveyapp.database.sessions import database
from surveyapp.database.tables.responses import ResponseRow, TextRow
from surveyapp.exports.columns import Column, about_columns
from surveyapp.instance.faults import N_
from surveyapp.instance.keys import instance_keys
from surveyapp.studies.answers_source import StudyAnswers
from surveyapp.studies.loaded import LoadedStudy, check_finished, rated_agencies_of_versions
from surveyapp.translation import translate

MARK = N_("SIMULATED DATA")


@dataclass(frozen=True, slots=True)
class DataTable:
    """The content of an export in one language."""

    study: str
    title: str
    language: str
    simulated: bool
    columns: tuple[Column, ...]
    texts: tuple[tuple[str, str, str], ...]
    """Group, question and open answer, shuffled."""
    codebook: Codebook
    audience: str = ""
    """Suffix of the file names for the readership of the table; empty for the research team."""

    @property
    def name(self) -> str:
        """Return the beginning of all file names."""
        return "-".join(filter(None, (self.study, "SIMULATED" if self.simulated else "", self.audience)))

    @property
    def full_title(self) -> str:
        """Return the title of the study, after the mark of a rehearsal if there is one."""
        return f"{translate(MARK, self.language)} – {self.title}" if self.simulated else self.title

    @property
    def reasons(self) -> dict[int, str]:
        """Return the reasons for missing answers: code to text."""
        return {int(reason): forms_text(text, self.language) for reason, text in MISSING_LABELS.items()}

    @property
    def n(self) -> int:
        return len(self.columns[0].values)


def data_table(loaded: LoadedStudy, language: str) -> DataTable:
    """Read the answers of a study from one snapshot: a concurrent opening does not change the table."""
    study = loaded.study
    source = StudyAnswers(study, "all")
    codebook = source.codebook()
    agencies = study.rated_agencies | rated_agencies_of_versions(study.id)
    names = [variable.name for variable in codebook.variables if variable.name not in agencies]
    with one_moment(database().engine) as connection, Session(connection) as session:
        check_finished(study.id, session)
        dataset = source.read(names, session)
        chosen = select(ResponseRow).where(ResponseRow.study == study.id).order_by(ResponseRow.key)
        rows = session.scalars(chosen).all()
        texts = _texts(study, session)
    numbering = _Numbering(study.id, [row.key for row in rows])
    return DataTable(
        study=study.id,
        title=study.title.get(language) or study.id,
        language=language,
        simulated=loaded.simulated,
        columns=(
            *about_columns(study, rows, numbering.rows(), numbering.clusters(dataset), language),
            *_answers(study, dataset, language),
        ),
        texts=texts,
        codebook=codebook,
    )


class _Numbering:
    """Random numbers for rows and agencies that are the same in all files until answers are added.

    They are derived under the pepper from all responses, so that exports from before and after an addition cannot be
    joined.
    """

    def __init__(self, study: str, keys: Sequence[bytes]) -> None:
        self._keys = keys
        self._state = (study, hashlib.sha256(b"".join(keys)).hexdigest())

    def rows(self) -> list[int]:
        """Return a number from 1 for each row."""
        return self._numbers("row", [key.hex() for key in self._keys])

    def clusters(self, dataset: Dataset) -> list[int]:
        """Return the number of each row's agency."""
        assert dataset.cluster is not None  # noqa: S101 - a study's answers always have one
        names, places = list(dataset.cluster_names), []
        for place in dataset.cluster.tolist():
            places.append(place if place != ALONE else len(names))
            if place == ALONE:
                names.append(f"alone_{len(names)}")
        numbers = self._numbers("cluster", names)
        return [numbers[place] for place in places]

    def _numbers(self, purpose: str, names: Sequence[str]) -> list[int]:
        digest = instance_keys().digest
        drawn = sorted(range(len(names)), key=lambda at: digest("export", purpose, *self._state, names[at]))
        numbers = [0] * len(names)
        for number, at in enumerate(drawn, start=1):
            numbers[at] = number
        return numbers


def _answers(study: Study, dataset: Dataset, language: str) -> list[Column]:
    decimals = {entry.name: entry.decimals for entry in study_variables(study)}
    columns = []
    for variable in dataset.codebook.variables:
        if variable.name not in dataset.columns:
            continue
        places = decimals.get(variable.name, 0)
        values: list[Any] = dataset.columns[variable.name].tolist()
        if places:
            values = [value / 10**places if value >= 0 else value for value in values]
        columns.append(
            Column(
                name=variable.name,
                label=variable.label.get(language) or variable.name,
                values=values,
                labels={option.code: option.label.get(language) or str(option.code) for option in variable.options},
                is_answer=True,
                measure={"ordinal": "ordinal", "numeric": "scale"}.get(variable.kind, "nominal"),
                decimals=places,
            )
        )
    return columns


def _texts(study: Study, session: Session) -> tuple[tuple[str, str, str], ...]:
    """Return the open answers to questions that enough people of a group have answered (rule 11 of docs/method.md)."""
    rows = [
        (row.group, row.item, row.text)
        for row in session.execute(select(TextRow.group, TextRow.item, TextRow.text).filter_by(study=study.id))
    ]
    written = Counter((group, item) for group, item, _ in rows)
    least = study.thresholds.with_floors.comments
    kept = [row for row in rows if written[row[0], row[1]] >= least]
    secrets.SystemRandom().shuffle(kept)
    return tuple(sorted(kept, key=lambda row: row[:2]))
