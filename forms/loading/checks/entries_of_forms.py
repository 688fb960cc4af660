"""Checks of what the forms ask, of which groups, and in which order (METHOD 14, 16, 17 and 18)."""

from collections.abc import Iterator, Sequence
from math import ceil

from forms.loading.parts import Ask, FormPart
from forms.loading.problems import Problem
from forms.loading.records import Record
from forms.loading.references import Asked, References
from forms.model.frozen import Text
from forms.model.questions import Question
from forms.model.reading_time import minutes_for
from forms.model.study import Group

MINUTES_AT_MOST_FOR_ONE = 1.0
TOO_LONG_A_PROMISE = 0.5
"""The estimated length may not exceed the promised one and must be at least this share of it."""

SHORT_PROMISE = 5
"""So many minutes may be promised for any shorter form."""


def check_forms(found: References) -> Iterator[Problem]:
    """Faults of every form entry, of the order of the form, and of its promised length."""
    for group_id, form in found.parts.forms.items():
        asked = found.forms[group_id]
        yield from _check_entries(found, group_id, asked)
        yield from _check_roles(asked)
        if form.sections and isinstance(form.sections[0].head.raw.get("ask"), list):
            yield from _check_consent(asked)
        for section in form.sections:
            if "ask" in section.head.raw and not section.asks and isinstance(section.head.raw["ask"], list):
                yield section.head.problem("empty-section", "ask", id=section.head.id)
        group = next((record for record in found.parts.groups if record.id == group_id), None)
        if group and group.value and found.all_questions and found.all_scales and found.units is not None:
            yield from _check_minutes(group, group.value, form, asked)
        if group and group.value:
            yield from _check_frame_questions(found, group.value, asked)


def _check_entries(found: References, group: str, asked: Sequence[Asked]) -> Iterator[Problem]:
    seen: set[str] = set()
    for entry in asked:
        identity, record = entry.entry.id, entry.entry
        if not identity:
            continue
        item, declared = found.items.get(identity), found.questions.get(identity)
        known = item or declared
        if known is None:
            if found.all_questions:
                yield record.problem("unknown-question", "ask", id=identity)
        elif identity in seen:
            yield record.problem("asked-twice", "ask", id=identity)
        elif known.value is not None and group not in known.value.wording and "*" not in known.value.wording:
            yield record.problem(
                "not-worded", "ask", id=identity, group=group, file=known.file, line=known.line("wording")
            )
        elif item and item.value and not item.value.core:
            yield record.problem("optional-asked", "ask", id=identity)
        elif entry.question:
            yield from _check_options_of_group(record, entry.question, group)
        seen.add(identity)


def _check_options_of_group(record: Record[Ask], question: Question, group: str) -> Iterator[Problem]:
    if question.rules.has_options and len(question.options) < 2:
        yield record.problem("too-few-for-group", "ask", id=question.id, group=group)


def _check_roles(asked: Sequence[Asked]) -> Iterator[Problem]:
    """A form is about one agency, so one question of it names the agency."""
    naming = [entry for entry in asked if entry.question is not None and entry.question.names_agency]
    for entry in naming[1:]:
        yield entry.entry.problem("role-twice", "ask", id=entry.entry.id, other=naming[0].entry.id)


def _check_consent(asked: Sequence[Asked]) -> Iterator[Problem]:
    """Faults of required questions: only the first question, the consent, is required, and it must be."""
    if not asked:
        return
    first = asked[0]
    if first.question is None:
        return
    if not first.question.required:
        yield first.entry.problem("consent-first", "ask", id=first.entry.id)
        return
    for entry in asked[1:]:
        if entry.question is not None and entry.question.required:
            yield entry.entry.problem("required-later", "ask", id=entry.entry.id)


def _check_minutes(record: Record[Group], group: Group, form: FormPart, asked: Sequence[Asked]) -> Iterator[Problem]:
    texts: list[Text] = []
    if form.head.value:
        texts += [form.head.value.title, *form.head.value.introduction]
    for section in form.sections:
        if section.head.value:
            texts += [section.head.value.title, *([section.head.value.about] if section.head.value.about else [])]
    questions = {entry.entry.id: entry.question for entry in asked if entry.question}
    unread = len({entry.entry.id for entry in asked}) - len(questions)
    # The time for a question with a fault is not known; in doubt the promise is accepted.
    estimate = minutes_for(texts, list(questions.values()), screens=len(form.sections))
    longest = estimate + unread * MINUTES_AT_MOST_FOR_ONE
    too_long = group.minutes > SHORT_PROMISE and longest < group.minutes * TOO_LONG_A_PROMISE
    if too_long or estimate > group.minutes:
        yield record.problem("minutes", "minutes", promised=group.minutes, estimate=str(ceil(estimate)), group=group.id)


def _check_frame_questions(found: References, group: Group, asked: Sequence[Asked]) -> Iterator[Problem]:
    """Questions about the unit or stratum in groups that enter by code: the frame already gives these."""
    if group.entry != "code":
        return
    frame = [stratum.value.name for stratum in found.parts.strata if stratum.value]
    frame += [unit.value.name for unit in found.parts.units if unit.value]
    known = {name.casefold() for text in frame for name in text.values()}
    for entry in asked:
        declared = found.questions.get(entry.entry.id)
        options = entry.question.options if entry.question and declared else ()
        labels = [option.label for option in options]
        in_frame = sum(any(name.casefold() in known for name in label.values()) for label in labels)
        if labels and in_frame * 2 > len(labels):
            yield entry.entry.problem("frame-answers", "ask", id=entry.entry.id)
