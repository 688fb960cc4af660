"""One option of a list."""

from collections.abc import Iterator

from forms.kinds.author_checks import check_no_exclusive
from forms.kinds.declarations import DeclaredQuestion, Problem, Question, Record
from forms.kinds.question_kind import QuestionKind
from forms.kinds.reading_fields import Fields, Reading, read_one_choice


class Single(QuestionKind):
    name = "single"
    seconds = 3
    is_one_choice = True
    has_options = True
    has_codes = True

    def read(self, question: Question, fields: Fields) -> Reading:
        return read_one_choice(question, fields)

    def check_option_list(self, record: Record[Problem], question: DeclaredQuestion, options: int) -> Iterator[Problem]:
        yield from check_no_exclusive(self, record, question)
