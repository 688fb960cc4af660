"""Differences between two versions of a study, and whether answers to both may be stored together.

Codes are immutable once answers exist. Wordings may be corrected and questions and options added: the form then has a
new version, which every response carries. A change that would give one code two meanings is refused with the reason.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from forms.languages import DEFAULT_LANGUAGE, in_language
from forms.model.frozen import Text
from forms.model.questionnaire import Questionnaire
from forms.model.questions import Question
from forms.model.study import Study
from forms.translation import N_, translate

SAME_LABEL = 0.85
SAME_MEANING = 0.6
"""Minimum similarity (0 to 1, share of matching letters) for a changed label or meaning to count as a correction.

Labels are short: "Đồng ý" (agree) and "Không đồng ý" (disagree) reach .67. Texts are compared in the language of the
fieldwork; translations may be rewritten freely.
"""

_ALLOWED: dict[str, str] = {
    "wording": N_("The wording of '{id}' changes for '{group}'."),
    "label": N_("The label of code {code} of '{id}' changes for '{group}'."),
    "option-added": N_("'{id}' offers '{group}' one more option, code {code}."),
    "question-added": N_("'{id}' is asked of '{group}' from now on."),
    "group-added": N_("The group '{group}' is new."),
    "asked-when": N_("'{id}' is asked of '{group}' under another condition."),
    "order": N_("The order of the questions changes for '{group}'."),
    "scoring": N_("'{id}' is scored or compared in another way."),
}
_REFUSED: dict[str, str] = {
    "group-removed": N_("The group '{group}' is gone. Keep it; its answers would have no form."),
    "question-removed": N_(
        "'{id}' is no longer asked of '{group}'. Keep it, or begin a new round: its answers would have no question."
    ),
    "kind-changed": N_("'{id}' is of another kind ({old} before, {new} now). Give the new question an id of its own."),
    "option-removed": N_("Code {code} of '{id}' is no longer offered to '{group}'. Keep it: it may have been chosen."),
    "code-reused": N_(
        "Code {code} of '{id}' means something else ('{old}' before, '{new}' now). Give the new answer its own code."
    ),
    "scale-reversed": N_("The codes of '{id}' are reversed. Keep their direction, or begin a new round."),
    "range-changed": N_(
        "'{id}' is measured in another way ({old} before, {new} now). Give the new question an id of its own."
    ),
    "role-changed": N_(
        "'{id}' names the agency of the form in one version and not in the other. Keep the role, or begin a new round."
    ),
    "meaning-changed": N_("The item '{id}' means something else. Give the new item an id of its own."),
}
CHANGE_MESSAGES = _ALLOWED | _REFUSED


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. ``key`` is a key of ``CHANGE_MESSAGES``; ``allowed`` says whether a new version may have it."""

    key: str
    values: Mapping[str, str]

    @property
    def allowed(self) -> bool:
        """False if stored codes would lose their meaning."""
        return self.key in _ALLOWED

    def in_words(self, language: str) -> str:
        """The difference and, if it is refused, the remedy, in one of the languages."""
        return translate(CHANGE_MESSAGES[self.key], language).format_map(self.values)


def compare_versions(old: Study, new: Study) -> tuple[Change, ...]:
    """Every difference between two versions of a study in what is asked or how it is coded.

    A new version may replace one that has answers if every change is ``allowed``.
    """
    changes = list(_groups(old, new))
    for group, form in old.questionnaires.items():
        if group in new.questionnaires:
            changes.extend(_forms(form, new.questionnaires[group]))
    changes.extend(_items(old, new))
    return tuple(changes)


def _groups(old: Study, new: Study) -> Iterator[Change]:
    for group in old.questionnaires:
        if group not in new.questionnaires:
            yield Change("group-removed", {"group": group})
    for group in new.questionnaires:
        if group not in old.questionnaires:
            yield Change("group-added", {"group": group})


def _items(old: Study, new: Study) -> Iterator[Change]:
    for item in old.items:
        other = new.item(item.id)
        if other is None:
            continue
        if _similarity(item.meaning, other.meaning) < SAME_MEANING:
            yield Change("meaning-changed", {"id": item.id})
        ways = ("construct_id", "reversed", "scored", "comparability", "referent")
        if any(getattr(item, way) != getattr(other, way) for way in ways):
            yield Change("scoring", {"id": item.id})


def _forms(old: Questionnaire, new: Questionnaire) -> Iterator[Change]:
    before, after = ({question.id: question for question in form.questions} for form in (old, new))
    conditions = [{q.id: (s.when, q.when) for s, q in form.entries()} for form in (old, new)]
    for identity, question in before.items():
        named = {"id": identity, "group": old.group}
        if identity not in after:
            yield Change("question-removed", named)
            continue
        yield from _questions(question, after[identity], named)
        if conditions[0][identity] != conditions[1][identity]:
            yield Change("asked-when", named)
    for identity in after.keys() - before.keys():
        yield Change("question-added", {"id": identity, "group": old.group})
    kept = [[identity for identity in form if identity in before and identity in after] for form in (before, after)]
    if kept[0] != kept[1]:
        yield Change("order", {"group": old.group})


def _questions(old: Question, new: Question, named: Mapping[str, str]) -> Iterator[Change]:
    if old.kind != new.kind:
        yield Change("kind-changed", {**named, "old": old.kind, "new": new.kind})
        return
    if old.names_agency != new.names_agency:
        yield Change("role-changed", named)
    if old.rules.unit(old) != new.rules.unit(new):
        yield Change("range-changed", {**named, "old": old.rules.unit(old), "new": new.rules.unit(new)})
        return
    if (old.wording, old.hint) != (new.wording, new.hint):
        yield Change("wording", named)
    before, after = ({option.code: option.label for option in question.options} for question in (old, new))
    if before != after and len(before) > 1 and _is_turned(before, after):
        yield Change("scale-reversed", named)
        return
    yield from _options(before, after, named)


def _is_turned(before: Mapping[int, Text], after: Mapping[int, Text]) -> bool:
    """Whether every code now has the label of the code at the opposite end."""
    codes = sorted(before)
    return codes == sorted(after) and all(
        _words(before[a]) == _words(after[b]) for a, b in zip(codes, codes[::-1], strict=True)
    )


def _options(before: Mapping[int, Text], after: Mapping[int, Text], named: Mapping[str, str]) -> Iterator[Change]:
    for code, label in before.items():
        if code not in after:
            yield Change("option-removed", {**named, "code": str(code)})
        elif label != after[code]:
            old, new = _words(label), _words(after[code])
            is_another_label = any(new == _words(other) for key, other in before.items() if key != code)
            if is_another_label or _similarity(old, new) < SAME_LABEL:
                words = {"old": old, "new": new}
                yield Change("code-reused", {**named, "code": str(code), **words})
            else:
                yield Change("label", {**named, "code": str(code)})
    for code in after.keys() - before.keys():
        yield Change("option-added", {**named, "code": str(code)})


def _words(text: Text) -> str:
    return in_language(text, DEFAULT_LANGUAGE)


def _similarity(first: str, second: str) -> float:
    return SequenceMatcher(None, first.casefold(), second.casefold(), autojunk=False).ratio()
