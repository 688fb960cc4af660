"""One option of a list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from forms.kinds.author_checks import check_no_exclusive
from forms.kinds.question_kind import QuestionKind
from forms.kinds.reading_fields import Fields, Reading, read_one_choice

if TYPE_CHECKING:
    from forms.loading.parts import DeclaredQuestion
    from forms.loading.problems import Problem
    from forms.loading.records import Record
    from forms.model.questions import Question


class Single(QuestionKind):
    name = "single"
    seconds = 3
    is_one_choice = True
    has_options = True
    has_codes = True

    def read(self, question: Question, fields: Fields) -> Reading:
        return read_one_choice(question, fields)

    def check_option_list(
        self, record: Record[DeclaredQuestion], question: DeclaredQuestion, options: int
    ) -> Iterator[Problem]:
        yield from check_no_exclusive(self, record, question)
