"""The answers as one table: a row per respondent, a column per question or option, and what each column means.

Agencies are numbered anew at every export and not named, so that files can be analysed with their clusters and still
say nothing about one agency; the answer that names the agency an outsider rates is therefore no column. Rows stand in
the order of random keys, which is no order of arrival. Open answers are kept apart and only given in numbers that hide
whoever wrote them.
"""

import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from analysis.dataset import Codebook, Dataset
from forms.codebook import MISSING_LABELS
from forms.codebook import codebook as study_variables
from forms.study import Study
from forms.translation import translate as forms_text
from surveyapp.answers_source import StudyAnswers
from surveyapp.ballot_box.casting import RATED_AGENCY
from surveyapp.database.responses import ResponseRow, TextRow
from surveyapp.database.sessions import reading
from surveyapp.faults import N_
from surveyapp.languages import translate
from surveyapp.studies import LoadedStudy

MARK = N_("SIMULATED DATA")

Value = int | float | str | None

ABOUT = {
    "group": N_("Respondent group"),
    "cluster": N_("Agency (a random number of this file)"),
    "block": N_("Block of the frame"),
    "round": N_("Round"),
    "version": N_("Version of the questionnaire"),
    "variant": N_("Variant of the questionnaire"),
    "answer_language": N_("Language of the answers"),
    "mode": N_("Mode of answering"),
    "entry": N_("Way of entry"),
    "channel": N_("Recruitment channel"),
    "simulated": N_("Simulated data"),
}
"""The columns of METHOD 15 that are exported, before the answers."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column. ``labels``: answer code to text; ``is_answer``: negative values are the reasons of METHOD 13."""

    name: str
    label: str
    values: Sequence[Value]
    labels: dict[int, str]
    is_answer: bool
    measure: str = "nominal"


@dataclass(frozen=True, slots=True)
class DataTable:
    """Everything an export writes, in one language."""

    study: str
    title: str
    language: str
    simulated: bool
    columns: tuple[Column, ...]
    texts: tuple[tuple[str, str, str], ...]
    """Group, question, what was written; shuffled."""
    codebook: Codebook

    @property
    def name(self) -> str:
        """What every file name begins with."""
        return f"{self.study}-SIMULATED" if self.simulated else self.study

    @property
    def full_title(self) -> str:
        """The study's title, behind the mark of a rehearsal."""
        return f"{translate(MARK, self.language)} – {self.title}" if self.simulated else self.title

    @property
    def reasons(self) -> dict[int, str]:
        """Why a value is missing: code to text."""
        return {int(reason): forms_text(text, self.language) for reason, text in MISSING_LABELS.items()}

    @property
    def n(self) -> int:
        return len(self.columns[0].values)


def data_table(loaded: LoadedStudy, language: str) -> DataTable:
    """Read the answers of a study."""
    study = loaded.study
    source = StudyAnswers(study, "all")
    codebook = source.codebook()
    dataset = source.read([variable.name for variable in codebook.variables if variable.name != RATED_AGENCY])
    return DataTable(
        study=study.id,
        title=study.title.get(language) or study.id,
        language=language,
        simulated=loaded.simulated,
        columns=(*_about(study, dataset, language), *_answers(study, dataset, language)),
        texts=_texts(study),
        codebook=codebook,
    )


def _about(study: Study, dataset: Dataset, language: str) -> list[Column]:
    with reading() as session:
        rows = session.scalars(select(ResponseRow).where(ResponseRow.study == study.id).order_by(ResponseRow.key)).all()
    blocks = _blocks(study)
    numbers = _random_numbers(dataset)
    values: dict[str, list[Value]] = {
        "group": [row.group for row in rows],
        "cluster": [*numbers],
        "block": [row.block or blocks.get(row.rated_unit or row.unit or "") for row in rows],
        "round": [row.round for row in rows],
        "version": [row.version[:12] for row in rows],
        "variant": [row.variant for row in rows],
        "answer_language": [row.language for row in rows],
        "mode": [row.mode for row in rows],
        "entry": [row.entry for row in rows],
        "channel": [row.channel for row in rows],
        "simulated": [int(row.simulated) for row in rows],
    }
    return [Column(name, translate(ABOUT[name], language), column, {}, False) for name, column in values.items()]


def _blocks(study: Study) -> dict[str, str]:
    block_of = {stratum.id: stratum.block for stratum in study.frame.strata}
    return {unit.id: block_of[unit.stratum] for unit in study.frame.units}


def _random_numbers(dataset: Dataset) -> list[int]:
    """The cluster of each row under a number that means nothing outside this file."""
    assert dataset.cluster is not None  # noqa: S101 - a study's answers always have one
    numbers = list(range(1, len(dataset.cluster_names) + 1))
    secrets.SystemRandom().shuffle(numbers)
    return [numbers[index] for index in dataset.cluster.tolist()]


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
            )
        )
    return columns


def _texts(study: Study) -> tuple[tuple[str, str, str], ...]:
    """Open answers of questions that enough people of a group have written to (METHOD 11)."""
    with reading() as session:
        rows = [
            (row.group, row.item, row.text)
            for row in session.execute(select(TextRow.group, TextRow.item, TextRow.text).filter_by(study=study.id))
        ]
    written = Counter((group, item) for group, item, _ in rows)
    least = max(study.thresholds.comments, 20)
    kept = [row for row in rows if written[row[0], row[1]] >= least]
    secrets.SystemRandom().shuffle(kept)
    return tuple(sorted(kept, key=lambda row: row[:2]))
