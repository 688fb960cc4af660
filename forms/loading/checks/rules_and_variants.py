"""Checks of skip rules and variants: every rule can be evaluated in every printed order."""

from collections.abc import Iterator, Sequence
from typing import Any

from forms.loading.parts import FormPart
from forms.loading.problems import Problem
from forms.loading.records import Record
from forms.loading.references import Asked, References
from forms.model.questionnaire import Variant
from forms.model.questions import Question
from forms.model.skip_rules import SkipRule

Path = tuple[str | int, ...]


def check_rules_and_variants(found: References) -> Iterator[Problem]:
    """Rules that name no earlier question or no code of it, and variants that are not a reordering."""
    for group, form in found.parts.forms.items():
        asked = found.forms[group]
        place = 0
        for section in form.sections:
            if section.head.value and section.head.value.when:
                yield from _Rule(found, group, section.head, place).check(section.head.value.when, ("when",))
            for entry in section.asks:
                if entry.value and entry.value.when:
                    yield from _Rule(found, group, entry, place).check(entry.value.when, ("when",))
                place += 1
        for variant in form.variants:
            if variant.value:
                yield from _check_variant(variant, variant.value, form, asked)


class _Rule:
    """One rule at one place of a form."""

    def __init__(self, found: References, group: str, record: Record[Any], place: int) -> None:
        self.found, self.group, self.record, self.place = found, group, record, place
        self.asked = found.forms[group]

    def check(self, rule: SkipRule, path: Path) -> Iterator[Problem]:
        for key in ("all", "any"):
            for index, part in enumerate(getattr(rule, key) or ()):
                yield from self.check(part, (*path, key, index))
        if rule.not_:
            yield from self.check(rule.not_, (*path, "not"))
        if rule.item is None:
            return
        before = next((entry for entry in self.asked[: self.place] if entry.entry.id == rule.item), None)
        if before is None and any(entry.entry.id == rule.item for entry in self.asked):
            yield self.record.problem("rule-later", *path, "item", id=rule.item)
        elif before is None:
            yield from self._absent(rule.item, path)
        elif before.question:
            yield from self._check_code(rule, before.question, path)

    def _absent(self, item: str, path: Path) -> Iterator[Problem]:
        # A misspelt entry of this form may be the question that the rule refers to.
        if not self.found.is_question(item) or self.found.is_whole(self.group):
            yield self.record.problem("rule-unknown", *path, "item", id=item)

    def _check_code(self, rule: SkipRule, question: Question, path: Path) -> Iterator[Problem]:
        if rule.answered is not None:
            return
        if not question.columns:
            yield self.record.problem("rule-on-text", *path, "item", id=question.id)
        if not question.rules.has_codes:
            return
        for key in ("is", "is_not", "in", "not_in", "includes", "at_least", "at_most"):
            given = getattr(rule, f"{key}_" if key in ("is", "in") else key)
            for code in given if isinstance(given, tuple) else () if given is None else (given,):
                if code not in question.codes:
                    known = ", ".join(map(str, question.codes))
                    yield self.record.problem("rule-code", *path, key, id=question.id, code=code, known=known)


def _check_variant(
    record: Record[Variant], variant: Variant, form: FormPart, asked: Sequence[Asked]
) -> Iterator[Problem]:
    questions = {entry.entry.id: entry.question for entry in asked}
    sections = {section.head.id: [entry.id for entry in section.asks] for section in form.sections}
    for question_id, codes in variant.option_order.items():
        path = ("option_order", question_id)
        question = questions.get(question_id)
        if question_id not in questions:
            yield record.problem("order-of-nothing", *path, id=question_id)
        elif question and sorted(codes) != sorted(option.code for option in question.options):
            expected = ", ".join(str(option.code) for option in question.options)
            yield record.problem("not-a-permutation", *path, id=question_id, expected=expected)
    for section_id, order in variant.question_order.items():
        path = ("question_order", section_id)
        if section_id not in sections:
            yield record.problem("order-of-nothing", *path, id=section_id)
        elif sorted(order) != sorted(sections[section_id]):
            expected = ", ".join(sections[section_id])
            yield record.problem("not-a-permutation", *path, id=section_id, expected=expected)
        else:
            yield from _rules_in_order(record, path, order, asked)


def _rules_in_order(
    record: Record[Variant], path: Path, order: tuple[str, ...], asked: Sequence[Asked]
) -> Iterator[Problem]:
    rules = {entry.entry.id: entry.when for entry in asked}
    for index, question_id in enumerate(order):
        rule = rules.get(question_id)
        late = set(rule.questions()) & set(order[index:]) if rule else set()
        # A rule about a later question is reported as a fault of the rule; here only if the variant causes it.
        for other in sorted(late - set(_from(asked, question_id))):
            yield record.problem("order-breaks-rule", *path, id=question_id, other=other)


def _from(asked: Sequence[Asked], question_id: str) -> list[str]:
    ids = [entry.entry.id for entry in asked]
    return ids[ids.index(question_id) :]
