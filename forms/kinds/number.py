"""A number in digits, stored times ``10 ** decimals``; decimal comma and point are accepted."""

import re
from collections.abc import Sequence
from decimal import Decimal

from forms.kinds.declarations import Option, Question, Scale
from forms.kinds.question_kind import QuestionKind
from forms.kinds.reading_fields import Fields, Reading, fault, read_one_value

_NUMBER = re.compile(r"([+-]?)([0-9]{1,12})(?:[.,]([0-9]{1,9}))?")


class Number(QuestionKind):
    name = "number"
    seconds = 6
    measure = "numeric"
    limits = frozenset({"low", "high", "decimals"})

    def read(self, question: Question, fields: Fields) -> Reading:
        def read(sent: str) -> Reading:
            match = _NUMBER.fullmatch(sent)
            if not match:
                return fault(question.id, "not-a-number")
            sign, whole, part = match.groups(default="")
            part = part.rstrip("0")
            if len(part) > question.decimals:
                key = "too-many-decimals" if question.decimals else "whole-number"
                return fault(question.id, key, decimals=question.decimals)
            number = Decimal(f"{sign}{whole}.{part or 0}")
            low, high = question.low or 0, question.high
            if number < low or (high is not None and number > high):
                key = "number-at-least" if high is None else "number-between"
                return fault(question.id, key, low=low, high=high)
            value = int(number.scaleb(question.decimals))
            return Reading({question.id: value}, frozenset({value}))

        return read_one_value(question, fields, read)

    def code_labels(self, question: Question, options: Sequence[Option]) -> tuple[tuple[int, dict[str, str]], ...]:
        return ()

    def is_averaged(self, question: Question, scale: Scale | None) -> bool:
        return True

    def unit(self, question: Question) -> str:
        return f"10^-{question.decimals}"
