"""The files of a study as typed: which files exist, the keys they have, and their records."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from forms.kinds import declared_kinds
from forms.languages import LANGUAGES
from forms.loading.documents import read_files
from forms.loading.problems import Problem
from forms.loading.records import Record, mappings_at, read_record, read_records, require_key, shown
from forms.loading.wordings_by_group import spread_groups
from forms.loading.yaml_reading import LinedList, LinedMapping, line_of, problem_at
from forms.model.frozen import Frozen, Identifier, Text
from forms.model.item_bank import BankItem, Construct
from forms.model.questionnaire import Variant
from forms.model.questions import DEFAULT_LENGTH, DEFAULT_TOTAL, Role
from forms.model.scales import Option, Scale
from forms.model.skip_rules import SkipRule
from forms.model.study import AnalysisPlan, Group, Stratum, Unit
from forms.model.thresholds import FLOORS, Thresholds

EVERYONE = "*"
"""The key of a wording that applies to every group."""


def _one_of(known: Iterable[str], name: str) -> str:
    if name not in known:
        expected = ", ".join(map(repr, known))
        raise PydanticCustomError("literal_error", "Input should be {expected}", {"expected": expected})
    return name


def _known_language(name: str) -> str:
    return _one_of(LANGUAGES, name)


class StudyHead(Frozen):
    """``study.yaml`` without its groups."""

    id: Identifier
    title: Text
    organisation: Text
    round: Identifier
    contact: Text
    languages: tuple[Annotated[str, AfterValidator(_known_language)], ...] = Field(min_length=1)
    fieldwork: Text
    delete_after: date | None = None
    results: Text | None = None
    thresholds: Thresholds = FLOORS


def _declared_kind(name: str) -> str:
    return _one_of(declared_kinds(), name)


class DeclaredQuestion(Frozen):
    """A question outside the bank, before it is resolved for a group. Texts are keyed by group or ``*``."""

    id: Identifier
    kind: Annotated[str, AfterValidator(_declared_kind)]
    block: str = ""
    wording: dict[str, Text]
    hint: dict[str, Text] = Field(default_factory=dict)
    short: Text | None = None
    scale: Identifier | None = None
    options: tuple[Option, ...] = ()
    options_from: Literal["units"] | None = None
    low: int | None = None
    high: int | None = None
    decimals: int = Field(default=0, ge=0)
    most: int | None = Field(default=None, ge=1)
    total: int = Field(default=DEFAULT_TOTAL, ge=1)
    length: int = Field(default=DEFAULT_LENGTH, ge=1)
    apart: tuple[Literal["refused", "dont_know", "not_applicable"], ...] = ()
    required: bool = False
    sensitive: bool = False
    fact: bool = False
    role: Role | None = None
    source: str = ""


class FormHead(Frozen):
    """A group's file without its sections and variants."""

    title: Text
    addressed_to: Text
    introduction: tuple[Text, ...]
    thanks: Text


class SectionHead(Frozen):
    """A section without its entries."""

    id: Identifier
    title: Text
    about: Text | None = None
    when: SkipRule | None = None


class Ask(Frozen):
    """One entry of a section's ``ask``."""

    ask: Identifier
    when: SkipRule | None = None


class FrameHead(Frozen):
    """A frame without its strata and units."""

    edition: str


@dataclass(frozen=True, slots=True)
class SectionPart:
    """A section as typed, with one record per entry."""

    head: Record[SectionHead]
    asks: tuple[Record[Ask], ...]


@dataclass(slots=True)
class FormPart:
    """A group's file as typed."""

    head: Record[FormHead]
    sections: list[SectionPart] = field(default_factory=list)
    variants: list[Record[Variant]] = field(default_factory=list)


@dataclass(slots=True)
class StudyParts:
    """Everything that could be read.

    ``whole`` names the files that were read completely; a check may report something as missing only from these.
    """

    files: dict[str, LinedMapping] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)
    head: Record[StudyHead] | None = None
    groups: list[Record[Group]] = field(default_factory=list)
    scales: list[Record[Scale]] = field(default_factory=list)
    constructs: list[Record[Construct]] = field(default_factory=list)
    items: list[Record[BankItem]] = field(default_factory=list)
    questions: list[Record[DeclaredQuestion]] = field(default_factory=list)
    forms: dict[str, FormPart] = field(default_factory=dict)
    frame: Record[FrameHead] | None = None
    strata: list[Record[Stratum]] = field(default_factory=list)
    units: list[Record[Unit]] = field(default_factory=list)
    analysis: Record[AnalysisPlan] | None = None
    report: LinedMapping | None = None

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that every text must have."""
        given = self.head.raw.get("languages") if self.head else None
        # Taken from the file as typed: another fault in study.yaml must not make texts in a second language unknown.
        return tuple(given) if isinstance(given, list) and set(given) <= set(LANGUAGES) and given else tuple(LANGUAGES)

    @property
    def group_ids(self) -> tuple[str, ...]:
        """The respondent groups, as typed."""
        return tuple(record.id for record in self.groups if record.id)


def read_parts(documents: Mapping[str, bytes], problems: list[Problem]) -> StudyParts:
    """Read every document; faults of shape are appended to ``problems``."""
    files, whole = read_files(documents, problems)
    parts = StudyParts(files, whole)
    if raw := files.get("study.yaml"):
        parts.head = read_record(StudyHead, raw, problems, skip=("groups",))
        require_key(raw, "groups", problems)
        parts.groups = read_records(Group, raw, "groups", problems)
    if raw := _file(parts, "scales.yaml", ("scales",), problems):
        parts.scales = read_records(Scale, raw, "scales", problems)
    _read_questions(parts, problems)
    for group_id in parts.group_ids:
        if raw := files.get(f"{group_id}.yaml"):
            parts.forms[group_id] = _form(raw, problems)
    if raw := next((files[name] for name in sorted(files) if name.startswith("frame_")), None):
        parts.frame = read_record(FrameHead, raw, problems, skip=("strata", "units"))
        require_key(raw, "strata", problems)
        parts.strata = read_records(Stratum, raw, "strata", problems)
        parts.units = read_records(Unit, raw, "units", problems)
    if raw := files.get("analysis.yaml"):
        parts.analysis = read_record(AnalysisPlan, raw, problems)
    parts.report = _file(parts, "agency_report.yaml", ("sections",), problems)
    return parts


def _read_questions(parts: StudyParts, problems: list[Problem]) -> None:
    if raw := _file(parts, "items.yaml", ("constructs", "items"), problems):
        parts.constructs = read_records(Construct, raw, "constructs", problems)
        for entry in mappings_at(raw, "items", problems):
            spread_groups(entry, ("wording", "referent"), problems)
            parts.items.append(read_record(BankItem, entry, problems))
    if raw := _file(parts, "questions.yaml", ("questions",), problems):
        for entry in mappings_at(raw, "questions", problems):
            spread_groups(entry, ("wording", "hint"), problems, everyone=EVERYONE)
            parts.questions.append(read_record(DeclaredQuestion, entry, problems))


def _form(raw: LinedMapping, problems: list[Problem]) -> FormPart:
    form = FormPart(read_record(FormHead, raw, problems, skip=("sections", "variants")))
    require_key(raw, "sections", problems)
    form.variants = read_records(Variant, raw, "variants", problems)
    for entry in mappings_at(raw, "sections", problems):
        head = read_record(SectionHead, entry, problems, skip=("ask",))
        require_key(entry, "ask", problems)
        form.sections.append(SectionPart(head, tuple(_asks(entry, problems))))
    return form


def _asks(section: LinedMapping, problems: list[Problem]) -> list[Record[Ask]]:
    entries = section.get("ask")
    if "ask" in section and not isinstance(entries, LinedList):
        problems.append(problem_at(section, "not-a-list", "ask", key="ask", value=shown(entries)))
        return []
    asks = []
    for index, entry in enumerate(entries or ()):
        if isinstance(entry, LinedMapping):
            raw = entry
        else:
            raw = LinedMapping(section.file, line_of(entries, index), (*section.path, "ask", index))
            raw.put("ask", entry, raw.line)
        record = read_record(Ask, raw, problems)
        asks.append(Record(raw["ask"] if isinstance(raw.get("ask"), str) else "", raw, record.value))
    return asks


def _file(parts: StudyParts, name: str, keys: tuple[str, ...], problems: list[Problem]) -> LinedMapping | None:
    raw = parts.files.get(name)
    if raw is None:
        return None
    for key in keys:
        require_key(raw, key, problems)
    for key in raw:
        if key not in keys:
            problems.append(problem_at(raw, "unknown-key", key, key=key))
    return raw
