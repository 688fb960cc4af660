"""A table of numbers to write into, and what stands in it."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from surveyapp.database.sessions import Database
from surveyapp.database.transactions import Cursor

THREADS = 8


def keep(number: int) -> Callable[[Cursor], int]:
    def work(cursor: Cursor) -> int:
        return cursor.run("INSERT INTO kept VALUES (?)", number).changed

    return work


def taken_up(database: Database) -> int:
    """How many pieces of work wait in the thread of the writer for the next commit."""
    return len(getattr(database.writer, "_jobs", ()))


def kept(file: Path) -> list[int]:
    with sqlite3.connect(file) as connection:
        found = [number for (number,) in connection.execute("SELECT number FROM kept ORDER BY number")]
    connection.close()
    return found


def locked(file: Path) -> sqlite3.Connection:
    """Another process in the middle of writing."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    return connection
