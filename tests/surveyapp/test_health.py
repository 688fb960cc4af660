"""/healthz reports the condition of the server and nothing else."""

import shutil
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from flask import Flask
from sqlalchemy import event, make_url, text

from surveyapp import create_app
from surveyapp.database import engines
from surveyapp.database.sessions import database
from surveyapp.instance.settings import load_settings
from surveyapp.web.health import Watch
from tests.surveyapp.conftest import installed

GOOD = {"status": "ok", "database": True, "tables": True, "disk": True}
Ask = Callable[[], tuple[int, dict[str, Any]]]


class Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.fixture
def ask(app: Flask) -> Ask:
    """Request the page without cached results."""

    def asked() -> tuple[int, dict[str, Any]]:
        app.extensions["watch"] = Watch()
        reply = app.test_client().get("/healthz")
        return reply.status_code, reply.get_json()

    return asked


def bad(**faults: bool) -> tuple[int, dict[str, Any]]:
    return 503, GOOD | {"status": "failing"} | faults


def test_a_server_in_order_says_so_and_nothing_more(app: Flask, ask: Ask) -> None:
    assert ask() == (200, GOOD)
    reply = app.test_client().get("/healthz")
    assert "Set-Cookie" not in reply.headers
    assert reply.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("realm", ["public", "staff"])
def test_both_realms_tell_it(sqlite_app: Flask, realm: Any) -> None:
    folder = sqlite_app.extensions["settings"].instance
    apart = create_app({"SURVEYAPP_INSTANCE": folder}, realm=realm)
    assert apart.test_client().get("/healthz").status_code == 200
    apart.extensions["database"].engine.dispose()


def test_asking_writes_nothing(app: Flask, ask: Ask) -> None:
    with database().engine.connect() as connection:
        before = connection.execute(text("SELECT * FROM alembic_version")).all()
    assert ask() == (200, GOOD)
    with database().engine.connect() as connection:
        assert connection.execute(text("SELECT * FROM alembic_version")).all() == before


def test_a_read_only_database_is_noticed(app: Flask, ask: Ask) -> None:
    statement = {"sqlite": "PRAGMA query_only = ON", "postgresql": "SET default_transaction_read_only = on"}
    engine = database().engine

    def forbid(connection: Any, record: object) -> None:
        cursor = connection.cursor()
        cursor.execute(statement[engine.dialect.name])
        if engine.dialect.name == "postgresql":
            connection.commit()
        cursor.close()

    event.listen(engine, "connect", forbid)
    engine.dispose()
    assert ask() == bad(database=False, tables=False)
    event.remove(engine, "connect", forbid)
    engine.dispose()
    assert ask() == (200, GOOD)


def test_the_writer_of_the_server_is_asked_too(sqlite_app: Flask) -> None:
    database().start_writer(8)
    sqlite_app.extensions["watch"] = Watch()
    assert sqlite_app.test_client().get("/healthz").get_json() == GOOD
    database().stop_writer()


def test_a_full_disk_is_noticed(app: Flask, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    for free, enough in ((4, False), (5, True)):
        monkeypatch.setattr(shutil, "disk_usage", lambda folder, free=free: Usage(100, 100 - free, free))
        assert ask() == ((200, GOOD) if enough else bad(disk=False))


def test_the_disk_of_a_database_elsewhere_is_watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elsewhere").mkdir()
    app = installed(tmp_path / "instance", f"sqlite:///{tmp_path / 'elsewhere' / 'db.sqlite'}")
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(100, 50, 1 if folder.name == "elsewhere" else 50))
    assert app.test_client().get("/healthz").get_json()["disk"] is False
    app.extensions["database"].engine.dispose()


def test_tables_of_another_shape_are_noticed(app: Flask, ask: Ask) -> None:
    with database().engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    assert ask() == bad(tables=False)


def test_a_database_that_is_not_there_is_noticed(tmp_path: Path) -> None:
    settings = {"SURVEYAPP_INSTANCE": tmp_path, "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
    assert load_settings(settings).database
    reply = create_app(settings).test_client().get("/healthz")
    assert (reply.status_code, reply.get_json()["database"]) == (503, False)


def test_a_database_that_never_answers_is_noticed_within_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "CONNECT_SECONDS", 2)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"postgresql://nobody@127.0.0.1:{mute.getsockname()[1]}/none"
        app = create_app({"SURVEYAPP_INSTANCE": tmp_path, "DATABASE_URL": url})
        since = time.monotonic()
        reply = app.test_client().get("/healthz")
        assert time.monotonic() - since < 4
    assert (reply.status_code, reply.get_json()["database"]) == (503, False)


def test_whoever_names_a_patience_in_the_url_gets_it() -> None:
    usual = {"connect_timeout": engines.CONNECT_SECONDS, "tcp_user_timeout": engines.CONNECT_SECONDS * 1000}
    for query, wanted in (("", usual), ("?connect_timeout=40&tcp_user_timeout=0", {})):
        assert engines._patience(make_url(f"postgresql+psycopg://host/name{query}")) == wanted


def test_many_who_ask_make_it_look_once(sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[Path] = []

    def usage(folder: Path) -> Usage:
        looked.append(folder)
        return Usage(100, 50, 50)

    monkeypatch.setattr(shutil, "disk_usage", usage)
    client = sqlite_app.test_client()
    assert {client.get("/healthz").status_code for _ in range(20)} == {200}
    assert len(looked) == 1
