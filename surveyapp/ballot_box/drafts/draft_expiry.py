"""Deleting drafts after the weeks that were promised, without leaving traces of them.

The table holds no dates. Once in a calendar week every draft loses one of its weeks, and never more than one at a time,
so that a wrong clock does not delete drafts early. SQLite overwrites deleted rows (secure_delete), but its log still
holds them and is therefore emptied too.
"""

import time
from contextlib import suppress
from threading import Event, Thread
from typing import Any

from flask import Flask
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.exc import SQLAlchemyError

from surveyapp.database.declarative_base import table_of
from surveyapp.database.engines import BUSY_SECONDS
from surveyapp.database.sessions import database
from surveyapp.database.statements import Inserting, Statement
from surveyapp.database.tables.drafts import DraftRow, HousekeepingRow
from surveyapp.database.transactions import Cursor, NotStoredError

EVERY_SECONDS = 20 * 60
PATIENCE_MILLISECONDS = 500
_WEEK_SECONDS = 7 * 24 * 3600
_TASK = "drafts"
_EMPTY = (0, 0, 0)

_drafts, _tasks = table_of(DraftRow), table_of(HousekeepingRow)
_LAST = Statement(select(_tasks.c.week).where(_tasks.c.task == bindparam("done")))
_OLDER = Statement(update(_drafts).values(weeks_left=_drafts.c.weeks_left - 1))
_EXPIRED = Statement(delete(_drafts).where(_drafts.c.weeks_left <= 0))


def _done(insert: Inserting) -> Any:
    noted = insert(HousekeepingRow).values(task=bindparam("task"), week=bindparam("week"))
    return noted.on_conflict_do_update(index_elements=[_tasks.c.task], set_={"week": noted.excluded.week})


_DONE = Statement(_done)


def keep_drafts(week: int | None = None) -> bool:
    """Subtract one week if a new one has begun, and wipe deleted drafts. Returns whether the wiping was finished."""
    present = int(time.time()) // _WEEK_SECONDS if week is None else week

    def grow_older(cursor: Cursor) -> None:
        (last,) = cursor.run(_LAST, done=_TASK).row() or (None,)
        if last == present:
            return
        if last is not None and last < present:
            cursor.run(_OLDER)
            cursor.run(_EXPIRED)
        cursor.run(_DONE, task=_TASK, week=present)

    database().transactions.write(grow_older)
    return _wipe()


def start_keeping(app: Flask) -> Event:
    """Run the expiry regularly in a thread of the server until the event is set."""
    ended = Event()

    def go_on() -> None:
        while not ended.is_set():
            # The database is busy or unreachable; the next run tries again.
            with app.app_context(), suppress(NotStoredError, SQLAlchemyError):
                keep_drafts()
            ended.wait(EVERY_SECONDS)

    Thread(target=go_on, name="draft keeping", daemon=True).start()
    return ended


def _wipe() -> bool:
    """Make deleted drafts unreadable in the files of the database."""
    engine = database().engine
    with database().alone(), engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            return _empty_log(connection.connection.driver_connection)
        # VACUUM writes a new file without the deleted rows; docs/answering-safely.md says what the server's log still
        # holds.
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM FULL drafts")
    return True


def _empty_log(sqlite: Any) -> bool:
    # Ballots wait meanwhile, so the wait for readers is short; the next run tries again.
    sqlite.execute(f"PRAGMA busy_timeout = {PATIENCE_MILLISECONDS}").close()
    try:
        return bool(sqlite.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone() == _EMPTY)
    finally:
        sqlite.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}").close()
