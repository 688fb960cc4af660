import time
import unicodedata
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.accounts.passwords import LONGEST as LONGEST_PASSWORD
from surveyapp.accounts.signing_in.signed_in import LONGEST
from surveyapp.database.sessions import writing
from surveyapp.database.tables.accounts import AccountRow
from tests.surveyapp.staff_cast import PASSWORD, post, set_session, signed_in

SIGN_IN = "/staff/sign-in?lang=en"
REFUSED = "The name or the password is not correct."


def test_a_person_signs_in_and_sees_the_studies(stranger: FlaskClient) -> None:
    answer = post(stranger, SIGN_IN, name="researcher", password=PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/staff/")
    assert stranger.get("/staff/", follow_redirects=True).request.path == "/staff/studies/"


def test_a_clerk_who_sees_no_counts_comes_to_the_account(app: Flask) -> None:
    assert signed_in(app, "clerk").get("/staff/", follow_redirects=True).request.path == "/staff/me"


def test_names_do_not_depend_on_capitals_and_spaces(stranger: FlaskClient) -> None:
    assert post(stranger, SIGN_IN, name=" Researcher ", password=PASSWORD).status_code == 303


def test_a_vietnamese_password_may_be_typed_decomposed(stranger: FlaskClient) -> None:
    decomposed = unicodedata.normalize("NFD", PASSWORD)
    assert decomposed != PASSWORD
    assert post(stranger, SIGN_IN, name="researcher", password=decomposed).status_code == 303


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("researcher", "wrong"),
        ("nobody", PASSWORD),
        ("researcher", PASSWORD + "x" * LONGEST_PASSWORD),
        ("\x00", "wrong again"),
    ],
)
def test_an_unknown_name_and_a_wrong_password_are_answered_alike(
    stranger: FlaskClient, name: str, password: str
) -> None:
    answer = post(stranger, SIGN_IN, name=name, password=password)
    assert answer.status_code == 403
    assert REFUSED in answer.text
    assert password not in answer.text


def test_an_account_that_is_not_active_is_answered_like_a_wrong_password(app: Flask, stranger: FlaskClient) -> None:
    with app.app_context(), writing() as session:
        session.get_one(AccountRow, "researcher").active = False
    answer = post(stranger, SIGN_IN, name="researcher", password=PASSWORD)
    assert answer.status_code == 403
    assert REFUSED in answer.text


def test_empty_fields_are_named_and_no_password_is_looked_at(stranger: FlaskClient) -> None:
    answer = post(stranger, SIGN_IN, name="", password="")
    assert "Please type your name." in answer.text
    assert "Please type your password." in answer.text


def test_a_form_without_its_token_is_refused(stranger: FlaskClient) -> None:
    assert stranger.post("/staff/sign-in", data={"name": "researcher", "password": PASSWORD}).status_code == 400


def test_a_stranger_is_led_to_the_page_asked_for(stranger: FlaskClient) -> None:
    door = stranger.get("/staff/studies/?x=1")
    assert (door.status_code, door.location) == (303, "/staff/sign-in?next=/staff/studies/?x%3D1")
    answer = post(stranger, door.location, name="researcher", password=PASSWORD)
    assert answer.location == "/staff/studies/?x=1"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.org/",
        "//example.org",
        "/\\example.org",
        "\\\\example.org",
        "/\t/example.org",
        "javascript:alert(1)",
    ],
)
def test_signing_in_never_leads_to_another_site(stranger: FlaskClient, elsewhere: str) -> None:
    answer = post(stranger, f"/staff/sign-in?next={quote(elsewhere)}", name="researcher", password=PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/staff/")


def test_the_cookie_is_closed_to_scripts_and_to_other_sites(stranger: FlaskClient) -> None:
    cookie = post(stranger, SIGN_IN, name="researcher", password=PASSWORD).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_signing_out_ends_the_session(app: Flask) -> None:
    client = signed_in(app, "researcher")
    assert post(client, "/staff/sign-out", on="/staff/me").status_code == 303
    assert client.get("/staff/me").status_code == 303


def test_signing_out_needs_a_press_of_the_button(app: Flask) -> None:
    assert signed_in(app, "researcher").get("/staff/sign-out").status_code == 405


def test_a_session_ends_after_its_longest_time_and_when_the_clock_was_set_back(app: Flask) -> None:
    client = signed_in(app, "researcher")
    assert client.get("/staff/me").status_code == 200
    for age in (LONGEST.total_seconds() + 1, -3600):
        set_session(app, client, _user_id="0:researcher", began=int(time.time() - age), id="x")
        assert client.get("/staff/me").status_code == 303


def test_a_session_ends_when_the_account_is_closed(app: Flask) -> None:
    client = signed_in(app, "researcher")
    with app.app_context(), writing() as session:
        session.get_one(AccountRow, "researcher").active = False
    assert client.get("/staff/me").status_code == 303
