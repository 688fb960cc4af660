"""Checking and coding of a submitted form."""

import pytest

from forms.answers.checked import CheckedAnswers
from forms.answers.checks import check_answers
from forms.answers.messages import ANSWER_MESSAGES, message
from forms.missing_values import Missing
from tests.forms.small_form import small_form


def check(**fields: str | list[str]) -> CheckedAnswers:
    sent = {name.replace("_DOT_", "."): [value] if isinstance(value, str) else value for name, value in fields.items()}
    return check_answers(small_form(), {"consent": ["1"], **sent})


def keys(checked: CheckedAnswers) -> list[str]:
    return [problem.key for problem in checked.problems]


def test_every_column_has_a_value_or_a_reason_even_when_nothing_is_sent() -> None:
    checked = check_answers(small_form(), {})
    assert set(checked.answers) == {column for q in small_form().questions for column in q.columns}
    assert keys(checked) == ["required"]
    assert checked.codes["agree"] == Missing.BLANK
    assert checked.codes["case_field__1"] == Missing.NOT_ASKED


def test_a_choice_is_stored_as_its_code_and_a_stated_reason_as_that_reason() -> None:
    assert check(agree="4").answers["agree"].value == 4
    assert check(agree="-8").answers["agree"].missing is Missing.DONT_KNOW
    assert check(agree=" 4 ", mark="10").codes["mark"] == 10


@pytest.mark.parametrize("sent", ["6", "-1", "-2", "x", "4.0", "04", "٤", "9" * 5000, "1e1", "--8", "0x1"])
def test_an_option_that_does_not_exist_is_a_problem(sent: str) -> None:
    checked = check(agree=sent)
    assert keys(checked) == ["unknown-option"]
    assert checked.answers["agree"].missing is Missing.UNREADABLE


def test_two_different_answers_to_one_question_are_a_problem_and_the_same_twice_is_not() -> None:
    assert keys(check(agree=["4", "5"])) == ["one-answer"]
    assert check(agree=["4", "4"]).answers["agree"].value == 4


def test_check_all_gives_one_column_per_option() -> None:
    checked = check(any_case="1", case_field=["1", "9"], case_field_DOT_9_DOT_text="  đâ\u0300u  thầu ")
    assert {name: code for name, code in checked.codes.items() if name.startswith("case_field")} == {
        "case_field__0": 0,
        "case_field__1": 1,
        "case_field__2": 0,
        "case_field__9": 1,
    }
    assert checked.texts == {"case_field__9": "đầu  thầu"}


def test_none_of_these_excludes_the_others() -> None:
    assert keys(check(any_case="1", case_field=["0", "1"])) == ["exclusive-option"]
    assert check(any_case="1", case_field=["0"]).codes["case_field__0"] == 1


def test_more_choices_than_allowed_are_a_problem() -> None:
    checked = check(any_case="1", case_field=["1", "2", "9"])
    assert keys(checked) == ["too-many-options"]
    assert checked.problems[0].values == {"most": "2"}


def test_an_answer_together_with_a_missing_reason_is_a_problem() -> None:
    assert keys(check(any_case="1", case_field=["1"], case_field_DOT_missing="-9")) == ["answer-and-reason"]
    assert check(any_case="1", case_field_DOT_missing="-9").codes["case_field__1"] == Missing.REFUSED
    assert keys(check(any_case="1", case_field_DOT_missing="-7")) == ["unknown-option"]


def test_a_ranking_gives_places_and_ties_the_other_options() -> None:
    checked = check(best_DOT_1="3", best_DOT_2="1")
    assert [checked.codes[f"best__{code}"] for code in (1, 2, 3, 4)] == [2, 4, 1, 4]


def test_a_ranking_with_a_gap_or_an_option_twice_is_a_problem() -> None:
    assert keys(check(best_DOT_1="3", best_DOT_2="3")) == ["ranked-twice"]
    assert keys(check(best_DOT_1="3", best_DOT_3="1")) == ["rank-gap"]


def test_an_allocation_must_sum_to_the_total_and_empty_fields_are_zero() -> None:
    assert check(points_DOT_1="60", points_DOT_2="40").codes["points__3"] == 0
    wrong = check(points_DOT_1="60", points_DOT_2="30")
    assert keys(wrong) == ["allocation-sum"]
    assert wrong.problems[0].values == {"sum": "90", "total": "100"}
    assert keys(check(points_DOT_1="-5")) == ["whole-number-between"]
    assert check().codes["points__1"] == Missing.BLANK


@pytest.mark.parametrize(("sent", "value"), [("3,5", 35), ("3.5", 35), ("12", 120), ("4,50", 45), ("+2", 20)])
def test_a_number_may_have_a_decimal_comma_or_point(sent: str, value: int) -> None:
    assert check(years=sent).answers["years"].value == value


@pytest.mark.parametrize(
    ("sent", "key"),
    [("3,55", "too-many-decimals"), ("-1", "number-between"), ("61", "number-between"), ("1.000,5", "not-a-number")],
)
def test_a_number_out_of_its_bounds_is_a_problem(sent: str, key: str) -> None:
    assert keys(check(years=sent)) == [key]


@pytest.mark.parametrize("sent", ["2019-05-31", "31/05/2019", "31-5-2019", "31.05.2019"])
def test_a_date_becomes_one_number(sent: str) -> None:
    assert check(since=sent).answers["since"].value == 20190531


@pytest.mark.parametrize(("sent", "key"), [("30/02/2019", "not-a-date"), ("1989-01-01", "year-between")])
def test_a_date_that_does_not_exist_or_is_too_early_is_a_problem(sent: str, key: str) -> None:
    assert keys(check(since=sent)) == [key]


def test_a_text_is_composed_and_cleaned_and_not_too_long() -> None:
    checked = check(open="  Tie\u0302\u0301ng\u0000 Vie\u0323\u0302t\r\nhai\u202e ")
    assert checked.texts["open"] == "Tiếng Việt\nhai"
    assert keys(check(open="x" * 51)) == ["text-too-long"]
    assert "open" not in check(open=" \u0000 ").texts


def test_answers_to_questions_that_were_not_asked_are_dropped_and_coded_so() -> None:
    checked = check(any_case="0", case_field=["1"], case_field_DOT_missing="-9", unheard="1")
    assert checked.codes["case_field__1"] == Missing.NOT_ASKED
    assert set(checked.dropped) == {"case_field", "case_field.missing", "unheard"}
    assert checked.problems == ()


def test_a_section_that_is_not_asked_drops_its_questions() -> None:
    checked = check(agree="1", later="1")
    assert checked.codes["later"] == Missing.NOT_ASKED
    assert check(agree="5", later="1").codes["later"] == 1


def test_a_write_in_of_an_option_that_was_not_chosen_is_dropped() -> None:
    checked = check(any_case="1", case_field=["1"], case_field_DOT_9_DOT_text="gì đó")
    assert checked.texts == {}
    assert checked.dropped == ("case_field.9.text",)


def test_ten_thousand_fields_are_dropped() -> None:
    checked = check_answers(small_form(), {"consent": ["1"], **{f"x{i}": ["1"] * 3 for i in range(10_000)}})
    assert len(checked.dropped) == 10_000
    assert checked.problems == ()


def test_every_message_exists_in_both_languages() -> None:
    values = dict.fromkeys(("most", "low", "high", "total", "sum", "decimals", "length"), "3")
    for key in ANSWER_MESSAGES:
        vietnamese, english = message(key, "vi", **values), message(key, "en", **values)
        assert vietnamese != english
        assert "{" not in vietnamese + english
