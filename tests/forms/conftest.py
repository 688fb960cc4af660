"""The Khánh Hòa study, its declared questions and each of its forms, for the tests of its content and its wording."""

import pytest

from forms.loading.documents import documents_in
from forms.loading.parts import DeclaredQuestion, read_parts
from forms.loading.studies import find_study, load_study
from forms.model.questionnaire import Questionnaire
from forms.model.study import Study


@pytest.fixture(scope="package")
def study() -> Study:
    return load_study(find_study("khanh_hoa_2019"))


@pytest.fixture(scope="package")
def declared() -> dict[str, DeclaredQuestion]:
    parts = read_parts(documents_in(find_study("khanh_hoa_2019"), []), [])
    return {record.id: record.value for record in parts.questions if record.value}


@pytest.fixture(params=("leader", "civil_servant", "outsider"))
def form(request: pytest.FixtureRequest, study: Study) -> Questionnaire:
    return study.questionnaires[request.param]
