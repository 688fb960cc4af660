from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from surveyapp.ballot_box.codes.access_codes import make_codes
from surveyapp.database.sessions import reading
from surveyapp.database.tables import metadata
from surveyapp.database.tables.responses import AnswerRow, ResponseRow
from surveyapp.database.tables.studies import State
from surveyapp.lifecycle.changes import StudyChangeFault, change_state, delete_study, load
from surveyapp.studies.loaded import all_loaded, find_loaded, study_in_version, study_is_simulated
from tests.surveyapp.conftest import StudyIn
from tests.surveyapp.sealed_box import move_to
from tests.surveyapp.test_answers_source import send
from tests.surveyapp.tiny_study import tiny_study


def test_a_loaded_study_comes_back_as_it_was(app: Flask) -> None:
    study = tiny_study()
    assert load(study) is State.DRAFT
    found = find_loaded(study.id)
    assert found is not None
    assert (found.study, found.state, found.simulated) == (study, State.DRAFT, False)
    assert [loaded.study.id for loaded in all_loaded()] == [study.id]
    assert find_loaded("none") is None


def test_every_version_stays(app: Flask) -> None:
    old, new = tiny_study(), tiny_study(wording="Khác")
    for study in (old, new, new):
        load(study)
    found = find_loaded(old.id)
    assert found is not None
    assert found.study == new
    assert study_in_version(old.id, old.version) == old


def test_the_mark_of_a_rehearsal_never_comes_off(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.REHEARSAL)
    assert study_is_simulated(study.id)
    with pytest.raises(StudyChangeFault):
        change_state(study.id, State.OPEN)
    change_state(study.id, State.CLOSED)
    with pytest.raises(StudyChangeFault):
        change_state(study.id, State.OPEN)
    load(study)
    assert study_is_simulated(study.id)


def test_an_open_study_cannot_become_a_rehearsal(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    with pytest.raises(StudyChangeFault):
        change_state(study.id, State.REHEARSAL)
    assert not study_is_simulated(study.id)


def test_a_closed_study_takes_no_new_version(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.CLOSED)
    load(study)
    with pytest.raises(StudyChangeFault):
        load(tiny_study(wording="Khác"))


def test_a_deleted_rehearsal_leaves_nothing_and_starts_anew(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.REHEARSAL)
    make_codes(study, "leader", ["so_a"], 1)
    send(study, "outsider", "so_a", ov_one=1)
    delete_study(study)
    with reading() as session:
        for table in metadata.sorted_tables:
            # The audit log records that it was deleted.
            if table.name != "audit":
                assert session.scalar(select(func.count()).select_from(table)) == 0
    load(study)
    move_to(study.id, State.OPEN)
    assert not study_is_simulated(study.id)


def test_real_answers_are_deleted_only_after_closing_and_the_promised_date(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    send(study, "outsider", "so_a", ov_one=1)
    with pytest.raises(StudyChangeFault, match="not closed"):
        delete_study(study)
    change_state(study.id, State.CLOSED)
    tomorrow = date.today() + timedelta(days=1)  # noqa: DTZ011 - either day will do
    with pytest.raises(StudyChangeFault, match="kept until"):
        delete_study(study.model_copy(update={"delete_after": tomorrow}))
    delete_study(study.model_copy(update={"delete_after": date(2020, 1, 1)}))
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(ResponseRow)) == 0
        assert session.scalar(select(func.count()).select_from(AnswerRow)) == 0


def test_a_study_that_is_not_loaded_is_named(app: Flask) -> None:
    with pytest.raises(StudyChangeFault, match="No study nowhere"):
        change_state("nowhere", State.OPEN)
