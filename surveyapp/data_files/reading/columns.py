"""How the columns of an uploaded file are understood with the corrections of the person, and the codebook of both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from glob import escape
from pathlib import Path

from analysis.disclosure.small_cells import may_show
from analysis.sources.dataset import Codebook, Variable
from analysis.sources.files.codebook_writing import codebook_text
from analysis.sources.files.roles import Roles
from analysis.sources.understanding.column_facts import ColumnFacts
from analysis.sources.understanding.column_readings import ColumnReading, codebook_of, understand
from analysis.sources.understanding.declared_scales import UnknownScaleError, scale_from_text
from analysis.sources.understanding.role_guesses import ATTRIBUTE, CLUSTER, GROUP, ROLES
from surveyapp.data_files.keeping.kept_files import Corrections, KeptFile
from surveyapp.data_files.reading.kept_facts import facts_of
from surveyapp.data_files.reading.reasons import UnknownReasonError, missing_from_text
from surveyapp.data_files.reading.thresholds import thresholds_of
from surveyapp.instance.faults import N_, Fault

AMOUNTS = "amounts"
"""In place of a scale: the column holds amounts, which are compared without one."""


class CorrectionFault(Fault):
    """A correction that cannot be used. ``place``: the name of the field."""

    def __init__(self, place: str, message: str, **values: object) -> None:
        super().__init__(message, **values)
        self.place = place


@dataclass(frozen=True)
class Understood:
    """The columns of a file, as understood with its corrections."""

    file: KeptFile
    facts: Sequence[ColumnFacts]

    @cached_property
    def readings(self) -> list[ColumnReading]:
        return understand(self.facts, self.roles, self._described)

    @cached_property
    def codebook(self) -> Codebook:
        """What the person would write by hand; ``codebook_yaml`` is the file with it."""
        return codebook_of(self.readings, self.roles, self._described)

    @cached_property
    def roles(self) -> Roles:
        own = self.file.corrections
        columns = {escape(name): given for name, given in own.columns.items()}
        scales = {name: given["scale"] for name, given in columns.items() if given.get("scale")}
        return Roles(
            group=own.group,
            cluster=own.cluster or None,
            missing=missing_from_text(own.missing),
            amounts=tuple(name for name, given in own.columns.items() if given.get("scale") == AMOUNTS),
            declared={name: given["role"] for name, given in columns.items() if given.get("role")},
            scales={name: scale_from_text(scale) for name, scale in scales.items() if scale != AMOUNTS},
        )

    @property
    def _described(self) -> Codebook:
        columns = self.file.corrections.columns.items()
        codes = {name: missing_from_text(given["missing"]) for name, given in columns if given.get("missing")}
        return Codebook(tuple(Variable(name, missing=missing) for name, missing in codes.items()))

    def column_of(self, role: str) -> str:
        """The column with the role ``group`` or ``cluster``; ``""`` if there is none."""
        return next((reading.name for reading in self.readings if reading.role == role), "")

    def example_of(self, reading: ColumnReading) -> str:
        """The most frequent value, if as many people have it as a figure needs."""
        people = next((facts.people for facts in self.facts if facts.name == reading.name), {})
        of_example = max((n for text, n in people.items() if text.startswith(reading.example)), default=0)
        thresholds = thresholds_of(self.file)
        return reading.example if reading.example and may_show(of_example, thresholds) else ""

    def codebook_yaml(self, language: str) -> str:
        """The codebook as a file to keep, which ``python -m analysis`` reads as well."""
        return codebook_text(self.codebook, Path("codebook.yaml"), self.file.name, language)


def understood(file: KeptFile) -> Understood:
    """Read the facts of a file; raises ``DamagedFileError``."""
    return Understood(file, facts_of(file))


def corrected(before: Understood, sent: Mapping[str, str]) -> Corrections:
    """The corrections that a form holds: fields ``role-0``, ``scale-0``, ``answers-0`` and ``missing-0`` of the first
    column, and so on; ``answers`` in words go before a scale that was chosen.

    Only what differs from the guess is kept, so that the reasons of all other guesses stay visible. Raises
    ``CorrectionFault``.
    """
    names = [facts.name for facts in before.facts]
    group, cluster = sent.get("group", ""), sent.get("cluster", "")
    for place, column in (("group", group), ("cluster", cluster)):
        if column and column not in names:
            raise CorrectionFault(place, N_("There is no column “{column}”."), column=column)
    if group and group == cluster:
        raise CorrectionFault("cluster", N_("One column cannot be both the group and the agency. Please choose two."))
    _missing("missing", sent.get("missing", ""))
    guesses = understand(before.facts, Roles(group, cluster or None))
    columns = {}
    for at, (name, guess) in enumerate(zip(names, guesses, strict=True)):
        if name in (group, cluster):
            continue
        role = sent.get(f"role-{at}", "")
        if role in (GROUP, CLUSTER):
            # The two are chosen above the table; the column that had the role before is an attribute now.
            role = ATTRIBUTE
        given = {
            "role": role if role in ROLES and role != guess.role else "",
            "scale": _scale(f"answers-{at}", sent.get(f"answers-{at}", "").strip() or sent.get(f"scale-{at}", "")),
            "missing": _missing(f"missing-{at}", sent.get(f"missing-{at}", "")),
        }
        if kept := {key: value for key, value in given.items() if value}:
            columns[name] = kept
    return Corrections(group, cluster, sent.get("missing", "").strip(), columns)


def _scale(place: str, text: str) -> str:
    text = text.strip()
    if text and text != AMOUNTS:
        try:
            scale_from_text(text)
        except UnknownScaleError:
            raise CorrectionFault(
                place,
                N_("“{text}” is no scale. Please write 1-5, or the answers in ascending order: Kém|Khá|Tốt."),
                text=text,
            ) from None
    return text


def _missing(place: str, text: str) -> str:
    try:
        missing_from_text(text)
    except UnknownReasonError as error:
        raise CorrectionFault(
            place,
            N_("“{word}” is no reason. Please write for example: 99 = {example}."),
            word=error.word,
            example="không biết",
        ) from None
    return text.strip()
