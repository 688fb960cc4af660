import base64
import re
import time

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.accounts.queries import find_account
from surveyapp.accounts.second_step.second_factor import is_second_step, sealed, turn_off, turn_on, unsealed
from surveyapp.accounts.second_step.totp import one_time_password
from surveyapp.audit.queries import newest_lines
from surveyapp.database.sessions import database, reading
from surveyapp.database.tables.accounts import AccountRow, RecoveryCodeRow
from tests.html_pages import strict_client
from tests.surveyapp.staff_cast import PASSWORD, post, signed_in

ON = "/staff/me/second-step"
OFF = "/staff/me/second-step/off"
SIGN_IN = "/staff/sign-in?lang=en"
SECRET = b"12345678901234567890"


def present(secret: bytes = SECRET, later: int = 0) -> str:
    return one_time_password(secret, int(time.time()) // 30 + later)


@pytest.fixture
def codes(app: Flask) -> list[str]:
    """Turn on the researcher's second step and return the recovery codes."""
    with app.app_context():
        return turn_on("researcher", SECRET, 0)[1]


def half_way(client: FlaskClient) -> str:
    """Type the password and return the address of the second step."""
    answer = post(client, SIGN_IN, name="researcher", password=PASSWORD)
    assert answer.status_code == 303
    return str(answer.location)


def test_a_person_turns_it_on_by_showing_a_code(app: Flask) -> None:
    client = signed_in(app, "researcher")
    page = client.get(ON).text
    assert "<svg" in page
    typed = re.search(r'class="mono">([A-Z2-7 ]+)<', page)
    assert typed is not None
    secret = base64.b32decode(typed[1].replace(" ", ""))
    done = post(client, ON, code=present(secret), current=PASSWORD)
    shown = re.findall(r"<li>([A-Z2-7-]{19})</li>", done.text)
    assert len(shown) == 8
    assert "It is on" in client.get("/staff/me").text
    with app.app_context():
        assert newest_lines(1)[0].act == "account.second_factor_on"


def test_neither_a_wrong_code_nor_a_wrong_password_turns_it_on(app: Flask) -> None:
    client = signed_in(app, "researcher")
    assert "This code is wrong" in post(client, ON, code="000000", current=PASSWORD).text
    typed = re.search(r'class="mono">([A-Z2-7 ]+)<', client.get(ON).text)
    assert typed is not None
    digits = present(base64.b32decode(typed[1].replace(" ", "")))
    assert "not your present password" in post(client, ON, code=digits, current="wrong").text
    assert "It is off" in client.get("/staff/me").text


def test_the_secret_and_the_codes_are_not_readable_in_the_database(app: Flask, codes: list[str]) -> None:
    with app.app_context():
        database().engine.dispose()
        folder = app.extensions["settings"].instance
    kept = b"".join(path.read_bytes() for path in folder.glob("surveyapp.sqlite*"))
    assert SECRET not in kept
    for code in codes:
        assert code.encode() not in kept
        assert code.replace("-", "").encode() not in kept


def test_a_sealed_secret_serves_its_own_account_alone(app: Flask) -> None:
    with app.app_context():
        assert unsealed(sealed(SECRET, "lan"), "lan") == SECRET
        assert unsealed(sealed(SECRET, "lan"), "bình") is None


@pytest.mark.usefixtures("codes")
def test_the_password_alone_opens_nothing(stranger: FlaskClient) -> None:
    assert half_way(stranger) == "/staff/sign-in/second"
    for page in ("/staff/me", "/staff/", "/staff/studies/"):
        assert stranger.get(page).location.startswith("/staff/sign-in")


@pytest.mark.usefixtures("codes")
def test_the_code_of_now_signs_in_and_leads_to_the_page_asked_for(stranger: FlaskClient) -> None:
    answer = post(stranger, "/staff/sign-in?next=/staff/me", name="researcher", password=PASSWORD)
    assert post(stranger, answer.location, code=present()).location == "/staff/me"
    assert stranger.get("/staff/me").status_code == 200


@pytest.mark.usefixtures("codes")
def test_a_code_that_was_used_signs_nobody_in_again(app: Flask, stranger: FlaskClient) -> None:
    digits = present(later=1)
    assert post(stranger, half_way(stranger), code=digits).status_code == 303
    other = strict_client(app)
    assert post(other, half_way(other), code=digits).status_code == 403


def test_a_recovery_code_signs_in_once(app: Flask, stranger: FlaskClient, codes: list[str]) -> None:
    assert post(stranger, half_way(stranger), code=codes[0].lower().replace("-", " ")).status_code == 303
    other = strict_client(app)
    assert post(other, half_way(other), code=codes[0]).status_code == 403
    with app.app_context():
        assert "account.recovery_code" in [line.act for line in newest_lines(10)]
        with reading() as session:
            assert session.query(RecoveryCodeRow).count() == 7


def test_a_recovery_code_of_somebody_else_fits_nothing(app: Flask, codes: list[str]) -> None:
    with app.app_context():
        turn_on("clerk", SECRET, 0)
        clerk = find_account("clerk")
        assert clerk is not None
        assert not is_second_step(clerk, codes[0])


@pytest.mark.usefixtures("codes")
def test_guessing_digits_is_slowed_wherever_it_comes_from(app: Flask) -> None:
    for number in range(6):
        client = strict_client(app)
        address = half_way(client)
        assert post(client, address, code=f"00000{number}").status_code == 403
    client = strict_client(app)
    answer = post(client, half_way(client), code=present())
    assert answer.status_code == 429
    assert "Please wait" in answer.text


@pytest.mark.usefixtures("codes")
def test_the_second_step_must_follow_the_password_within_minutes(
    app: Flask, stranger: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = half_way(stranger)
    later = time.time() + 301
    monkeypatch.setattr(time, "time", lambda: later)
    assert stranger.get(address).location == "/staff/sign-in"


def test_without_the_password_there_is_no_second_step(stranger: FlaskClient) -> None:
    assert stranger.get("/staff/sign-in/second").location == "/staff/sign-in"


@pytest.mark.usefixtures("codes")
def test_it_is_turned_off_with_the_password_alone(app: Flask, stranger: FlaskClient) -> None:
    post(stranger, half_way(stranger), code=present())
    assert post(stranger, OFF, current="wrong").status_code == 422
    assert post(stranger, OFF, current=PASSWORD).location == "/staff/me"
    with app.app_context(), reading() as session:
        account = session.get_one(AccountRow, "researcher")
        assert account.second_factor is None
        assert session.query(RecoveryCodeRow).count() == 0


def test_turning_it_on_or_off_ends_the_sessions_elsewhere(app: Flask) -> None:
    elsewhere = signed_in(app, "researcher")
    with app.app_context():
        turn_on("researcher", SECRET, 0)
    assert elsewhere.get("/staff/me").status_code == 303
    with app.app_context():
        turn_off("researcher")
    assert elsewhere.get("/staff/me").status_code == 303
