"""Rewriting the tables of the box, so that neither pages nor logs remember which rows were written together.

A transaction leaves its trace: on PostgreSQL rows it touched share ``xmin`` and lie one after the other, on SQLite they
lie in the order of arrival inside a page; deleted rows stay readable in both until their place is used again. Every
table that casting writes is therefore written anew, in the order of its random keys, and the log is emptied.
"""

import time

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from surveyapp.database.sessions import BUSY_SECONDS, database
from surveyapp.database.transactions import NotStoredError, faults_of

# In the order in which casting locks them, so that an opening and a ballot never wait for each other in a circle.
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

MOST_SEGMENTS = 128
"""Of PostgreSQL's log, 16 MiB each, to be written again; with the usual settings there are five."""

_NEXT_SEGMENT = "SELECT pg_switch_wal()"
_SEGMENTS_TO_COME = "SELECT count(*) FROM pg_ls_waldir() WHERE name > pg_walfile_name(pg_current_wal_lsn())"
# A segment with nothing in it is not left for the next one.
_SIGN_OF_LIFE = "SELECT pg_logical_emit_message(false, 'surveyapp', '')"


def rewrite_tables() -> bool:
    """Rewrite, and return whether it was finished and the log is empty. It can be repeated."""
    engine = database().engine
    faults: tuple[type[Exception], ...] = (DBAPIError, NotStoredError, *faults_of(engine))
    try:
        if engine.dialect.name == "sqlite":
            with database().alone(), engine.connect() as connection:
                return _rewrite_sqlite(connection)
        with engine.begin() as connection:
            _rewrite_postgresql(connection)
        _end_log(engine.connect())
    except faults:
        # Locked for too long, a full disk: nothing is lost, and the next opening tries again.
        return False
    return True


def _rewrite_sqlite(connection: Connection) -> bool:
    raw = connection.connection.driver_connection
    assert raw is not None  # noqa: S101 - it was connected a moment ago
    cursor = raw.cursor()
    try:
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        cursor.execute("VACUUM")
        deadline = time.monotonic() + DRAIN_SECONDS
        # A reader holds the log; reading takes milliseconds, so it is asked again until all have gone.
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


def _end_log(connection: Connection) -> None:
    """Begin a new segment of the log and wipe the old ones, where this account may; docs/ballot-box.md.

    PostgreSQL does not delete a segment that it needs no more: it gives it the name of one to come and leaves in it
    what was there, every sealed ballot of the field. Only being written again makes it forget.
    """
    with connection.execution_options(isolation_level="AUTOCOMMIT"):
        try:
            connection.execute(text(_NEXT_SEGMENT))
            connection.execute(text("CHECKPOINT"))
            # One more, since the last of them has only been begun.
            for _ in range(min(MOST_SEGMENTS, 1 + (connection.execute(text(_SEGMENTS_TO_COME)).scalar() or 0))):
                connection.execute(text(_SIGN_OF_LIFE))
                connection.execute(text(_NEXT_SEGMENT))
        except DBAPIError:
            return
