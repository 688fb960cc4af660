"""For any input, checking gives values, reasons and problems; submitting the stored result again changes nothing."""

from collections.abc import Mapping, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from forms.answers.checked import CheckedAnswers
from forms.answers.checks import check_answers
from forms.answers.messages import ANSWER_MESSAGES, message
from forms.missing_values import Missing
from forms.model.questions import Question
from tests.forms.small_form import small_form

FORM = small_form()
FIELDS = sorted({field for question in FORM.questions for field in question.fields})
LIKELY = st.sampled_from(
    ["", "0", "1", "2", "3", "4", "5", "9", "10", "50", "100", "-7", "-8", "-9", "3,5", "2019-05-31"]
)
VALUES = st.lists(st.one_of(LIKELY, LIKELY, st.text(max_size=60)), max_size=4)
SENT = st.dictionaries(st.one_of(st.sampled_from(FIELDS), st.text(max_size=12)), VALUES, max_size=25)


def reason_again(question: Question, reason: Missing) -> dict[str, list[str]]:
    name = question.id if question.kind in ("single", "item", "rating") else f"{question.id}.missing"
    return {name: [str(int(reason))]} if reason in question.apart else {}


def value_again(question: Question, column: str, value: int) -> dict[str, list[str]]:
    code = column.removeprefix(f"{question.id}__")
    if question.kind == "check_all":
        return {question.id: [code] * value}
    if question.kind == "ranking":
        return {f"{question.id}.{value}": [code]} if value <= question.places else {}
    if question.kind == "allocation":
        return {f"{question.id}.{code}": [str(value)]}
    if question.kind == "number":
        return {column: [f"{value // 10},{value % 10}"]}
    if question.kind == "date":
        return {column: [f"{value // 10000:04}-{value // 100 % 100:02}-{value % 100:02}"]}
    return {column: [str(value)]}


def sent_again(checked: CheckedAnswers) -> dict[str, list[str]]:
    """The fields that would submit the stored answers."""
    fields: dict[str, list[str]] = {}
    for question in FORM.questions:
        for column in question.columns:
            answer = checked.answers[column]
            if answer.missing is not None:
                fields.update(reason_again(question, answer.missing))
            elif answer.value is not None:
                for name, values in value_again(question, column, answer.value).items():
                    fields.setdefault(name, []).extend(values)
    for name, text in checked.texts.items():
        fields[name.replace("__", ".") + ".text" if "__" in name else name] = [text]
    return fields


@settings(max_examples=300, deadline=None)
@given(SENT)
def test_no_input_raises_and_every_column_is_filled(sent: Mapping[str, Sequence[str]]) -> None:
    checked = check_answers(FORM, sent)
    assert list(checked.answers) == [column for question in FORM.questions for column in question.columns]
    for problem in checked.problems:
        assert problem.field in FIELDS
        assert problem.key in ANSWER_MESSAGES
        assert "{" not in message(problem.key, "vi", **problem.values)
    for question in FORM.questions:
        for column in question.columns:
            answer = checked.answers[column]
            if question.kind in ("single", "item", "rating") and answer.value is not None:
                assert answer.value in question.codes
            assert answer.missing is not Missing.NOT_IN_FORM


@settings(max_examples=300, deadline=None)
@given(SENT)
def test_submitting_the_stored_result_again_changes_nothing(sent: Mapping[str, Sequence[str]]) -> None:
    checked = check_answers(FORM, {**sent, "consent": ["1"]})
    if checked.problems:
        return
    again = check_answers(FORM, sent_again(checked))
    assert again.problems == ()
    assert again.dropped == ()
    assert again.answers == checked.answers
    assert again.texts == checked.texts
