"""Several options of a list: one column per option, 1 if chosen and 0 if not (METHOD 14)."""

from collections.abc import Iterator, Sequence

from forms.kinds.declarations import DeclaredQuestion, Option, Problem, Question, Record, Scale
from forms.kinds.question_kind import QuestionKind
from forms.kinds.reading_fields import Fields, Reading, fault, read_with_reason, sent_values, whole_number
from forms.translation import N_, in_each_language

CHOSEN = (N_("Not chosen"), N_("Chosen"))


class CheckAll(QuestionKind):
    name = "check_all"
    seconds = 6
    measure = "binary"
    has_options = True
    has_codes = True
    has_column_per_option = True
    limits = frozenset({"most"})

    def read(self, question: Question, fields: Fields) -> Reading:
        def read() -> Reading | None:
            codes = {whole_number(text) for text in sent_values(fields, question.id)}
            if not codes:
                return None
            if not codes <= set(question.codes):
                return fault(question.id, "unknown-option")
            if len(codes) > 1 and any(option.exclusive and option.code in codes for option in question.options):
                return fault(question.id, "exclusive-option")
            if question.most is not None and len(codes) > question.most:
                return fault(question.id, "too-many-options", most=question.most)
            values = {f"{question.id}__{code}": int(code in codes) for code in question.codes}
            return Reading(values, frozenset(code for code in codes if code is not None))

        return read_with_reason(question, fields, read)

    def check_option_list(self, record: Record[Problem], question: DeclaredQuestion, options: int) -> Iterator[Problem]:
        if not any(option.exclusive for option in question.options):
            yield record.problem("none-missing", "options", id=question.id)
        elif question.most is not None and question.most >= options:
            yield record.problem("most-too-large", "most", most=question.most, count=options)

    def code_labels(self, question: Question, options: Sequence[Option]) -> tuple[tuple[int, dict[str, str]], ...]:
        return tuple((code, in_each_language(sentence)) for code, sentence in enumerate(CHOSEN))

    def is_averaged(self, question: Question, scale: Scale | None) -> bool:
        return True
