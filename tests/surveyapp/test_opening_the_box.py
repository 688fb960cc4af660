import sqlite3
from collections import Counter
from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text, update

from forms.model.study import Study
from forms.model.versions import questionnaire_version, study_version
from surveyapp.ballot_box.casting import Ballot, cast
from surveyapp.ballot_box.codes.access_codes import make_codes
from surveyapp.ballot_box.opening import open_box as opening
from surveyapp.ballot_box.opening import rewriting
from surveyapp.ballot_box.opening.open_box import BoxFault, open_box
from surveyapp.database.sessions import database, reading, writing
from surveyapp.database.tables.access_codes import AccessCodeRow
from surveyapp.database.tables.ballots import BallotRow
from surveyapp.database.tables.responses import AnswerRow, ResponseRow, TallyRow, TextRow
from surveyapp.database.tables.studies import State
from surveyapp.lifecycle.changes import load, start_taking_answers
from surveyapp.studies.loaded import find_loaded
from tests.surveyapp.cheap_passphrases import make_passphrases_cheap
from tests.surveyapp.conftest import StudyIn
from tests.surveyapp.sealed_box import move_to, open_the_box
from tests.surveyapp.tiny_study import UNITS, tiny_study

PASSPHRASE = "mười lăm chữ trở lên"


def rows(table: type[Any]) -> list[Any]:
    with reading() as session:
        return list(session.scalars(select(table)))


def send(study: Study, group: str, unit: str, number: int = 1, words: str = "") -> None:
    places = [name for name, _, _ in UNITS]
    for made in make_codes(study, group, [unit], number):
        answers = {"ov_one": 3} | ({"out_agency": places.index(unit) + 1} if group == "outsider" else {})
        form = study.questionnaires[group].version
        cast(Ballot(study.id, group, form, "a", "vi", token_hex(16), answers, {"open_words": words}, made.code))


def state(study: Study) -> State:
    loaded = find_loaded(study.id)
    assert loaded is not None
    return loaded.state


def units() -> Counter[str]:
    return Counter(row.pool or row.rated_unit or row.unit for row in rows(ResponseRow))


def test_the_box_is_opened_as_often_as_wanted_and_nothing_is_lost(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN, leaders_keep_unit=True)
    send(study, "outsider", "so_a", 7, words="x")
    send(study, "outsider", "so_b", 3)
    send(study, "leader", "so_a")
    first = open_the_box(study.id)
    assert (first.opened, first.waiting, first.finished) == (7, 4, True)
    assert state(study) is State.OPEN
    send(study, "outsider", "so_a", 2)
    send(study, "outsider", "so_b", 2)
    assert open_the_box(study.id).opened == 5
    move_to(study.id, State.CLOSED)
    last = open_the_box(study.id)
    assert (last.opened, last.pooled, last.waiting) == (3, 2, 0)
    assert units() == {"so_a": 8, "so_b": 5, "pooled": 2}
    assert len(rows(AnswerRow)) == 15 + 12, "a pooled answer names its agency nowhere"
    assert len(rows(TextRow)) == 7
    assert rows(BallotRow) == []
    assert state(study) is State.OPENED
    assert open_the_box(study.id).opened == 0


def test_opening_changes_no_tally(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    send(study, "outsider", "so_a", 5)
    send(study, "outsider", "huyen_c", 2)
    open_the_box(study.id)
    assert {row.place: row.count for row in rows(TallyRow)} == {"stratum so": 5, "stratum huyen": 2}


def test_an_interrupted_opening_leaves_every_ballot_in_the_box(
    app: Flask, study_in: StudyIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = study_in(State.OPEN)
    send(study, "outsider", "so_a", 6)
    with monkeypatch.context() as broken:
        broken.setattr(opening, "_count_responses", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            open_the_box(study.id)
    assert (len(rows(BallotRow)), len(rows(ResponseRow))) == (6, 0)
    assert open_the_box(study.id).opened == 6


def test_an_opening_that_could_not_rewrite_says_so_and_the_next_one_finishes(
    app: Flask, study_in: StudyIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = study_in(State.OPEN)
    send(study, "outsider", "so_a", 6)
    move_to(study.id, State.CLOSED)
    with monkeypatch.context() as broken:
        broken.setattr(opening, "rewrite_tables", lambda: False)
        assert open_the_box(study.id).finished is False
    assert state(study) is State.CLOSED
    assert (len(rows(BallotRow)), len(rows(ResponseRow))) == (0, 6)
    assert open_the_box(study.id).finished is True
    assert state(study) is State.OPENED
    assert len(rows(ResponseRow)) == 6


def test_two_openings_at_once_open_each_ballot_once(
    app: Flask, study_in: StudyIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = study_in(State.OPEN)
    send(study, "outsider", "so_a", 6)
    from surveyapp.ballot_box.opening.choosing import choose

    def meanwhile(*arguments: Any) -> Any:
        monkeypatch.setattr(opening, "choose", choose)
        open_the_box(study.id)
        return choose(*arguments)

    monkeypatch.setattr(opening, "choose", meanwhile)
    with pytest.raises(BoxFault, match="Another person is opening"):
        open_the_box(study.id)
    assert len(rows(ResponseRow)) == 6


def test_a_damaged_ballot_keeps_nobody_elses_sealed(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    send(study, "outsider", "so_a", 6)
    damaged = rows(BallotRow)[0].id
    with writing() as session:
        session.execute(update(BallotRow).filter_by(id=damaged).values(sealed=b"\x01" * 200))
    found = open_the_box(study.id)
    assert (found.opened, found.unreadable) == (5, 1)
    assert [row.id for row in rows(BallotRow)] == [damaged]


def test_the_passphrase_opens_the_box_and_a_wrong_one_changes_nothing(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_passphrases_cheap(monkeypatch)
    study = tiny_study()
    load(study)
    sheet = start_taking_answers(study.id, State.OPEN, PASSPHRASE)
    send(study, "outsider", "so_a", 5)
    with pytest.raises(BoxFault, match="does not open"):
        open_box(study.id, PASSPHRASE.upper())
    assert len(rows(BallotRow)) == 5
    assert open_box(study.id, PASSPHRASE).opened == 5
    send(study, "outsider", "so_a", 5)
    assert open_box(study.id, sheet).opened == 5


def test_a_study_that_never_took_answers_has_no_box(app: Flask, study_in: StudyIn) -> None:
    with pytest.raises(BoxFault, match="no box"):
        open_box(study_in(State.DRAFT).id, PASSPHRASE)


def file_of(app: Flask) -> Path:
    return Path(database().engine.url.database or "")


def test_on_sqlite_destroyed_ballots_are_gone_from_file_and_log(sqlite_app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    send(study, "outsider", "so_a", 6)
    sealed = [row.sealed[40:72] for row in rows(BallotRow)]
    assert open_the_box(study.id).finished
    file = file_of(sqlite_app)
    wal = file.with_name(file.name + "-wal")
    # One page of the table of studies, which records that the opening is finished.
    assert not wal.exists() or wal.stat().st_size < 2 * 4096
    content = file.read_bytes() + (wal.read_bytes() if wal.exists() else b"")
    assert not any(piece in content for piece in sealed)


def test_on_sqlite_a_reader_who_stays_makes_it_unfinished(
    sqlite_app: Flask, study_in: StudyIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rewriting, "DRAIN_SECONDS", 0.2)
    monkeypatch.setattr(rewriting, "BUSY_MILLISECONDS", 50)
    study = study_in(State.OPEN)
    send(study, "outsider", "so_a", 6)
    reader = sqlite3.connect(file_of(sqlite_app), isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM ballots").fetchall()
    assert open_the_box(study.id).finished is False
    reader.close()
    assert open_the_box(study.id).finished is True


def test_on_sqlite_the_server_goes_on_taking_ballots(sqlite_app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    database().start_writer(8)
    send(study, "outsider", "so_a", 6)
    assert open_the_box(study.id).finished
    send(study, "outsider", "so_a", 6)
    assert open_the_box(study.id).opened == 6
    database().stop_writer()


def test_on_postgresql_rows_lie_in_key_order_and_share_no_transaction_with_others(
    postgresql_app: Flask, study_in: StudyIn
) -> None:
    study = study_in(State.OPEN)
    send(study, "outsider", "so_a", 9)
    send(study, "outsider", "so_b", 2)
    assert open_the_box(study.id).finished
    with reading() as session:
        for table, key in (("access_codes", "digest"), ("responses", "key"), ("ballots", "id")):
            lying = session.execute(text(f"SELECT {key} FROM {table} ORDER BY ctid")).scalars().all()  # noqa: S608
            assert lying == sorted(lying)
            writers = session.execute(text(f"SELECT count(DISTINCT xmin::text) FROM {table}")).scalar()  # noqa: S608
            assert writers == 1
    assert len(rows(AccessCodeRow)) == 11


def test_pooled_answers_lose_the_agency_question_of_every_version(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    load(with_another_agency_question(study))
    # Their pages had been open since before the new version.
    send(study, "outsider", "so_a", 2)
    move_to(study.id, State.CLOSED)
    assert open_the_box(study.id).pooled == 2
    assert {row.item for row in rows(AnswerRow)} == {"ov_one"}


def with_another_agency_question(study: Study) -> Study:
    form = study.questionnaires["outsider"]
    (section,) = form.sections
    which = form.question("out_agency").model_copy(update={"id": "which", "role": "rated_agency"})
    changed = section.model_copy(update={"questions": (which, *section.questions[1:])})
    form = form.model_copy(update={"sections": (changed,)})
    form = form.model_copy(update={"version": questionnaire_version(form)})
    new = study.model_copy(update={"questionnaires": {**study.questionnaires, "outsider": form}})
    return new.model_copy(update={"version": study_version(new)})
