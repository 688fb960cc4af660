"""Rewriting the tables of the box, so that neither pages nor logs show which rows were written together.

A transaction leaves traces. On PostgreSQL its rows share ``xmin`` and lie side by side; on SQLite rows lie in the order
of arrival within a page; deleted rows stay readable in both until their space is used again. Every table that casting
writes is therefore written anew, sorted by its random keys, and the log is emptied.
"""

import time

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from surveyapp.ballot_box.opening.log_ending import end_log
from surveyapp.database.engines import BUSY_SECONDS
from surveyapp.database.sessions import database
from surveyapp.database.transactions import NotStoredError, faults_of

# In the order in which casting locks them, so that an opening and a ballot cannot deadlock.
TABLES = {
    "access_codes": "digest",
    "open_nonces": "digest",
    "ballots": "id",
    "drafts": "finder",
    "tallies": 'study, "group", event, place',
    "responses": "key",
    "answers": "response_key, item",
    "texts": "key",
}
DRAIN_SECONDS = 30.0
BUSY_MILLISECONDS = 5_000
_EMPTY = (0, 0, 0)


def rewrite_tables() -> bool:
    """Rewrite the tables. Returns whether this was finished and the log is empty. It can be repeated."""
    engine = database().engine
    faults: tuple[type[Exception], ...] = (DBAPIError, NotStoredError, *faults_of(engine))
    try:
        if engine.dialect.name == "sqlite":
            with database().alone(), engine.connect() as connection:
                return _rewrite_sqlite(connection)
        with engine.begin() as connection:
            _rewrite_postgresql(connection)
        return end_log()
    except faults:
        # Locked for too long, or the disk is full. Nothing is lost and the next opening tries again.
        return False


def _rewrite_sqlite(connection: Connection) -> bool:
    raw = connection.connection.driver_connection
    assert raw is not None  # noqa: S101 - it was connected a moment ago
    cursor = raw.cursor()
    try:
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        cursor.execute("VACUUM")
        deadline = time.monotonic() + DRAIN_SECONDS
        # A reader holds the log for milliseconds, so the checkpoint is repeated until no reader is left.
        while cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone() != _EMPTY:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.1)
        return True
    finally:
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        cursor.close()


def _rewrite_postgresql(connection: Connection) -> None:
    connection.execute(text(f"LOCK TABLE {', '.join(TABLES)} IN ACCESS EXCLUSIVE MODE"))
    for table in TABLES:
        copy = f"CREATE TEMPORARY TABLE kept_{table} ON COMMIT DROP AS SELECT * FROM {table}"  # noqa: S608
        connection.execute(text(copy))
    connection.execute(text(f"TRUNCATE {', '.join(TABLES)}"))
    for table, key in TABLES.items():
        connection.execute(text(f"INSERT INTO {table} SELECT * FROM kept_{table} ORDER BY {key}"))  # noqa: S608
