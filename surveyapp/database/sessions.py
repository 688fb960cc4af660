"""Sessions for reading and for writing, and the differences between SQLite and PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from flask import Flask, current_app
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from surveyapp.database.declarative_base import Base
from surveyapp.database.engines import BUSY_SECONDS, make_engine
from surveyapp.database.group_commit.writer import GroupCommit
from surveyapp.database.transactions import OneByOne, Transactions


class Database:
    """The database connection of one installation."""

    def __init__(self, url: str) -> None:
        self.engine = make_engine(url)
        self.url = str(self.engine.url)
        self.transactions: Transactions = OneByOne(self.engine)
        self._writer: GroupCommit | None = None
        # The same pool; only the first statement of a transaction differs.
        self._for_writes = self.engine.execution_options(writes=True)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with Session(self.engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with (
            self.alone(),
            Session(self._for_writes, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Context in which nothing else of this server writes to SQLite; without effect on other databases."""
        with self._writer.turn(BUSY_SECONDS) if self._writer else nullcontext():
            yield

    def start_writer(self, threads: int) -> None:
        """In a server on SQLite: start the single writer thread. Two request threads are kept free of waiting casts."""
        if self.engine.dialect.name == "sqlite" and self._writer is None:
            self._writer = GroupCommit(self.engine, max(1, threads - 2))
            self.transactions = self._writer

    @property
    def writer(self) -> GroupCommit | None:
        """The single writer thread of a server on SQLite."""
        return self._writer

    def stop_writer(self) -> None:
        """Finish accepted work."""
        if self._writer is not None:
            self._writer.stop()
            self._writer, self.transactions = None, OneByOne(self.engine)


def init_app(app: Flask) -> None:
    app.extensions["database"] = Database(app.extensions["settings"].database)


def database() -> Database:
    """Return the database of the current application."""
    found: Database = current_app.extensions["database"]
    return found


@contextmanager
def reading() -> Iterator[Session]:
    """Context with a session that only reads."""
    with database().reading() as session:
        yield session


@contextmanager
def writing() -> Iterator[Session]:
    """Context with one transaction that writes; committed at the end, rolled back on any exception."""
    with database().writing() as session:
        yield session


def insert_unless_there(session: Session, table: type[Base], values: dict[str, object]) -> bool:
    """Insert a row whose key may exist. Returns whether it was new; waits for a concurrent insert of the same key."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    statement = dialect.insert(table).values(**values).on_conflict_do_nothing()
    # Stored, because the driver forgets the number when the cursor is closed.
    statement = statement.execution_options(preserve_rowcount=True)
    return session.connection().execute(statement).rowcount == 1
