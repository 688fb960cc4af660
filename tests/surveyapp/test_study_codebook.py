"""A study's items reach the analysis with the information on which comparisons are allowed."""

import pytest

from analysis.comparisons.constructs import common_items
from analysis.results import Comparability
from analysis.sources.dataset import Codebook
from forms.codebook import codebook as study_columns
from forms.loading.studies import find_study, load_study
from surveyapp.studies.codebook import study_codebook


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return study_codebook(load_study(find_study("khanh_hoa_2019")))


def test_heads_and_their_staff_speak_of_one_person(codebook: Codebook) -> None:
    item = codebook.variable("tl_direct_command")
    assert item.referent["leader"] == item.referent["civil_servant"] == "head"
    assert item.comparability_of("leader", "civil_servant") is Comparability.GAP


def test_every_primary_contrast_of_the_pilot_has_three_common_items(codebook: Codebook) -> None:
    study = load_study(find_study("khanh_hoa_2019"))
    for contrast in study.analysis.primary:
        variables = [variable for variable in codebook.variables if variable.construct == contrast.construct_id]
        assert len(common_items(variables, *contrast.groups)) >= 3, contrast


def test_a_wording_about_other_agencies_is_not_about_the_head(codebook: Codebook) -> None:
    referent = codebook.variable("tl_blame_shifting").referent
    assert referent["leader"] != "head"


def test_every_column_of_the_study_but_consent_reaches_the_analysis(codebook: Codebook) -> None:
    columns = [column.name for column in study_columns(load_study(find_study("khanh_hoa_2019"))) if not column.consent]
    assert [variable.name for variable in codebook.variables] == columns
    assert [variable.position for variable in codebook.variables] == list(range(len(columns)))
    assert "consent" not in codebook


def test_a_variable_carries_its_number_in_the_first_variant_of_each_form(codebook: Codebook) -> None:
    study = load_study(find_study("khanh_hoa_2019"))
    for variable in codebook.variables:
        numbers = {
            group: form.in_variant("a").numbers[variable.question]
            for group, form in study.questionnaires.items()
            if variable.question in form.numbers
        }
        assert variable.numbers == numbers, variable.name
    assert codebook.variable("ov_responsibility").numbers == {"leader": 1, "civil_servant": 1, "outsider": 3}


def test_a_variable_names_its_question_and_the_columns_that_decide_whether_it_is_asked(codebook: Codebook) -> None:
    follow_up = codebook.variable("vh_head_considered")
    assert follow_up.question == "vh_head_considered"
    assert follow_up.gates["leader"] == ("vh_any_case",)
    option = next(variable for variable in codebook.variables if "__" in variable.name)
    assert option.question == option.name.split("__")[0]
