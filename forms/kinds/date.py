"""A day, stored as the whole number 20190531; ``2019-05-31`` and ``31/05/2019`` are accepted."""

import re
from collections.abc import Sequence
from datetime import date

from forms.kinds.declarations import Option, Question, Scale
from forms.kinds.question_kind import QuestionKind
from forms.kinds.reading_fields import Fields, Reading, fault, read_one_value

FIRST_YEAR, LAST_YEAR = 1900, 2100
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_VIETNAMESE = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")


class Date(QuestionKind):
    """``low`` and ``high`` are years."""

    name = "date"
    seconds = 8
    measure = "date"
    is_shown_in_results = False
    limits = frozenset({"low", "high"})

    def read(self, question: Question, fields: Fields) -> Reading:
        def read(sent: str) -> Reading:
            if match := _ISO.fullmatch(sent):
                year, month, day = map(int, match.groups())
            elif match := _VIETNAMESE.fullmatch(sent):
                day, month, year = map(int, match.groups())
            else:
                return fault(question.id, "not-a-date")
            try:
                date(year, month, day)
            except ValueError:
                return fault(question.id, "not-a-date")
            low, high = question.low or FIRST_YEAR, question.high or LAST_YEAR
            if not low <= year <= high:
                return fault(question.id, "year-between", low=low, high=high)
            value = year * 10000 + month * 100 + day
            return Reading({question.id: value}, frozenset({value}))

        return read_one_value(question, fields, read)

    def code_labels(self, question: Question, options: Sequence[Option]) -> tuple[tuple[int, dict[str, str]], ...]:
        return ()

    def is_averaged(self, question: Question, scale: Scale | None) -> bool:
        return False
