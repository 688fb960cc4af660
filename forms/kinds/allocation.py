"""Points distributed over options, with one column per option (METHOD 14)."""

from collections.abc import Iterator, Sequence

from forms.kinds.author_checks import check_no_exclusive
from forms.kinds.declarations import DeclaredQuestion, Option, Problem, Question, Record, Scale
from forms.kinds.question_kind import QuestionKind
from forms.kinds.reading_fields import Fields, Reading, fault, read_with_reason, sent_values, whole_number


class Allocation(QuestionKind):
    name = "allocation"
    seconds = 40
    measure = "numeric"
    has_options = True
    has_codes = True
    has_column_per_option = True

    def fields(self, question: Question) -> tuple[str, ...]:
        return tuple(f"{question.id}.{option.code}" for option in question.options)

    def read(self, question: Question, fields: Fields) -> Reading:
        def read() -> Reading | None:
            points: dict[int, int] = {}
            for code in question.codes:
                name = f"{question.id}.{code}"
                sent = sent_values(fields, name)
                if len(sent) > 1:
                    return fault(name, "one-answer")
                if sent:
                    given = whole_number(sent[0])
                    if given is None or not 0 <= given <= question.total:
                        return fault(name, "whole-number-between", low=0, high=question.total)
                    points[code] = given
            if not points:
                return None
            if (total := sum(points.values())) != question.total:
                return fault(f"{question.id}.{question.codes[0]}", "allocation-sum", sum=total, total=question.total)
            values = {f"{question.id}__{code}": points.get(code, 0) for code in question.codes}
            return Reading(values, frozenset(code for code, given in points.items() if given))

        return read_with_reason(question, fields, read)

    def check_option_list(self, record: Record[Problem], question: DeclaredQuestion, options: int) -> Iterator[Problem]:
        yield from check_no_exclusive(self, record, question)
        if question.total < options:
            yield record.problem("total-too-small", "total", total=question.total, count=options)

    def code_labels(self, question: Question, options: Sequence[Option]) -> tuple[tuple[int, dict[str, str]], ...]:
        return ()

    def is_averaged(self, question: Question, scale: Scale | None) -> bool:
        return True

    def unit(self, question: Question) -> str:
        return str(question.total)
