import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask
from sqlalchemy import Date, DateTime, Engine, Integer, Interval, Time, inspect, text

from surveyapp.database.migrating import is_current, migrate
from surveyapp.database.sessions import database, reading, writing
from surveyapp.database.tables import metadata

RESPONDENTS = ("access_codes", "ballots", "drafts", "open_nonces", "responses", "answers", "texts", "tallies")
STAFF = {
    "studies",
    "study_versions",
    "study_documents",
    "accounts",
    "recovery_codes",
    "ended_sessions",
    "audit",
    "housekeeping",
    "releases",
    "data_files",
}
PERSONAL = {
    "name", "person", "people", "mail", "email", "phone", "address", "ip", "host", "agent", "browser", "device",
    "cookie", "user", "account", "date", "time", "day", "hour", "week", "when", "at", "created", "updated",
    "sent", "since",
}  # fmt: skip


def test_migrations_make_the_tables_the_program_expects(engine: Engine) -> None:
    assert not is_current(engine)
    assert migrate(engine, bytes(32))
    assert is_current(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_migrating_twice_changes_nothing(engine: Engine) -> None:
    migrate(engine, bytes(32))
    assert not migrate(engine, bytes(32))


def test_every_table_is_of_respondents_or_of_staff() -> None:
    assert set(metadata.tables) == {*RESPONDENTS, *STAFF}


@pytest.mark.parametrize("name", RESPONDENTS)
def test_no_table_of_respondents_has_a_place_for_a_name_a_time_or_an_address(name: str) -> None:
    table = metadata.tables[name]
    assert {column.name for column in table.columns if PERSONAL & set(column.name.split("_"))} == set()
    assert {key.column.table.name for key in table.foreign_keys} <= {"studies", "responses"}


@pytest.mark.parametrize("name", RESPONDENTS)
def test_no_table_of_respondents_knows_a_day_a_time_or_an_order(name: str) -> None:
    table = metadata.tables[name]
    for column in table.columns:
        assert not isinstance(column.type, Date | DateTime | Time | Interval), column
        assert not any(word in column.name for word in ("date", "time", "day", "created", "_at", "ip", "agent"))
        counts_upwards = column.primary_key and isinstance(column.type, Integer)
        assert not counts_upwards, column
        assert column.server_default is None


@pytest.mark.parametrize("name", RESPONDENTS)
def test_sqlite_gives_rows_of_respondents_no_hidden_number(sqlite_app: Flask, name: str) -> None:
    with reading() as session:
        made = session.scalar(text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": name})
    assert "WITHOUT ROWID" in str(made)


def test_texts_and_responses_share_no_key(app: Flask) -> None:
    columns = {column["name"] for column in inspect(database().engine).get_columns("texts")}
    assert columns == {"key", "study", "group", "item", "text"}


def test_sqlite_keeps_what_it_acknowledged(sqlite_app: Flask) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "busy_timeout": 30000}
    with reading() as session:
        assert {name: session.scalar(text(f"PRAGMA {name}")) for name in wanted} == wanted


def test_a_write_on_sqlite_takes_its_turn_at_the_first_statement(sqlite_app: Flask) -> None:
    path = str(database().engine.url.database)
    with writing() as session:
        session.scalar(text("SELECT count(*) FROM studies"))
        other = sqlite3.connect(path, timeout=0)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()


def test_the_installation_is_closed_to_others(sqlite_app: Flask) -> None:
    folder: Path = sqlite_app.extensions["settings"].instance
    modes = {path.name: path.stat().st_mode & 0o777 for path in (folder, *folder.rglob("*"))}
    assert {name: mode for name, mode in modes.items() if mode & 0o077} == {}
    assert modes["pepper"] == modes["session"] == 0o600
