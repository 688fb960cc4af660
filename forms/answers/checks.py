"""Checks a submitted form against its questionnaire, in one pass and in the order of the form.

Every column of the form gets a value or the reason why it has none (METHOD 13, 14):

- nothing was sent: left blank; a reason was stated: that reason;
- a question or section whose skip rule is false: not asked, and anything sent for it is dropped;
- check_all: 1 for each option chosen, 0 for the others; left blank if no option was chosen;
- ranking: 1, 2, … for the ranked options and (places + 1) for all others, which are tied;
- allocation: points per option; empty fields count as 0 if the others make up the total;
- number: the number times ``10 ** decimals``, since columns hold whole numbers; decimal comma and point are accepted;
- date: year, month and day as the whole number ``20190531``; ``2019-05-31`` and ``31/05/2019`` are accepted.

Unknown fields, answers to questions that were not asked and write-ins of options that were not chosen are dropped and
listed in ``dropped``. Input that cannot be an answer (an option that does not exist, two answers instead of one,
letters instead of a number) is a problem: the form must be shown again and not be stored, not even in part. No input
raises an error.
"""

from collections.abc import Mapping, Sequence
from functools import cache

from forms.answers.checked import AnswerProblem, CheckedAnswers
from forms.missing_values import Missing
from forms.model.answer import Answer
from forms.model.questionnaire import Questionnaire
from forms.model.questions import Question
from forms.plain_text import clean_text

WRITE_IN_LENGTH = 200
"""Maximum number of characters."""


def check_answers(questionnaire: Questionnaire, submitted: Mapping[str, Sequence[str]]) -> CheckedAnswers:
    """Check the submitted fields (field name to values) against ``questionnaire``; the module docstring gives the
    coding.
    """
    check = _Check(submitted)
    for section in questionnaire.sections:
        section_asked = section.when is None or section.when.holds(check.given)
        for question in section.questions:
            if section_asked and (question.when is None or question.when.holds(check.given)):
                if not (question.prepared and check.take(question)):
                    check.read(question)
            else:
                check.skip(question)
    return check.result()


@cache
def _without(reason: Missing) -> Answer:
    # One shared object per reason: most columns of a form hold a reason.
    return Answer(missing=reason)


class _Check:
    """State of one pass: the answers read so far decide which later questions are asked."""

    def __init__(self, submitted: Mapping[str, Sequence[str]]) -> None:
        self.submitted = submitted
        self.given: dict[str, frozenset[int]] = {}
        self.answers: dict[str, Answer] = {}
        self.texts: dict[str, str] = {}
        self.problems: list[AnswerProblem] = []
        self.used: set[str] = set()

    def skip(self, question: Question) -> None:
        for column in question.columns:
            self.answers[column] = _without(Missing.NOT_ASKED)

    def take(self, question: Question) -> bool:
        """Return the answer that was prepared for the value sent; this covers most questions."""
        name = question.id
        sent = self.submitted.get(name, ())
        prepared = question.prepared.get(sent[0] if sent else "") if len(sent) < 2 else None
        if prepared is None:
            return False
        self.used.add(name)
        self.answers[name], chosen = prepared
        if chosen:
            self.given[name] = chosen
        return True

    def read(self, question: Question) -> None:
        self.used.update(question.fields)
        reading = question.rules.read(question, self.submitted)
        if reading.problem:
            field, key, values = reading.problem
            self._problem(question, field, key, values)
        elif question.required and not (reading.values or reading.text):
            self._problem(question, question.fields[0], "required", {})
        for column in question.columns:
            value = reading.values.get(column)
            self.answers[column] = Answer(value=value) if value is not None else _without(reading.missing)
        if reading.chosen:
            self.given[question.id] = reading.chosen
        if reading.text:
            self.texts[question.id] = reading.text
        self._write_ins(question, reading.chosen)

    def _write_ins(self, question: Question, chosen: frozenset[int]) -> None:
        for option in question.write_ins:
            field = f"{question.id}.{option.code}.text"
            if option.code not in chosen:
                self.used.discard(field)
                continue
            text = clean_text(" ".join(self.submitted.get(field, ())))
            if len(text) > WRITE_IN_LENGTH:
                values = {"length": str(len(text)), "most": str(WRITE_IN_LENGTH)}
                self._problem(question, field, "text-too-long", values)
            elif text:
                self.texts[f"{question.id}__{option.code}"] = text

    def _problem(self, question: Question, field: str, key: str, values: Mapping[str, str]) -> None:
        self.problems.append(AnswerProblem(question.id, field, key, values))

    def result(self) -> CheckedAnswers:
        dropped = (name for name, values in self.submitted.items() if name not in self.used and any(values))
        return CheckedAnswers(self.answers, self.texts, tuple(self.problems), tuple(dropped))
