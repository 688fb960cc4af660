"""The codebook has a variable for every column of the answers and a meaning for every code."""

from forms.answers.checks import check_answers
from forms.codebook import CodebookVariable, codebook, codebook_rows
from forms.loading.studies import find_study, load_study
from forms.missing_values import Missing
from tests.forms.test_thirty_faults import SMALL_STUDY

STUDY = load_study(SMALL_STUDY)
VARIABLES = {variable.name: variable for variable in codebook(STUDY)}


def codes(variable: CodebookVariable) -> dict[int, str]:
    return {entry.code: entry.label["en"] for entry in variable.codes}


def test_every_column_of_every_form_is_a_variable_and_nothing_else() -> None:
    for study in (STUDY, load_study(find_study("khanh_hoa_2019"))):
        columns = {column for form in study.questionnaires.values() for column in check_answers(form, {}).answers}
        variables = codebook(study)
        assert {variable.name for variable in variables} == columns
        assert [variable.position for variable in variables] == list(range(len(columns)))


def test_an_item_says_which_groups_may_be_compared() -> None:
    explains = VARIABLES["explains"]
    assert explains.measure == "ordinal"
    assert explains.neutral == 2
    assert explains.averaged
    assert explains.construct == "service"
    assert explains.scored == ("leader", "staff")
    assert explains.groups == ("leader", "staff")
    assert explains.referent == {"leader": "self", "staff": "own_head"}
    assert [(pair.groups, pair.rule) for pair in explains.comparability] == [(("leader", "staff"), "gap")]
    assert codes(explains) == {1: "Disagree", 2: "Half and half", 3: "Agree"}
    assert Missing.DONT_KNOW in {entry.code for entry in explains.missing}
    assert Missing.NOT_APPLICABLE not in {entry.code for entry in explains.missing}


def test_an_optimum_in_the_middle_is_not_averaged() -> None:
    assert not VARIABLES["case_handled"].averaged


def test_an_option_is_averaged_to_the_share_who_chose_it_and_places_are_not_averaged() -> None:
    assert VARIABLES["case_fields__1"].averaged
    assert VARIABLES["weights__2"].averaged
    assert not VARIABLES["best__4"].averaged


def test_consent_is_marked_because_all_stored_answers_are_equal() -> None:
    assert [variable.name for variable in VARIABLES.values() if variable.consent] == ["consent"]


def test_choices_places_and_points_have_a_variable_per_option() -> None:
    assert codes(VARIABLES["case_fields__1"]) == {0: "Not chosen", 1: "Chosen"}
    assert VARIABLES["case_fields__1"].label["vi"].endswith(": Đất đai")
    assert codes(VARIABLES["best__4"])[4] == "Not among the places"
    assert VARIABLES["weights__2"].measure == "numeric"


def test_a_range_labels_its_ends_and_lists_every_number() -> None:
    assert list(codes(VARIABLES["overall"])) == list(range(1, 11))
    assert codes(VARIABLES["overall"])[10] == "Good"


def test_variables_follow_the_order_of_the_forms() -> None:
    names = [variable.name for variable in codebook(STUDY)]
    assert names.index("consent") < names.index("which_unit") < names.index("overall") < names.index("years")


def test_rows_are_plain_texts_with_the_same_keys() -> None:
    for language in ("vi", "en"):
        rows = codebook_rows(STUDY, language)
        assert len({tuple(row) for row in rows}) == 1
        assert all(isinstance(value, str) for row in rows for value in row.values())
    explains = next(row for row in codebook_rows(STUDY, "vi") if row["name"] == "explains")
    assert explains["codes"] == "1 = Không đồng ý\n2 = Nửa nọ nửa kia\n3 = Đồng ý"
    assert explains["wording"].startswith("leader: Tôi giải thích")
    assert "-8 = Không biết" in explains["missing"]
