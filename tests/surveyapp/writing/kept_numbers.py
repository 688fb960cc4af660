"""A table of numbers for tests of writing, and its content."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import bindparam, column, func, insert, select, table

from surveyapp.database.sessions import Database
from surveyapp.database.statements import Statement
from surveyapp.database.transactions import Cursor

THREADS = 8
KEPT = table("kept", column("number"))
KEEP = Statement(insert(KEPT).values(number=bindparam("number")))
NUMBERS = Statement(select(KEPT.c.number))
COUNT_KEPT = Statement(select(func.count()).select_from(KEPT))
KEEP_NOWHERE = Statement(insert(table("nowhere", column("number"))).values(number=1))


def keep(number: int) -> Callable[[Cursor], int]:
    def work(cursor: Cursor) -> int:
        return cursor.run(KEEP, number=number).changed

    return work


def taken_up(database: Database) -> int:
    """Return how many jobs wait in the writer's thread for the next commit."""
    return len(getattr(database.writer, "_jobs", ()))


def kept(file: Path) -> list[int]:
    with sqlite3.connect(file) as connection:
        found = [number for (number,) in connection.execute("SELECT number FROM kept ORDER BY number")]
    connection.close()
    return found


def locked(file: Path) -> sqlite3.Connection:
    """Context in which another process is writing."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    return connection
