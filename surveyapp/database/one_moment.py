"""Reading several tables as they are at one moment, whatever is written meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text

from surveyapp.database.tables import metadata


@contextmanager
def one_moment(engine: Engine) -> Iterator[Connection]:
    """A connection that sees the database as it is now, whatever is written meanwhile."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection, connection.begin():
            yield connection
        return
    unchanging = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect().execution_options(**unchanging) as connection, connection.begin():
        # Before the first look: an opening, which empties tables to write them anew, waits or is waited for.
        connection.execute(text(f"LOCK TABLE {', '.join(metadata.tables)} IN ACCESS SHARE MODE"))
        yield connection
