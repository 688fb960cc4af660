"""The accounts of the staff tests: one person per role, all with the same password, and clients signed in as them."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Literal

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from surveyapp import create_app
from surveyapp.accounts.passwords import hash_password
from surveyapp.database.sessions import database, writing
from surveyapp.database.tables import metadata
from surveyapp.database.tables.accounts import AccountRow
from surveyapp.instance.keys import InstanceKeys
from tests.html_pages import parse, strict_client

PASSWORD = "bốn từ dễ nhớ"
ROLES = ("administrator", "researcher", "coordinator", "clerk")
WAITING = "waiting researcher"
"""The name of an account with the role of a researcher without consent."""


@cache
def kept_password() -> str:
    """Hashed once for all tests, because hashing is deliberately slow."""
    return hash_password(PASSWORD)


def cast_of_staff() -> list[AccountRow]:
    """Create a person of each role, named like it, and a waiting researcher."""
    consent = {"researcher": "passphrase of small"}
    return [
        AccountRow(
            name=name,
            role="researcher" if name == WAITING else name,
            password_hash=kept_password(),
            language="en",
            consented_by=consent.get(name),
        )
        for name in (*ROLES, WAITING)
    ]


@contextmanager
def app_with_staff(folder: Path, realm: Literal["staff", "both"]) -> Iterator[Flask]:
    """An application of a realm on SQLite with an account for each role."""
    InstanceKeys(folder).create()
    app = create_app({"SURVEYAPP_INSTANCE": folder}, realm=realm)
    app.testing = True
    with app.app_context():
        metadata.create_all(database().engine)
        with writing() as session:
            session.add_all(cast_of_staff())
    yield app
    with app.app_context():
        database().engine.dispose()


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    with app_with_staff(tmp_path, "staff") as app:
        yield app


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    return strict_client(app)


def signed_in(app: Flask, role: str, language: str = "en") -> FlaskClient:
    """Return a client in the session of the person with that role, without hashing a password."""
    client = strict_client(app)
    set_session(app, client, _user_id=f"0:{role}", began=int(time.time()), language=language, id=f"session of {role}")
    return client


def set_session(app: Flask, client: FlaskClient, **content: object) -> None:
    """Set a cookie signed by this server; Flask's own helper needs no page and keeps none."""
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    client.set_cookie("session", serializer.dumps(content))


def token(client: FlaskClient, address: str) -> str:
    """Return the CSRF token of the first form on a page."""
    found = parse(client.get(address).get_data(as_text=True)).find(".//input[@name='csrf_token']")
    assert found is not None, f"{address} has no form"
    return str(found.get("value"))


def post(client: FlaskClient, address: str, /, on: str | None = None, **fields: str) -> TestResponse:
    """Submit a form on the page ``on`` (by default the address itself)."""
    return client.post(address, data={"csrf_token": token(client, on or address), **fields})
