"""Every act of staff writes its line in the same transaction; acts of respondents write none."""

from collections.abc import Callable
from secrets import token_hex
from threading import Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, update

from forms.model.study import Study
from surveyapp.accounts.changes import add_account, close_account
from surveyapp.audit.acts import Act
from surveyapp.audit.log import audited, record
from surveyapp.audit.queries import check_log, newest_lines
from surveyapp.ballot_box.casting import Ballot, cast, count_refusal_of_consent
from surveyapp.ballot_box.opening.open_box import BoxFault, open_box
from surveyapp.database.sessions import reading, writing
from surveyapp.database.tables.accounts import AccountRow
from surveyapp.database.tables.audit import AuditRow
from surveyapp.database.tables.studies import State
from surveyapp.lifecycle.changes import StudyChangeFault, change_state, start_taking_answers
from tests.surveyapp.staff_cast import PASSWORD, post, signed_in

PASSPHRASE = "một câu dài không ai đoán ra"


def acts() -> list[str]:
    return [line.act for line in reversed(newest_lines(100))]


def test_an_act_and_its_line_are_one_transaction(app: Flask) -> None:
    def fail_half_way() -> None:
        with audited(Act.ACCOUNT_CLOSED, "clerk"), writing() as session:
            session.execute(update(AccountRow).values(active=False))
            raise ZeroDivisionError

    with app.app_context():
        with pytest.raises(ZeroDivisionError):
            fail_half_way()
        assert acts() == []
        close_account("clerk")
        (line,) = newest_lines(1)
        assert (line.act, line.object) == ("account.closed", "clerk")


def test_an_act_that_writes_nothing_leaves_a_line_all_the_same(app: Flask) -> None:
    with app.app_context():
        with audited(Act.FILE_TAKEN, "study", file="x.csv"):
            pass
        assert acts() == ["file.taken"]


def test_the_log_knows_who_it_was(app: Flask) -> None:
    post(signed_in(app, "administrator"), "/staff/me/language", on="/staff/me", language="vi")
    with app.app_context():
        add_account("lan", "clerk", PASSWORD)
        by_command, by_page = newest_lines(2)
    assert by_page.who == "administrator"
    assert by_command.who.startswith("$ ")


def test_lines_written_at_the_same_moment_make_one_chain(app: Flask) -> None:
    def write() -> None:
        with app.app_context():
            for _ in range(5):
                record(Act.FILE_TAKEN, token_hex(4))

    threads = [Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        assert [line.seq for line in newest_lines(100)] == list(range(30, 0, -1))
        assert check_log() is None


@pytest.mark.parametrize(
    "falsify",
    [
        lambda: delete(AuditRow).where(AuditRow.seq == 2),
        lambda: delete(AuditRow).where(AuditRow.seq >= 4),
        lambda: delete(AuditRow),
        lambda: update(AuditRow).where(AuditRow.seq == 3).values(who="somebody else"),
        lambda: update(AuditRow).where(AuditRow.seq == 4).values(when="2020-01-01T00:00:00Z"),
    ],
)
def test_whoever_writes_into_the_table_is_found_out(app: Flask, falsify: Callable[[], object]) -> None:
    with app.app_context():
        for number in range(4):
            record(Act.FILE_TAKEN, str(number))
        assert check_log() is None
        with writing() as session:
            session.execute(falsify())  # type: ignore[call-overload]
        assert check_log() is not None


def test_states_codes_and_openings_are_logged_and_answers_are_not(
    app_on_either: Flask, study_in: Callable[[State], Study]
) -> None:
    study = study_in(State.DRAFT)
    start_taking_answers(study.id, State.REHEARSAL, PASSPHRASE)
    before = acts()
    for _ in range(3):
        cast(
            Ballot(
                study=study.id,
                group="outsider",
                version=study.questionnaires["outsider"].version,
                variant="a",
                language="vi",
                nonce=token_hex(16),
                answers={"out_agency": 1, "ov_one": 2},
                entry="open_link",
            )
        )
    count_refusal_of_consent(study.id, "outsider")
    assert acts() == before == ["study.loaded", "study.moved"]
    with pytest.raises(BoxFault):
        open_box(study.id, "another passphrase altogether")
    open_box(study.id, PASSPHRASE)
    change_state(study.id, State.CLOSED)
    assert acts()[2:] == ["box.refused", "box.opened", "study.moved"]
    assert check_log() is None


def test_a_change_that_was_refused_leaves_no_line(app_on_either: Flask, study_in: Callable[[State], Study]) -> None:
    study = study_in(State.OPEN)
    before = acts()
    with pytest.raises(StudyChangeFault):
        change_state(study.id, State.REHEARSAL)
    assert acts() == before


def test_signing_in_and_out_is_logged_with_the_name_and_never_with_what_was_typed(
    app: Flask, stranger: FlaskClient
) -> None:
    for name, password in (("researcher", "wrong"), ("my password by mistake", "x"), ("researcher", PASSWORD)):
        post(stranger, "/staff/sign-in?lang=en", name=name, password=password)
    post(stranger, "/staff/sign-out", on="/staff/me")
    with app.app_context():
        lines = list(reversed(newest_lines(10)))
        assert [(line.act, line.object) for line in lines] == [
            ("session.refused", "researcher"),
            ("session.refused", "?"),
            ("session.begun", "researcher"),
            ("session.ended", ""),
        ]
        with reading() as session:
            everything = str(session.execute(AuditRow.__table__.select()).all())
    assert "mistake" not in everything


def test_only_administrators_read_the_log(app: Flask) -> None:
    with app.app_context():
        record(Act.CODES_MADE, "a study", group="leader", number=5)
    page = signed_in(app, "administrator").get("/staff/audit/")
    assert "Made codes" in page.text
    assert "group: leader, number: 5" in page.text
    for role in ("researcher", "coordinator", "clerk"):
        assert signed_in(app, role).get("/staff/audit/").status_code == 403


def test_the_page_says_whether_the_log_is_whole(app: Flask) -> None:
    with app.app_context():
        for number in range(60):
            record(Act.FILE_TAKEN, f"file {number}")
    client = signed_in(app, "administrator")
    assert "The log is whole" in client.get("/staff/audit/check").text
    first = client.get("/staff/audit/").text
    assert "file 59" in first
    assert "file 0<" not in first
    assert "file 0<" in client.get("/staff/audit/?before=11").text
    with app.app_context(), writing() as session:
        session.execute(update(AuditRow).where(AuditRow.seq == 3).values(who="x"))
    assert "Line 3 was changed" in client.get("/staff/audit/check").text
