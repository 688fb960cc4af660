"""Reads form fields: texts from browsers and from paper entry become a value, a missing reason, or a problem."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from forms.kinds.declarations import Question
from forms.missing_values import Missing

Fields = Mapping[str, Sequence[str]]
"""Maps each field name to the values sent for it, in order."""

_CODE = re.compile(r"-?(0|[1-9][0-9]{0,8})")


@dataclass(slots=True)
class Reading:
    """The reading of one question. ``values`` fills its columns; if it is empty, ``missing`` gives the reason."""

    values: dict[str, int] = field(default_factory=dict)
    chosen: frozenset[int] = frozenset()
    """The values that skip rules compare: the code; the codes chosen, ranked or given points; the number; 1 for any
    text.
    """
    missing: Missing = Missing.BLANK
    text: str = ""
    problem: tuple[str, str, dict[str, str]] | None = None
    """Field, message key, values."""


def fault(at: str, key: str, **values: object) -> Reading:
    """A problem with the field ``at``; ``key`` is a key of ``forms.answers.messages``."""
    named = {name: str(value) for name, value in values.items()}
    return Reading(missing=Missing.UNREADABLE, problem=(at, key, named))


def sent_values(fields: Fields, name: str) -> list[str]:
    """The distinct values of a field that are not empty."""
    if name not in fields:
        return []
    return list(dict.fromkeys(stripped for value in fields.get(name, ()) if (stripped := value.strip())))


def whole_number(text: str) -> int | None:
    """A whole number of at most nine digits; codes and points are sent in this form."""
    return int(text) if _CODE.fullmatch(text) else None


def read_one_choice(question: Question, fields: Fields) -> Reading:
    """One code or one stated reason, sent in the field with the question's id."""
    values = fields.get(question.id, ())
    # Fast path: most questions are of this kind, and nearly all of them arrive with a single value.
    sent = values[0].strip() if len(values) == 1 else sent_values(fields, question.id)
    if not sent:
        return Reading()
    if isinstance(sent, list):
        if len(sent) > 1:
            return fault(question.id, "one-answer")
        sent = sent[0]
    if reason := question.stated_reasons.get(sent):
        return Reading(missing=reason)
    code = question.code_of.get(sent)
    if code is None:
        return fault(question.id, "unknown-option")
    return Reading({question.id: code}, frozenset((code,)))


def read_with_reason(question: Question, fields: Fields, read: Callable[[], Reading | None]) -> Reading:
    """The result of ``read``, or the reason stated in ``id.missing``; both together are a problem."""
    reason = _stated_reason(question, fields)
    if isinstance(reason, Reading):
        return reason
    reading = read()
    if reading is None:
        return Reading(missing=reason or Missing.BLANK)
    if reason is not None and reading.problem is None:
        return fault(question.fields[0], "answer-and-reason")
    return reading


def read_one_value(question: Question, fields: Fields, read: Callable[[str], Reading]) -> Reading:
    """The result of ``read`` for the single text sent, or the stated reason; two texts are a problem."""

    def read_it() -> Reading | None:
        sent = sent_values(fields, question.id)
        if not sent:
            return None
        return read(sent[0]) if len(sent) == 1 else fault(question.id, "one-answer")

    return read_with_reason(question, fields, read_it)


def _stated_reason(question: Question, fields: Fields) -> Missing | Reading | None:
    name = f"{question.id}.missing"
    sent = sent_values(fields, name) if question.apart else []
    if not sent:
        return None
    if len(sent) > 1:
        return fault(name, "one-answer")
    return question.stated_reasons.get(sent[0]) or fault(name, "unknown-option")
