"""Transactions on the driver's own cursors, for the statements that every respondent needs.

There are two back ends. On PostgreSQL, and in commands, each transaction is separate (:class:`OneByOne`). In the server
on SQLite a single thread writes for all (``database.group_commit``). In both, data is on the disk when the call
returns.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol, Self, TypeVar

from sqlalchemy import Engine

from surveyapp.database.statements import Statement

T = TypeVar("T")


class NotStoredError(Exception):
    """The write failed or timed out. It is safe to retry: a repeated sending counts once."""


class Cursor:
    """A cursor of either driver.

    It runs compiled statements (:mod:`surveyapp.database.statements`) with parameters by name.
    """

    def __init__(self, cursor: Any, dialect: str) -> None:
        self._cursor, self._dialect = cursor, dialect
        self._looked_up: dict[tuple[object, ...], Any] = {}
        self._counted: Counter[tuple[Statement, tuple[tuple[str, object], ...]]] = Counter()

    def run(self, statement: Statement, **values: object) -> Self:
        """Execute one statement; the drivers keep it prepared."""
        text, constants = statement.of(self._dialect)
        self._cursor.execute(text, {**constants, **values})
        return self

    def row(self) -> Any:
        """Return the only row, or ``None``. All rows are fetched, because an open SELECT prevents SQLite from emptying
        its log.
        """
        rows = self._cursor.fetchall()
        return rows[0] if rows else None

    def look_up(self, statement: Statement, **values: object) -> Any:
        """Return the only row, or ``None``, cached for one commit. Only for data that no job of the commit changes."""
        asked = (statement, *values.items())
        if asked not in self._looked_up:
            self._looked_up[asked] = self.run(statement, **values).row()
        return self._looked_up[asked]

    def count(self, statement: Statement, **values: object) -> None:
        """Run a statement once at the end of the commit; its parameter ``number`` is the number of calls.

        On PostgreSQL the row lock of a counter is then held only briefly.
        """
        self._counted[statement, tuple(values.items())] += 1

    def finish(self) -> None:
        """Run the deferred statements."""
        for (statement, values), number in self._counted.items():
            self.run(statement, **dict(values), number=number)

    @property
    def changed(self) -> int:
        """Return the number of rows written by the statement."""
        number: int = self._cursor.rowcount
        return number


Work = Callable[[Cursor], T]


class Transactions(Protocol):
    """How the server reads and writes for respondents."""

    def read(self, work: Work[T]) -> T:
        """Read committed data."""

    def write(self, work: Work[T]) -> T:
        """Do the work in one transaction; ``NotStoredError`` unless it has certainly been committed."""


class OneByOne:
    """Each job is a separate transaction on a pooled connection."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._dialect = engine.dialect.name
        self._faults = faults_of(engine)

    def read(self, work: Work[T]) -> T:
        with self._connection() as connection:
            if self._dialect == "sqlite":
                return self._in_transaction(connection, work, "BEGIN")
            # In autocommit a statement is a transaction; an explicit one would cost two more round trips.
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
        """Context with a driver connection from the pool."""
        try:
            pooled = self._engine.raw_connection()
        except Exception as error:
            # The driver's message may contain values, so only the kind of the error is kept.
            raise NotStoredError(type(error).__name__) from None
        try:
            yield pooled.driver_connection
        except self._faults as error:
            pooled.invalidate()
            raise NotStoredError(type(error).__name__) from None
        finally:
            # Uncommitted work is rolled back when the connection returns to the pool.
            pooled.close()


def faults_of(engine: Engine) -> tuple[type[Exception], ...]:
    """Return the driver's exceptions that concern the state of the database rather than a programming error."""
    driver: Any = engine.dialect.dbapi
    return (driver.OperationalError, driver.InterfaceError, driver.InternalError)
