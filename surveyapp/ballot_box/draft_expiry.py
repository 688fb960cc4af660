"""Keeping drafts for the weeks that were promised, and leaving nothing behind of those that are gone.

The table holds no day. Once in a calendar week every draft loses one of its weeks; more than one is never taken at a
time, so that a clock that jumps by a year costs nobody a draft. What was deleted is overwritten in the database itself
(SQLite's secure_delete) but stays readable in the log, which is therefore emptied too.
"""

import time
from contextlib import suppress
from threading import Event, Thread
from typing import Any

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from surveyapp.database.sessions import BUSY_SECONDS, database
from surveyapp.database.transactions import Cursor, NotStoredError

EVERY_SECONDS = 20 * 60
PATIENCE_MILLISECONDS = 500
_WEEK_SECONDS = 7 * 24 * 3600
_TASK = "drafts"
_EMPTY = (0, 0, 0)

_LAST = "SELECT week FROM housekeeping WHERE task = ?"
_DONE = """
INSERT INTO housekeeping (task, week) VALUES (?, ?) ON CONFLICT (task) DO UPDATE SET week = excluded.week
"""
_OLDER = "UPDATE drafts SET weeks_left = weeks_left - 1"
_EXPIRED = "DELETE FROM drafts WHERE weeks_left <= 0"


def keep_drafts(week: int | None = None) -> bool:
    """Take a week off if a new one has begun, and wipe what was deleted. Returns whether the wiping was finished."""
    present = int(time.time()) // _WEEK_SECONDS if week is None else week

    def grow_older(cursor: Cursor) -> None:
        (last,) = cursor.run(_LAST, _TASK).row() or (None,)
        if last == present:
            return
        if last is not None and last < present:
            cursor.run(_OLDER)
            cursor.run(_EXPIRED)
        cursor.run(_DONE, _TASK, present)

    database().transactions.write(grow_older)
    return _wipe()


def start_keeping(app: Flask) -> Event:
    """In the server: keep drafts now and then, from a thread of its own. Set the event to end it."""
    ended = Event()

    def go_on() -> None:
        while not ended.is_set():
            # Busy or gone for a moment; the next time will do.
            with app.app_context(), suppress(NotStoredError, SQLAlchemyError):
                keep_drafts()
            ended.wait(EVERY_SECONDS)

    Thread(target=go_on, name="draft keeping", daemon=True).start()
    return ended


def _wipe() -> bool:
    """Leave no deleted draft readable in the files of the database."""
    engine = database().engine
    with database().alone(), engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            return _empty_log(connection.connection.driver_connection)
        # A new file without the deleted rows; docs/answering-safely.md says what the server's own log still holds.
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM FULL drafts")
    return True


def _empty_log(sqlite: Any) -> bool:
    # Ballots wait meanwhile, so whoever is reading is not waited for long; the next time will do.
    sqlite.execute(f"PRAGMA busy_timeout = {PATIENCE_MILLISECONDS}").close()
    try:
        return bool(sqlite.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone() == _EMPTY)
    finally:
        sqlite.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}").close()
