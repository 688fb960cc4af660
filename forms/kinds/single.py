"""One option of a list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from forms.kinds.author_checks import check_no_exclusive, has_enough_options
from forms.kinds.question_kind import QuestionKind
from forms.kinds.reading_fields import Fields, Reading, read_one_choice

if TYPE_CHECKING:
    from forms.loading.parts import DeclaredQuestion
    from forms.loading.problems import Problem
    from forms.loading.records import Record
    from forms.model.questions import Question
    from forms.model.scales import Scale


class Single(QuestionKind):
    name = "single"
    seconds = 3
    is_one_choice = True
    has_options = True
    has_codes = True

    def read(self, question: Question, fields: Fields) -> Reading:
        return read_one_choice(question, fields)

    def check_options(
        self, record: Record[DeclaredQuestion], question: DeclaredQuestion, scale: Scale | None, options: int
    ) -> Iterator[Problem]:
        yield from super().check_options(record, question, scale, options)
        if has_enough_options(scale, question, options):
            yield from check_no_exclusive(self, record, question)
