import stat
import time
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete

from surveyapp.accounts.queries import all_accounts
from surveyapp.accounts.signing_in.set_up import offer_set_up, set_up, token_file
from surveyapp.audit.queries import newest_lines
from surveyapp.database.sessions import writing
from surveyapp.database.tables.accounts import AccountRow
from tests.surveyapp.staff_cast import post

PAGE = "/staff/set-up?lang=en"
NEW = "four words nobody guesses"


@pytest.fixture
def instance(app: Flask) -> Path:
    """The folder of an installation without any account."""
    with app.app_context(), writing() as session:
        session.execute(delete(AccountRow))
    folder: Path = app.extensions["settings"].instance
    return folder


def offered(app: Flask, instance: Path) -> str:
    with app.app_context():
        token = offer_set_up(instance)
    assert token is not None
    return token


def fields(token: str) -> dict[str, str]:
    return {"token": token, "name": "Lan", "new": NEW, "again": NEW}


def test_a_new_installation_has_no_account_and_no_page_until_a_token_is_made(
    app: Flask, instance: Path, stranger: FlaskClient
) -> None:
    assert stranger.get(PAGE).status_code == 404
    token = offered(app, instance)
    assert len(token.replace("-", "")) == 32
    assert stat.S_IMODE(token_file(instance).stat().st_mode) == 0o600
    assert stranger.get(PAGE).status_code == 200


def test_the_token_makes_one_administrator_and_then_the_page_is_gone(
    app: Flask, instance: Path, stranger: FlaskClient
) -> None:
    token = offered(app, instance)
    assert post(stranger, PAGE, **fields(token)).location == "/staff/"
    assert stranger.get("/staff/accounts").status_code == 200
    assert stranger.get(PAGE).status_code == 404
    assert not token_file(instance).exists()
    with app.app_context():
        assert [(account.name, account.role) for account in all_accounts()] == [("lan", "administrator")]
        assert "instance.set_up" in [line.act for line in newest_lines(5)]
        assert offer_set_up(instance) is None
        assert set_up(instance, token, "another", NEW, "vi") is None


def test_another_token_makes_nothing(app: Flask, instance: Path, stranger: FlaskClient) -> None:
    offered(app, instance)
    answer = post(stranger, PAGE, **fields("0" * 32))
    assert answer.status_code == 403
    assert "not the token" in answer.text
    assert post(stranger, PAGE, **(fields("x") | {"new": "short", "again": "short"})).status_code == 422
    with app.app_context():
        assert all_accounts() == []


def test_a_token_with_a_vietnamese_letter_is_a_wrong_token(app: Flask, instance: Path, stranger: FlaskClient) -> None:
    offered(app, instance)
    assert post(stranger, PAGE, **fields("mã thiết lập")).status_code == 403


def test_the_page_closes_after_an_hour_and_when_the_clock_was_set_back(
    app: Flask, instance: Path, stranger: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, now = offered(app, instance), time.time()
    for other in (now + 3601, now - 3600):
        monkeypatch.setattr(time, "time", lambda other=other: other)
        assert stranger.get(PAGE).status_code == 404
    monkeypatch.setattr(time, "time", lambda: now + 3601)
    assert offered(app, instance) != token


def test_asking_again_within_the_hour_gives_the_same_token(app: Flask, instance: Path) -> None:
    assert offered(app, instance) == offered(app, instance)


def test_where_there_is_an_account_there_is_no_page_even_with_the_file(app: Flask, stranger: FlaskClient) -> None:
    folder: Path = app.extensions["settings"].instance
    token_file(folder).write_text(f"abc {int(time.time())}\n", encoding="ascii")
    assert stranger.get(PAGE).status_code == 404
    with app.app_context():
        assert offer_set_up(folder) is None
    assert not token_file(folder).exists()
