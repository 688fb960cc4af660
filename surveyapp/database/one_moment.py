"""Reading several tables from one snapshot."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text

from surveyapp.database.tables import metadata


@contextmanager
def one_moment(engine: Engine) -> Iterator[Connection]:
    """Context with a connection that sees one snapshot of the database."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection, connection.begin():
            yield connection
        return
    unchanging = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect().execution_options(**unchanging) as connection, connection.begin():
        # Taken before the first read: an opening, which rewrites tables, waits, or this waits for it.
        connection.execute(text(f"LOCK TABLE {', '.join(metadata.tables)} IN ACCESS SHARE MODE"))
        yield connection
