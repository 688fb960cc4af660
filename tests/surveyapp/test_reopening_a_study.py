from datetime import date
from secrets import token_hex
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from forms.model.study import Study
from surveyapp.audit.queries import newest_lines
from surveyapp.ballot_box.casting import Ballot, cast
from surveyapp.ballot_box.codes.access_codes import make_codes
from surveyapp.ballot_box.codes.late_codes import LateCodesFault
from surveyapp.ballot_box.opening import open_box as opening
from surveyapp.ballot_box.opening.rewriting import rewrite_tables
from surveyapp.ballot_box.sendings import forget_sendings
from surveyapp.database.sessions import reading, writing
from surveyapp.database.tables.access_codes import AccessCodeRow, OpenNonceRow
from surveyapp.database.tables.ballots import BallotRow
from surveyapp.database.tables.responses import ResponseRow
from surveyapp.database.tables.studies import State, StudyRow
from surveyapp.lifecycle.changes import StudyChangeFault, change_state, load
from surveyapp.lifecycle.reopening import reopen
from surveyapp.studies.loaded import find_loaded
from tests.surveyapp.conftest import StudyIn
from tests.surveyapp.sealed_box import KEYS, move_to, open_the_box
from tests.surveyapp.tiny_study import tiny_study


def rows(table: type[Any]) -> list[Any]:
    with reading() as session:
        return list(session.scalars(select(table)))


def state(study: Study) -> State:
    loaded = find_loaded(study.id)
    assert loaded is not None
    return loaded.state


def outsider(study: Study, code: str | None = None) -> Ballot:
    form = study.questionnaires["outsider"].version
    entry = "code" if code else "open_link"
    return Ballot(
        study.id,
        "outsider",
        form,
        "a",
        "vi",
        token_hex(16),
        {"ov_one": 3, "out_agency": 1},
        {},
        code,
        entry=entry,  # type: ignore[arg-type]
    )


def codes(study: Study, number: int, unit: str = "so_a") -> list[str]:
    return [made.code for made in make_codes(study, "outsider", [unit], number)]


def test_late_forms_come_into_the_same_box_and_a_repeated_sending_counts_once(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    early, *unused = codes(study, 3)
    by_code, by_link = outsider(study, early), outsider(study)
    cast(by_code)
    cast(by_link)
    with reading() as session:
        key = session.get_one(StudyRow, study.id).public_key
    move_to(study.id, State.CLOSED)
    reopen(study.id)
    assert state(study) is State.OPEN
    with reading() as session:
        assert session.get_one(StudyRow, study.id).public_key == key
    assert len(rows(BallotRow)) == 2
    assert cast(by_code).repeated
    assert cast(by_link).repeated
    late = codes(study, 5)
    cast(outsider(study, late[0]))
    cast(outsider(study))
    assert len(rows(BallotRow)) == 4
    move_to(study.id, State.CLOSED)
    assert open_the_box(study.id).opened == 4
    assert len(rows(ResponseRow)) == 4
    assert rows(BallotRow) == rows(OpenNonceRow) == []
    assert {row.nonce_digest for row in rows(AccessCodeRow)} == {None}
    assert len(unused) == 2


def test_forms_opened_during_the_field_are_not_opened_again_after_reopening(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    sent = [outsider(study) for _ in range(6)]
    for ballot in sent:
        cast(ballot)
    assert open_the_box(study.id).opened == 6
    move_to(study.id, State.CLOSED)
    reopen(study.id)
    assert all(cast(ballot).repeated for ballot in sent)
    cast(outsider(study))
    assert open_the_box(study.id).opened == 0, "fewer than five new forms stay sealed"
    move_to(study.id, State.CLOSED)
    assert open_the_box(study.id).opened == 1
    assert len(rows(ResponseRow)) == 7


def test_after_the_last_opening_no_study_is_reopened(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.CLOSED)
    open_the_box(study.id)
    with pytest.raises(StudyChangeFault, match="for the last time"):
        reopen(study.id)
    assert state(study) is State.OPENED


def test_nor_while_the_last_opening_is_unfinished(
    app: Flask, study_in: StudyIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = study_in(State.OPEN)
    cast(outsider(study))
    move_to(study.id, State.CLOSED)
    monkeypatch.setattr(opening, "rewrite_tables", lambda: False)
    open_the_box(study.id)
    with pytest.raises(StudyChangeFault, match="not finished"):
        reopen(study.id)
    assert state(study) is State.CLOSED


@pytest.mark.parametrize("present", [State.DRAFT, State.OPEN])
def test_only_a_closed_study_is_reopened(app: Flask, study_in: StudyIn, present: State) -> None:
    study = study_in(present)
    with pytest.raises(StudyChangeFault, match="not closed"):
        reopen(study.id)


def test_a_rehearsal_never_becomes_open_by_reopening(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.REHEARSAL)
    move_to(study.id, State.CLOSED)
    with pytest.raises(StudyChangeFault, match="mô phỏng"):
        reopen(study.id)


def test_a_box_that_has_a_key_never_gets_another(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.CLOSED)
    with pytest.raises(StudyChangeFault, match="already has a ballot box"):
        change_state(study.id, State.OPEN, KEYS)


def test_what_an_older_program_closed_without_digests_is_not_reopened(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    cast(outsider(study))
    move_to(study.id, State.CLOSED)
    with writing() as session:
        forget_sendings(session, study.id)
    with pytest.raises(StudyChangeFault, match="older version"):
        reopen(study.id)


def test_new_codes_are_for_at_least_five_persons_of_a_unit(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    codes(study, 1)
    move_to(study.id, State.CLOSED)
    reopen(study.id)
    with pytest.raises(LateCodesFault, match="at least 10"):
        make_codes(study, "outsider", ["so_a", "so_b"], 9)
    assert len(make_codes(study, "outsider", ["so_a", "so_b"], 10)) == 10
    assert len(make_codes(study, "leader", ["so_a"], 1)) == 1, "a group with one person in each unit"


def test_a_study_loaded_anew_was_never_reopened(app: Flask, study_in: StudyIn) -> None:
    from surveyapp.lifecycle.changes import delete_study

    study = study_in(State.CLOSED)
    reopen(study.id)
    change_state(study.id, State.CLOSED)
    delete_study(study)
    load(tiny_study())
    assert len(codes(study, 1)) == 1


def test_a_study_closed_while_its_box_was_opened_in_the_field_was_not_opened_for_the_last_time(
    app: Flask, study_in: StudyIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = study_in(State.OPEN)
    for _ in range(6):
        cast(outsider(study))
    rewrite = rewrite_tables

    def rewrite_while_it_closes() -> bool:
        change_state(study.id, State.CLOSED)
        return rewrite()

    monkeypatch.setattr(opening, "rewrite_tables", rewrite_while_it_closes)
    open_the_box(study.id)
    assert state(study) is State.CLOSED
    reopen(study.id)
    assert state(study) is State.OPEN


def test_no_study_is_reopened_after_the_day_on_which_its_answers_are_deleted(
    app: Flask, study_in: StudyIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = study_in(State.CLOSED)
    past = study.model_copy(update={"delete_after": date(2020, 1, 1)})
    monkeypatch.setattr("surveyapp.lifecycle.reopening.study_in_version", lambda *_: past)
    with pytest.raises(StudyChangeFault) as refused:
        reopen(study.id)
    assert refused.value.values["day"] == date(2020, 1, 1)


def test_reopening_stands_in_the_log_of_staff_acts(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.CLOSED)
    reopen(study.id)
    assert [(line.act, line.object) for line in newest_lines(1)] == [("study.reopened", study.id)]
