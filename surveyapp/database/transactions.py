"""Transactions on the driver's own cursors, for the few statements that every respondent needs.

One face, two back ends. On PostgreSQL, and wherever a command works beside the server, a transaction stands for itself:
:class:`OneByOne`. In the server on SQLite a single thread writes for all: ``database.group_commit``.
Either way what returned has been committed to the disk.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Protocol, Self, TypeVar

from sqlalchemy import Engine

T = TypeVar("T")


class NotStoredError(Exception):
    """The database did not take it in time, or not at all. Whoever sends again is counted once."""


class Cursor:
    """A cursor of either driver. Statements are written with ``?``; ``{share}`` and ``{lock}`` hold the
    rows on PostgreSQL, against writers and against whoever holds them too."""

    def __init__(self, cursor: Any, dialect: str) -> None:
        self._cursor, self._dialect = cursor, dialect
        self._looked_up: dict[tuple[object, ...], Any] = {}
        self._counted: Counter[tuple[Any, ...]] = Counter()

    def run(self, statement: str, *values: object) -> Self:
        """Execute one statement; the drivers keep it prepared."""
        self._cursor.execute(_spoken(statement, self._dialect), values)
        return self

    def row(self) -> Any:
        """The only row, or None. Read to the end, since an open SELECT keeps a SQLite log from being emptied."""
        rows = self._cursor.fetchall()
        return rows[0] if rows else None

    def look_up(self, statement: str, *values: object) -> Any:
        """The only row, or None; asked once in a commit, for what nothing of the same commit changes."""
        asked = (statement, *values)
        if asked not in self._looked_up:
            self._looked_up[asked] = self.run(statement, *values).row()
        return self._looked_up[asked]

    def count(self, statement: str, *values: object) -> None:
        """Run a statement at the end of the commit, once however often it was asked for; its last value is how often.

        At the end also because transactions on PostgreSQL wait for each other from the moment they count in one row.
        """
        self._counted[statement, *values] += 1

    def finish(self) -> None:
        """Run what was left for the end."""
        for (statement, *values), number in self._counted.items():
            self.run(statement, *values, number)

    @property
    def changed(self) -> int:
        """How many rows the statement wrote."""
        number: int = self._cursor.rowcount
        return number


Work = Callable[[Cursor], T]


class Transactions(Protocol):
    """How the server reads and writes for respondents."""

    def read(self, work: Work[T]) -> T:
        """Look something up as it is committed now."""

    def write(self, work: Work[T]) -> T:
        """Do the work in one transaction; NotStoredError if that cannot be said to have happened."""


class OneByOne:
    """Each piece of work is a transaction of its own, on a connection of the pool."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._dialect = engine.dialect.name
        self._faults = faults_of(engine)

    def read(self, work: Work[T]) -> T:
        with self._connection() as connection:
            if self._dialect == "sqlite":
                return self._in_transaction(connection, work, "BEGIN")
            # A statement is a transaction of its own there; to begin and end one would be two more ways to and fro.
            connection.autocommit = True
            try:
                return work(Cursor(connection.cursor(), self._dialect))
            finally:
                if not connection.closed:
                    connection.autocommit = False

    def write(self, work: Work[T]) -> T:
        with self._connection() as connection:
            return self._in_transaction(connection, work, "BEGIN IMMEDIATE")

    def _in_transaction(self, connection: Any, work: Work[T], begin: str) -> T:
        inner = connection.cursor()
        if self._dialect == "sqlite":
            inner.execute(begin)
        cursor = Cursor(inner, self._dialect)
        result = work(cursor)
        cursor.finish()
        connection.commit()
        return result

    @contextmanager
    def _connection(self) -> Iterator[Any]:
        """The driver's connection, from the pool."""
        try:
            pooled = self._engine.raw_connection()
        except Exception as error:
            # The driver's words may hold values; the kind of the fault is enough.
            raise NotStoredError(type(error).__name__) from None
        try:
            yield pooled.driver_connection
        except self._faults as error:
            pooled.invalidate()
            raise NotStoredError(type(error).__name__) from None
        finally:
            # Whatever was not committed is rolled back when the connection returns to the pool.
            pooled.close()


def faults_of(engine: Engine) -> tuple[type[Exception], ...]:
    """The driver's exceptions that speak of the database's condition and not of a mistake of ours."""
    driver: Any = engine.dialect.dbapi
    return (driver.OperationalError, driver.InterfaceError, driver.InternalError)


@cache
def _spoken(statement: str, dialect: str) -> str:
    if dialect == "sqlite":
        return statement.replace("{share}", "").replace("{lock}", "")
    return statement.replace("{share}", "FOR SHARE").replace("{lock}", "FOR UPDATE").replace("?", "%s")
