from flask import Flask
from flask.testing import FlaskClient

from surveyapp.accounts.passwords import is_password
from surveyapp.accounts.queries import find_account
from tests.surveyapp.staff_cast import PASSWORD, post, signed_in

ME = "/staff/me"
NEW = "another four words"


def test_a_changed_password_serves_from_now_on(app: Flask) -> None:
    client = signed_in(app, "clerk")
    answer = post(client, "/staff/me/password", on=ME, current=PASSWORD, new=NEW, again=NEW)
    assert (answer.status_code, answer.location) == (303, ME)
    assert "The password is changed." in client.get(ME).text
    with app.app_context():
        account = find_account("clerk")
        assert account is not None
        assert is_password(account.password_hash, NEW)
        assert not is_password(account.password_hash, PASSWORD)


def test_a_changed_password_ends_every_other_session(app: Flask) -> None:
    here, elsewhere = signed_in(app, "clerk"), signed_in(app, "clerk")
    post(here, "/staff/me/password", on=ME, current=PASSWORD, new=NEW, again=NEW)
    assert here.get(ME).status_code == 200
    assert elsewhere.get(ME).status_code == 303


def test_the_present_password_must_be_right(app: Flask) -> None:
    answer = post(signed_in(app, "clerk"), "/staff/me/password", on=ME, current="wrong", new=NEW, again=NEW)
    assert answer.status_code == 422
    assert "This is not your present password." in answer.text


def test_a_short_password_and_two_different_ones_are_refused(app: Flask) -> None:
    answer = post(signed_in(app, "clerk"), "/staff/me/password", on=ME, current=PASSWORD, new="short", again="other")
    assert answer.status_code == 422
    assert "Please use 15 to 256 characters." in answer.text
    assert "The two new passwords differ." in answer.text


def test_the_language_is_kept_with_the_account(app: Flask) -> None:
    client = signed_in(app, "clerk")
    assert "Your account" in client.get(ME).text
    assert post(client, "/staff/me/language", on=ME, language="vi", next=ME).location == ME
    assert '<html lang="vi">' in client.get(ME).text
    with app.app_context():
        account = find_account("clerk")
        assert account is not None
        assert account.language == "vi"


def test_a_language_nobody_speaks_here_is_refused(app: Flask) -> None:
    assert post(signed_in(app, "clerk"), "/staff/me/language", on=ME, language="xx").status_code == 400


def test_strangers_change_nothing(stranger: FlaskClient) -> None:
    for address in ("/staff/me/password", "/staff/me/language", "/staff/sign-out"):
        answer = post(stranger, address, on="/staff/sign-in", language="vi")
        assert answer.location.startswith("/staff/sign-in")
        assert stranger.get(address).status_code in (303, 405)
