"""Questions are numbered from 1 in the order of a variant; questions of the first page have no number."""

import pytest

from forms.loading.studies import find_study, load_study
from forms.model.questionnaire import Questionnaire
from forms.model.study import Study
from forms.model.versions import study_version


@pytest.fixture(scope="module")
def study() -> Study:
    return load_study(find_study("khanh_hoa_2019"))


def forms_of(study: Study) -> list[Questionnaire]:
    return [form.in_variant(variant.id) for form in study.questionnaires.values() for variant in form.variants]


def test_numbers_run_from_one_without_a_gap_in_every_variant(study: Study) -> None:
    for form in forms_of(study):
        shown = [question.id for question in form.questions if question not in form.opening]
        assert [form.numbers[question] for question in shown] == list(range(1, len(shown) + 1))


def test_consent_is_on_the_first_page_and_has_no_number(study: Study) -> None:
    for form in forms_of(study):
        assert [question.id for question in form.opening] == ["consent"]
        assert "consent" not in form.numbers


def test_a_study_without_a_text_on_its_results_keeps_its_version(study: Study) -> None:
    silent = study.model_copy(update={"results": None})
    content = silent.model_dump(mode="json")
    del content["results"]
    assert study_version(Study.model_validate(content)) == study_version(silent)
    told = silent.model_copy(update={"results": {"vi": "Kết quả được công bố năm 2027.", "en": "Published in 2027."}})
    assert study_version(told) != study_version(silent)
