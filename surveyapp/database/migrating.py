"""Bring a database to the newest shape, on SQLite and on PostgreSQL."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(engine: Engine) -> bool:
    """Run the migrations that are missing, in one transaction. Returns whether there were any."""
    with engine.execution_options(writes=True).begin() as connection:
        if revision_of(connection) == newest_revision():
            return False
        upgrade(connection)
    return True


def is_current(engine: Engine) -> bool:
    """Whether the database has the shape this program expects."""
    with engine.connect() as connection:
        return revision_of(connection) == newest_revision()


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Bring the database of a connection to a shape, within the connection's transaction."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def revision_of(connection: Connection) -> str | None:
    """The shape that a database has; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


@cache
def newest_revision() -> str:
    """The shape this program expects."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def is_known(revision: str) -> bool:
    """Whether this program has had that shape at some time."""
    try:
        return ScriptDirectory.from_config(_config()).get_revision(revision) is not None
    except CommandError:
        return False


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config
