"""The base class of all tables, and the random keys of tables with data of respondents."""

import secrets

from sqlalchemy import LargeBinary, MetaData, Table
from sqlalchemy.orm import DeclarativeBase

from surveyapp.database.constraint_names import NAMES

KEY_BYTES = 16


NOT_IN_BACKUPS = "not in backups"
"""Mark in ``info`` of a table whose rows must never be in a backup."""


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)


def table_of(row: type[Base]) -> Table:
    """Return the table of a class, for statements of SQLAlchemy Core."""
    table = row.__table__
    assert isinstance(table, Table)  # noqa: S101 - every class of this program is mapped to a table
    return table


# Random keys: ascending numbers would show the order of arrival.
Key = LargeBinary(KEY_BYTES)


def random_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)
