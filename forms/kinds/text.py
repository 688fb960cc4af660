"""An open text of a few sentences. It has no data column and is stored separately from the other answers."""

from forms.kinds.declarations import Question
from forms.kinds.question_kind import QuestionKind
from forms.kinds.reading_fields import Fields, Reading, fault, read_with_reason
from forms.plain_text import clean_text


class OpenText(QuestionKind):
    name = "text"
    seconds = 40
    is_shown_in_results = False

    def columns(self, question: Question) -> tuple[str, ...]:
        return ()

    def read(self, question: Question, fields: Fields) -> Reading:
        def read() -> Reading | None:
            texts = [text for value in fields.get(question.id, ()) if (text := clean_text(value))]
            if not texts:
                return None
            if len(set(texts)) > 1:
                return fault(question.id, "one-answer")
            if len(texts[0]) > question.length:
                return fault(question.id, "text-too-long", length=len(texts[0]), most=question.length)
            return Reading(chosen=frozenset({1}), text=texts[0])

        return read_with_reason(question, fields, read)
