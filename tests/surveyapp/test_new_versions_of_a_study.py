"""Once answers exist, a new version may correct wordings but may not change the meaning of a code."""

from typing import Any

import pytest
from flask import Flask

from forms.model.study import Study
from forms.model.versions import questionnaire_version, study_version
from surveyapp.ballot_box.casting import cast
from surveyapp.database.tables.studies import State
from surveyapp.lifecycle.changes import StudyChangeFault, load
from surveyapp.studies.loaded import find_loaded
from tests.surveyapp.conftest import StudyIn
from tests.surveyapp.test_casting import by_open_link
from tests.surveyapp.tiny_study import tiny_study


def with_item(study: Study, **changes: Any) -> Study:
    """Return the study with its one item changed in both forms, as a new version."""
    forms = {}
    for group, form in study.questionnaires.items():
        questions = tuple(
            question.model_copy(update=changes) if question.id == "ov_one" else question for question in form.questions
        )
        section = form.sections[0].model_copy(update={"questions": questions})
        changed = form.model_copy(update={"sections": (section,)})
        forms[group] = changed.model_copy(update={"version": questionnaire_version(changed)})
    changed_study = study.model_copy(update={"questionnaires": forms})
    return changed_study.model_copy(update={"version": study_version(changed_study)})


def test_a_mended_wording_is_taken_beside_answers(sqlite_app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.REHEARSAL)
    cast(by_open_link(study))
    mended = tiny_study(wording="Tôi tự chịu trách nhiệm.")
    load(mended)
    found = find_loaded(study.id)
    assert found is not None
    assert found.study.version == mended.version


def test_a_removed_option_is_refused_with_the_reason_and_nothing_changes(sqlite_app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.REHEARSAL)
    cast(by_open_link(study))
    options = study.questionnaires["leader"].question("ov_one").options
    with pytest.raises(StudyChangeFault, match="ov_one"):
        load(with_item(study, options=options[:-1]))
    found = find_loaded(study.id)
    assert found is not None
    assert found.study == study


def test_before_the_first_answer_everything_may_change(sqlite_app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.REHEARSAL)
    options = study.questionnaires["leader"].question("ov_one").options
    shorter = with_item(study, options=options[:-1])
    load(shorter)
    found = find_loaded(study.id)
    assert found is not None
    assert found.study.version == shorter.version
