"""Index of the ids of a study's records, with the information whether all of them could be read.

A missing reference is a fault only if the file that should define it was read completely; otherwise one fault would be
reported twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from forms.loading.assembly import declared_question, question_from_bank
from forms.loading.parts import Ask, DeclaredQuestion, FormPart, SectionHead, StudyParts
from forms.loading.records import Record
from forms.loading.yaml_reading import LinedList, LinedMapping
from forms.model.frozen import Text, is_identifier
from forms.model.item_bank import BankItem
from forms.model.questions import Question
from forms.model.scales import Scale
from forms.model.skip_rules import SkipRule


@dataclass(frozen=True, slots=True)
class Asked:
    """One entry of a form: its place and the question it refers to, if that exists."""

    section: Record[SectionHead]
    entry: Record[Ask]
    question: Question | None

    @property
    def when(self) -> SkipRule | None:
        """The entry's own skip rule."""
        return self.entry.value.when if self.entry.value else None


@dataclass(slots=True)
class References:
    """All ids, records by id (the first if an id is used twice), and the forms as far as they could be resolved."""

    parts: StudyParts
    groups: tuple[str, ...] = ()
    scales: dict[str, Record[Scale]] = field(default_factory=dict)
    items: dict[str, Record[BankItem]] = field(default_factory=dict)
    questions: dict[str, Record[DeclaredQuestion]] = field(default_factory=dict)
    constructs: set[str] = field(default_factory=set)
    strata: set[str] = field(default_factory=set)
    forms: dict[str, list[Asked]] = field(default_factory=dict)
    all_groups: bool = False
    all_scales: bool = False
    all_constructs: bool = False
    all_questions: bool = False
    all_strata: bool = False
    units: list[Text] | None = None
    """Names of the frame's units; None if not all of them could be read."""

    def is_whole(self, group: str) -> bool:
        """Whether every section and entry of a group's form could be read."""
        sections = self.parts.forms[group].sections
        listed = all(isinstance(section.head.raw.get("ask"), LinedList) for section in sections)
        return listed and all(self.is_question(asked.entry.id) and asked.entry.id for asked in self.forms[group])

    def asks(self, group: str, question_id: str) -> bool:
        """Whether a group's form names the question."""
        return any(asked.entry.id == question_id for asked in self.forms.get(group, ()))

    def is_question(self, question_id: str) -> bool:
        """Whether the bank or the other questions have the id; True if that cannot be known."""
        return question_id in self.items or question_id in self.questions or not self.all_questions

    @property
    def known_groups(self) -> str:
        """The group ids, for a message."""
        return ", ".join(self.groups)


def references(parts: StudyParts) -> References:
    """Collect the ids of all parts and resolves the forms as far as possible."""
    found = References(parts, groups=parts.group_ids)
    found.scales = _by_id(parts.scales)
    found.items = _by_id(parts.items)
    found.questions = _by_id(parts.questions)
    found.constructs = {record.id for record in parts.constructs}
    found.strata = {record.id for record in parts.strata}
    found.all_groups = _whole(parts, "study.yaml", "groups")
    found.all_scales = _whole(parts, "scales.yaml", "scales")
    found.all_constructs = _whole(parts, "items.yaml", "constructs")
    found.all_questions = (
        _whole(parts, "items.yaml", "items")
        and _whole(parts, "questions.yaml", "questions")
        and found.items.keys().isdisjoint(found.questions)
    )
    found.all_strata = bool(parts.frame) and _whole(parts, parts.frame.file if parts.frame else "", "strata")
    units = [unit.value.name for unit in parts.units if unit.value]
    if parts.frame and _whole(parts, parts.frame.file, "strata") and len(units) == len(parts.units):
        found.units = units
    for group, form in parts.forms.items():
        found.forms[group] = _resolve(found, group, form)
    return found


def _by_id(records: Sequence[Record[Any]]) -> dict[str, Record[Any]]:
    return {record.id: record for record in reversed(records) if record.id}


def _whole(parts: StudyParts, file: str, key: str) -> bool:
    """Whether every entry of a list has an id that can be referred to."""
    if file not in parts.whole:
        return False
    entries = parts.files[file].get(key)
    if not isinstance(entries, LinedList):
        return False
    ids = [entry.get("id") if isinstance(entry, LinedMapping) else None for entry in entries]
    # An id that occurs twice may have replaced another one.
    return all(isinstance(identity, str) and is_identifier(identity) for identity in ids) and len(set(ids)) == len(ids)


def _resolve(found: References, group: str, form: FormPart) -> list[Asked]:
    resolved = []
    for section in form.sections:
        for ask in section.asks:
            when = ask.value.when if ask.value else None
            resolved.append(Asked(section.head, ask, _question(found, ask.id, group, when)))
    return resolved


def _question(found: References, question_id: str, group: str, when: SkipRule | None) -> Question | None:
    """The question of an entry; None if another fault leaves its possible answers unknown."""
    item, declared = found.items.get(question_id), found.questions.get(question_id)
    question: Question | None = None
    if item is not None:
        scale = found.scales.get(item.value.scale) if item.value else None
        if item.value and scale and scale.value and group in item.value.wording:
            question = question_from_bank(item.value, scale.value, group, when)
    elif declared is not None and declared.value:
        scale = found.scales.get(declared.value.scale or "")
        is_known = scale.value if scale else not declared.value.scale
        if is_known and (found.units is not None or not declared.value.options_from):
            listed = scale.value if scale else None
            question = declared_question(declared.value, listed, found.units or [], group, when)
    return None if question and question.kind == "rating" and not _has_range(question) else question


def _has_range(question: Question) -> bool:
    return question.low is not None and question.high is not None and question.low < question.high
