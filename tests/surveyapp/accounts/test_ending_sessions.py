import time

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.accounts.signing_in.signed_in import IDLE
from surveyapp.database.sessions import reading
from surveyapp.database.tables.accounts import EndedSessionRow
from tests.html_pages import strict_client
from tests.surveyapp.staff_cast import PASSWORD, post, set_session, signed_in


def cookie(client: FlaskClient) -> str:
    kept = client.get_cookie("session")
    assert kept is not None
    return kept.value


def test_a_copy_of_the_cookie_opens_nothing_after_signing_out(app: Flask, stranger: FlaskClient) -> None:
    post(stranger, "/staff/sign-in", name="researcher", password=PASSWORD)
    thief = strict_client(app)
    thief.set_cookie("session", cookie(stranger))
    assert thief.get("/staff/me").status_code == 200
    post(stranger, "/staff/sign-out", on="/staff/me")
    assert thief.get("/staff/me").status_code == 303


def test_signing_out_here_leaves_the_session_elsewhere(app: Flask, stranger: FlaskClient) -> None:
    other = strict_client(app)
    for client in (stranger, other):
        post(client, "/staff/sign-in", name="researcher", password=PASSWORD)
    post(stranger, "/staff/sign-out", on="/staff/me")
    assert other.get("/staff/me").status_code == 200


def test_ended_sessions_are_forgotten_when_their_cookie_is_too_old_anyway(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(signed_in(app, "clerk"), "/staff/sign-out", on="/staff/me")
    later = time.time() + 13 * 3600
    monkeypatch.setattr(time, "time", lambda: later)
    client = strict_client(app)
    post(client, "/staff/sign-in", name="researcher", password=PASSWORD)
    post(client, "/staff/sign-out", on="/staff/me")
    with app.app_context(), reading() as session:
        assert session.query(EndedSessionRow).count() == 1


def test_a_session_without_a_name_of_its_own_is_none(app: Flask) -> None:
    client = strict_client(app)
    set_session(app, client, _user_id="0:researcher", began=int(time.time()))
    assert client.get("/staff/me").status_code == 303


def test_a_session_ends_when_nothing_was_done_for_an_hour(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(app, "researcher")
    assert client.get("/staff/me").status_code == 200
    value, later = cookie(client), time.time() + IDLE.total_seconds() + 5
    monkeypatch.setattr(time, "time", lambda: later)
    client.set_cookie("session", value)
    assert client.get("/staff/me").status_code == 303


def test_the_cookie_of_staff_holds_no_trace_of_address_or_browser(app: Flask, stranger: FlaskClient) -> None:
    post(stranger, "/staff/sign-in", name="researcher", password=PASSWORD)
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    assert set(serializer.loads(cookie(stranger))) <= {
        "_permanent", "began", "language", "_user_id", "_fresh", "id", "csrf_token"
    }  # fmt: skip
