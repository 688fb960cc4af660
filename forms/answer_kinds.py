"""Reading the answer to one question from its form fields, by the kind of the question.

Fields hold texts, as browsers and paper entry send them. Nothing a sender may write raises an error: it becomes a
value, a reason for a missing value, or a problem in words.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from forms.missing_values import Missing
from forms.plain_text import clean_text
from forms.questions import Question

Fields = Mapping[str, Sequence[str]]
"""Field name to the values sent for it, in order."""

WRITE_IN_LENGTH = 200
_CODE = re.compile(r"-?(0|[1-9][0-9]{0,8})")
_NUMBER = re.compile(r"([+-]?)([0-9]{1,12})(?:[.,]([0-9]{1,9}))?")
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_VIETNAMESE_DATE = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")


@dataclass(slots=True)
class Reading:
    """What was read of one question. ``values`` fills its columns; without it ``missing`` says why."""

    values: dict[str, int] = field(default_factory=dict)
    chosen: frozenset[int] = frozenset()
    """What skip rules look at: the code; the codes chosen, ranked or given points; the number; 1 for any text."""
    missing: Missing = Missing.BLANK
    text: str = ""
    problem: tuple[str, str, dict[str, str]] | None = None
    """Field, message key, values."""


def read_answer(question: Question, fields: Fields) -> Reading:
    """The answer to ``question`` among ``fields``."""
    return _READERS[question.kind](question, fields)


def _fault(at: str, key: str, **values: object) -> Reading:
    named = {name: str(value) for name, value in values.items()}
    return Reading(missing=Missing.UNREADABLE, problem=(at, key, named))


def _sent(fields: Fields, name: str) -> list[str]:
    """The different values of a field that are not empty."""
    if name not in fields:
        return []
    return list(dict.fromkeys(stripped for value in fields.get(name, ()) if (stripped := value.strip())))


def _code(text: str) -> int | None:
    return int(text) if _CODE.fullmatch(text) else None


def _stated_reason(question: Question, fields: Fields) -> Missing | Reading | None:
    """The reason in ``id.missing`` of a question whose answers are not single codes."""
    name = f"{question.id}.missing"
    sent = _sent(fields, name) if question.apart else []
    if not sent:
        return None
    if len(sent) > 1:
        return _fault(name, "one-answer")
    return question.stated_reasons.get(sent[0]) or _fault(name, "unknown-option")


def _with_reason(question: Question, fields: Fields, read: Callable[[], Reading | None]) -> Reading:
    """Either an answer or a reason for none, never both."""
    reason = _stated_reason(question, fields)
    if isinstance(reason, Reading):
        return reason
    reading = read()
    if reading is None:
        return Reading(missing=reason or Missing.BLANK)
    if reason is not None and reading.problem is None:
        return _fault(question.fields[0], "answer-and-reason")
    return reading


def _read_one(question: Question, fields: Fields) -> Reading:
    values = fields.get(question.id, ())
    # Most questions are of this kind, and nearly all of them come with one value; the rest is read the long way.
    sent = values[0].strip() if len(values) == 1 else _sent(fields, question.id)
    if not sent:
        return Reading()
    if isinstance(sent, list):
        if len(sent) > 1:
            return _fault(question.id, "one-answer")
        sent = sent[0]
    if reason := question.stated_reasons.get(sent):
        return Reading(missing=reason)
    code = question.code_of.get(sent)
    if code is None:
        return _fault(question.id, "unknown-option")
    return Reading({question.id: code}, frozenset((code,)))


def _read_several(question: Question, fields: Fields) -> Reading:
    def read() -> Reading | None:
        sent = _sent(fields, question.id)
        codes = {_code(text) for text in sent}
        if not codes:
            return None
        if not codes <= set(question.codes):
            return _fault(question.id, "unknown-option")
        if len(codes) > 1 and any(option.exclusive and option.code in codes for option in question.options):
            return _fault(question.id, "exclusive-option")
        if question.most is not None and len(codes) > question.most:
            return _fault(question.id, "too-many-options", most=question.most)
        values = {f"{question.id}__{code}": int(code in codes) for code in question.codes}
        return Reading(values, frozenset(code for code in codes if code is not None))

    return _with_reason(question, fields, read)


def _read_ranking(question: Question, fields: Fields) -> Reading:
    def read() -> Reading | None:
        ranks: dict[int, int] = {}
        empty_place = ""
        for place in range(1, question.places + 1):
            name = f"{question.id}.{place}"
            sent = _sent(fields, name)
            if not sent:
                empty_place = empty_place or name
                continue
            code = _code(sent[0])
            if len(sent) > 1:
                return _fault(name, "one-answer")
            if code is None or code not in question.codes:
                return _fault(name, "unknown-option")
            if code in ranks:
                return _fault(name, "ranked-twice")
            if empty_place:
                return _fault(empty_place, "rank-gap")
            ranks[code] = place
        if not ranks:
            return None
        unranked = question.places + 1
        values = {f"{question.id}__{code}": ranks.get(code, unranked) for code in question.codes}
        return Reading(values, frozenset(ranks))

    return _with_reason(question, fields, read)


def _read_allocation(question: Question, fields: Fields) -> Reading:
    def read() -> Reading | None:
        points: dict[int, int] = {}
        for code in question.codes:
            name = f"{question.id}.{code}"
            sent = _sent(fields, name)
            if len(sent) > 1:
                return _fault(name, "one-answer")
            if sent:
                given = _code(sent[0])
                if given is None or not 0 <= given <= question.total:
                    return _fault(name, "whole-number-between", low=0, high=question.total)
                points[code] = given
        if not points:
            return None
        if (total := sum(points.values())) != question.total:
            return _fault(f"{question.id}.{question.codes[0]}", "allocation-sum", sum=total, total=question.total)
        values = {f"{question.id}__{code}": points.get(code, 0) for code in question.codes}
        return Reading(values, frozenset(code for code, given in points.items() if given))

    return _with_reason(question, fields, read)


def _read_number(question: Question, fields: Fields) -> Reading:
    def read() -> Reading | None:
        sent = _sent(fields, question.id)
        if not sent:
            return None
        if len(sent) > 1:
            return _fault(question.id, "one-answer")
        match = _NUMBER.fullmatch(sent[0])
        if not match:
            return _fault(question.id, "not-a-number")
        sign, whole, part = match.groups(default="")
        part = part.rstrip("0")
        if len(part) > question.decimals:
            key = "too-many-decimals" if question.decimals else "whole-number"
            return _fault(question.id, key, decimals=question.decimals)
        number = Decimal(f"{sign}{whole}.{part or 0}")
        low, high = question.low or 0, question.high
        if number < low or (high is not None and number > high):
            key = "number-at-least" if high is None else "number-between"
            return _fault(question.id, key, low=low, high=high)
        value = int(number.scaleb(question.decimals))
        return Reading({question.id: value}, frozenset({value}))

    return _with_reason(question, fields, read)


def _read_date(question: Question, fields: Fields) -> Reading:
    def read() -> Reading | None:
        sent = _sent(fields, question.id)
        if not sent:
            return None
        if len(sent) > 1:
            return _fault(question.id, "one-answer")
        if match := _ISO_DATE.fullmatch(sent[0]):
            year, month, day = map(int, match.groups())
        elif match := _VIETNAMESE_DATE.fullmatch(sent[0]):
            day, month, year = map(int, match.groups())
        else:
            return _fault(question.id, "not-a-date")
        try:
            date(year, month, day)
        except ValueError:
            return _fault(question.id, "not-a-date")
        low, high = question.low or 1900, question.high or 2100
        if not low <= year <= high:
            return _fault(question.id, "year-between", low=low, high=high)
        value = year * 10000 + month * 100 + day
        return Reading({question.id: value}, frozenset({value}))

    return _with_reason(question, fields, read)


def _read_text(question: Question, fields: Fields) -> Reading:
    def read() -> Reading | None:
        texts = [text for value in fields.get(question.id, ()) if (text := clean_text(value))]
        if not texts:
            return None
        if len(set(texts)) > 1:
            return _fault(question.id, "one-answer")
        if len(texts[0]) > question.length:
            return _fault(question.id, "text-too-long", length=len(texts[0]), most=question.length)
        return Reading(chosen=frozenset({1}), text=texts[0])

    return _with_reason(question, fields, read)


_READERS: dict[str, Callable[[Question, Fields], Reading]] = {
    "single": _read_one,
    "item": _read_one,
    "rating": _read_one,
    "check_all": _read_several,
    "ranking": _read_ranking,
    "allocation": _read_allocation,
    "number": _read_number,
    "date": _read_date,
    "text": _read_text,
}
