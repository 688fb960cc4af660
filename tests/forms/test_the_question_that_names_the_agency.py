"""A question declares that its answer names the agency its form is about; older versions are known by its id."""

from forms.model.questionnaire import Questionnaire
from forms.model.questions import Question
from forms.model.study import Study
from forms.model.version_comparison import compare_versions
from forms.model.versions import questionnaire_version
from tests.surveyapp.tiny_study import RATED, tiny_study


def form_with(question: Question) -> Questionnaire:
    form = tiny_study().questionnaires["outsider"]
    first, *rest = form.sections
    asked = tuple(question if each.id == RATED.id else each for each in first.questions)
    return form.model_copy(update={"sections": (first.model_copy(update={"questions": asked}), *rest)})


def test_a_question_of_any_id_may_have_the_role() -> None:
    named = RATED.model_copy(update={"id": "which_library", "role": "rated_agency"})
    assert form_with(named).rated_agency == "which_library"


def test_a_version_older_than_roles_is_read_by_the_id() -> None:
    assert RATED.role is None
    assert form_with(RATED).rated_agency == "out_agency"
    stored = Study.model_validate_json(tiny_study().model_dump_json(by_alias=True))
    assert stored.rated_agencies == {"out_agency"}


def test_the_role_makes_a_new_version_unless_the_id_had_the_same_meaning() -> None:
    declared = RATED.model_copy(update={"role": "rated_agency"})
    assert questionnaire_version(form_with(declared)) == questionnaire_version(form_with(RATED))
    other = RATED.model_copy(update={"id": "which_library"})
    named = other.model_copy(update={"role": "rated_agency"})
    assert questionnaire_version(form_with(named)) != questionnaire_version(form_with(other))


def test_a_form_without_such_a_question_has_no_rated_agency() -> None:
    assert tiny_study().questionnaires["leader"].rated_agency is None


def test_a_new_version_may_not_take_the_role_away() -> None:
    named = RATED.model_copy(update={"id": "which_library", "role": "rated_agency"})
    old, new = (
        tiny_study().model_copy(update={"questionnaires": {"outsider": form_with(question)}})
        for question in (named, named.model_copy(update={"role": None}))
    )
    (change,) = compare_versions(old, new)
    assert (change.key, change.allowed) == ("role-changed", False)
