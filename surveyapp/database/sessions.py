"""Sessions for reading and for writing, and the differences between SQLite and PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from flask import Flask, current_app
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from surveyapp.database.declarative_base import Base
from surveyapp.database.group_commit.writer import GroupCommit
from surveyapp.database.transactions import OneByOne, Transactions

BUSY_SECONDS = 30
CONNECT_SECONDS = 5


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


def make_engine(url: str) -> Engine:
    """Return an engine that keeps what it has acknowledged and waits for locks instead of failing."""
    engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"), connect_args=_patience(make_url(url)))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _patience(url: URL) -> dict[str, int]:
    """Set a timeout for an unreachable PostgreSQL unless the URL sets one.

    The default is minutes, during which everybody who sends a form would wait.
    """
    wanted = {"connect_timeout": CONNECT_SECONDS, "tcp_user_timeout": CONNECT_SECONDS * 1000}
    if url.get_backend_name() != "postgresql":
        return {}
    return {name: value for name, value in wanted.items() if name not in url.query}


def _prepare_sqlite(connection: Any, record: object) -> None:
    connection.isolation_level = None  # ``begin`` is emitted below
    for pragma in (
        f"busy_timeout = {BUSY_SECONDS * 1000}",
        "journal_mode = WAL",
        # With NORMAL, acknowledged answers would be lost in a power cut.
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
        # Sorting and rewriting write no temporary files.
        "temp_store = MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later fails with "database is locked" instead of waiting.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


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
