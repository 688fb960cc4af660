from datetime import date
from pathlib import Path
from secrets import token_hex

import pytest
from flask import Flask
from sqlalchemy import func, select

from forms.model.study import Study
from forms.model.versions import study_version
from surveyapp.audit.queries import newest_lines
from surveyapp.ballot_box.ballots import Ballot, Refusal, RefusedError
from surveyapp.ballot_box.casting import cast
from surveyapp.ballot_box.codes.access_codes import make_codes
from surveyapp.ballot_box.opening import rewriting
from surveyapp.database.sessions import database, reading, writing
from surveyapp.database.tables import metadata
from surveyapp.database.tables.ballots import BallotRow
from surveyapp.database.tables.releases import ReleaseRow
from surveyapp.database.tables.responses import TextRow
from surveyapp.database.tables.studies import State, StudyRow
from surveyapp.lifecycle.changes import StudyChangeFault, load
from surveyapp.lifecycle.deletion import delete_answers, expired, is_anything_unwiped, wipe
from surveyapp.studies.loaded import LoadedStudy, find_loaded
from tests.postgresql import Server
from tests.surveyapp.sealed_box import move_to, open_the_box
from tests.surveyapp.tiny_study import tiny_study

LAST_DAY, DAY_AFTER = date(2026, 6, 30), date(2026, 7, 1)
WORDS, FIGURE = "canary of an open answer", "canary of a release"
KEPT = ("studies", "study_versions", "audit", "housekeeping", "accounts")


def study(last_day: date | None = LAST_DAY) -> Study:
    made = tiny_study().model_copy(update={"delete_after": last_day})
    return made.model_copy(update={"version": study_version(made)})


def sending(words: str = WORDS) -> Ballot:
    form = study().questionnaires["outsider"].version
    answers = {"ov_one": 3, "out_agency": 1}
    texts = {"open_words": words}
    return Ballot(study().id, "outsider", form, "a", "vi", token_hex(16), answers, texts, entry="open_link")


def found() -> LoadedStudy:
    loaded = find_loaded(study().id)
    assert loaded is not None
    return loaded


def answered(state: State) -> list[bytes]:
    """Create a study with opened answers, sealed ballots, codes and a release; return what must not be found
    afterwards.
    """
    load(study())
    move_to(study().id, State.OPEN)
    make_codes(study(), "outsider", ["so_a"], 2)
    for _ in range(6):
        cast(sending())
    open_the_box(study().id)
    cast(sending())
    with writing() as session:
        session.add(ReleaseRow(study=study().id, schema=1, content=FIGURE, mac=bytes(32)))
    with reading() as session:
        sealed = [bytes(row.sealed)[40:72] for row in session.scalars(select(BallotRow))]
        assert session.scalar(select(func.count()).select_from(TextRow)) == 6
    if state is not State.OPEN:
        move_to(study().id, State.CLOSED)
    if state is State.OPENED:
        open_the_box(study().id)
    return [WORDS.encode(), FIGURE.encode(), *sealed]


def count(table: str) -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(metadata.tables[table])) or 0


def bytes_on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("state", [State.OPEN, State.CLOSED, State.OPENED])
def test_everything_of_the_respondents_goes_and_the_study_stays(app: Flask, state: State) -> None:
    answered(state)
    (due,) = expired(DAY_AFTER)
    delete_answers(due, DAY_AFTER)
    assert wipe()
    assert {name: count(name) for name in metadata.tables if name not in KEPT if count(name)} == {}
    after = found()
    assert (after.state, after.study, after.fingerprint) == (State.DELETED, study(), "")
    with reading() as session:
        row = session.get_one(StudyRow, study().id)
        assert (row.public_key, row.locked_key) == (None, None)
    assert expired(DAY_AFTER) == []
    with pytest.raises(RefusedError) as refused:
        cast(sending())
    assert refused.value.refusal is Refusal.CLOSED


def test_nothing_is_deleted_before_the_day_has_passed(app: Flask) -> None:
    answered(State.CLOSED)
    assert expired(LAST_DAY) == []
    with pytest.raises(StudyChangeFault):
        delete_answers(found(), LAST_DAY)
    assert count("ballots") == 1


def test_a_draft_and_a_study_without_a_day_are_left_alone(app: Flask) -> None:
    load(study())
    assert expired(DAY_AFTER) == []
    load(study(None))
    move_to(study().id, State.OPEN)
    assert expired(DAY_AFTER) == []


def test_the_log_of_staff_acts_says_how_many_forms_went_and_why(app: Flask) -> None:
    answered(State.OPEN)
    delete_answers(found(), DAY_AFTER)
    deleted, closed = newest_lines(2)
    assert (deleted.act, closed.act) == ("study.deleted", "study.moved")
    assert '"forms": 7' in deleted.details
    assert '"kept_until": "2026-06-30"' in deleted.details


def test_nothing_is_left_in_the_files_of_sqlite(sqlite_app: Flask) -> None:
    folder = Path(database().engine.url.database or "").parent
    marks = answered(State.CLOSED)
    before = bytes_on_disk(folder)
    assert all(mark in before for mark in marks)
    delete_answers(found(), DAY_AFTER)
    assert wipe()
    after = bytes_on_disk(folder)
    assert not any(mark in after for mark in marks)


def test_nothing_is_left_in_the_files_of_postgresql(postgresql_app: Flask, postgresql: Server) -> None:
    marks = answered(State.CLOSED)
    with database().engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("CHECKPOINT")
        before = bytes_on_disk(postgresql.data)
        assert all(mark in before for mark in marks)
        delete_answers(found(), DAY_AFTER)
        assert wipe()
        # The files of rewritten tables disappear with the next checkpoint.
        connection.exec_driver_sql("CHECKPOINT")
    after = bytes_on_disk(postgresql.data)
    assert not any(mark in after for mark in marks)


def test_what_could_not_be_wiped_is_wiped_by_the_next_run(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    answered(State.CLOSED)
    delete_answers(found(), DAY_AFTER)
    with monkeypatch.context() as busy:
        busy.setattr("surveyapp.lifecycle.deletion.rewrite_tables", lambda: False)
        assert not wipe()
    assert is_anything_unwiped()
    assert wipe()
    assert not is_anything_unwiped()
    assert rewriting.rewrite_tables()
