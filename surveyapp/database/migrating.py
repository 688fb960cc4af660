"""Migrating a database to the newest schema, on SQLite and on PostgreSQL."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine

MIGRATIONS = Path(__file__).parent / "migrations"


VALUES_BOUND = "0005"
"""The first schema with bound values; rows of an older one are bound during the migration."""


def migrate(engine: Engine, pepper: bytes) -> bool:
    """Run the missing migrations in one transaction. Returns whether there were any."""
    with engine.execution_options(writes=True).begin() as connection:
        if revision_of(connection) == newest_revision():
            return False
        upgrade(connection, pepper)
    return True


def is_current(engine: Engine) -> bool:
    """Whether the database has the schema of this program."""
    with engine.connect() as connection:
        return revision_of(connection) == newest_revision()


def upgrade(connection: Connection, pepper: bytes, revision: str = "head") -> None:
    """Migrate the database of a connection to a schema, within the connection's transaction."""
    before = revision_of(connection)
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
    if before is not None and before < VALUES_BOUND and revision_of(connection) == newest_revision():
        # The tables are imported only when old rows have to be bound.
        from surveyapp.database.bound_values import bind_every

        bind_every(connection, pepper)


def revision_of(connection: Connection) -> str | None:
    """Return the schema of a database; ``None`` for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


@cache
def newest_revision() -> str:
    """Return the schema of this program."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def is_known(revision: str) -> bool:
    """Whether this program knows the schema as an earlier one."""
    try:
        return ScriptDirectory.from_config(_config()).get_revision(revision) is not None
    except CommandError:
        return False


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config
