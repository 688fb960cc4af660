"""Engines for SQLite and PostgreSQL, with what each needs on every connection."""

from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url

BUSY_SECONDS = 30
CONNECT_SECONDS = 5


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
