"""One whole number of a range with labelled ends."""

from collections.abc import Iterator, Sequence

from forms.kinds.author_checks import check_sizes
from forms.kinds.declarations import DeclaredQuestion, Option, Problem, Question, Record, Scale
from forms.kinds.question_kind import QuestionKind
from forms.kinds.reading_fields import Fields, Reading, read_one_choice
from forms.translation import in_each_language


class Rating(QuestionKind):
    name = "rating"
    seconds = 4
    measure = "ordinal"
    is_one_choice = True
    has_codes = True

    def codes(self, question: Question) -> tuple[int, ...]:
        if question.low is not None and question.high is not None:
            return tuple(range(question.low, question.high + 1))
        return super().codes(question)

    def read(self, question: Question, fields: Fields) -> Reading:
        return read_one_choice(question, fields)

    def check_options(
        self, record: Record[Problem], question: DeclaredQuestion, scale: Scale | None, options: int
    ) -> Iterator[Problem]:
        low, high = question.low, question.high
        if scale is not None:
            if scale.kind != "range":
                yield record.problem("rating-needs-range", "scale", id=question.id)
        elif low is None or high is None:
            yield record.problem("rating-needs-range", "kind", id=question.id)
        elif low >= high or low < 0:
            yield record.problem("range-order", "low", low=low, high=high)

    def check_limits(self, record: Record[Problem], question: DeclaredQuestion) -> Iterator[Problem]:
        yield from check_sizes(self, record, question)

    def code_labels(self, question: Question, options: Sequence[Option]) -> tuple[tuple[int, dict[str, str]], ...]:
        labels = {option.code: option.label for option in options}
        return tuple((code, labels.get(code) or in_each_language(str(code))) for code in question.codes)

    def is_averaged(self, question: Question, scale: Scale | None) -> bool:
        return scale is None or scale.is_averaged

    def unit(self, question: Question) -> str:
        return f"{question.low}–{question.high}"
