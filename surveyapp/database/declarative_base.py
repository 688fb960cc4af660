"""The base of all tables, and the random keys of those that hold what respondents sent."""

import secrets

from sqlalchemy import LargeBinary, MetaData
from sqlalchemy.orm import DeclarativeBase

# Named constraints, because SQLite's migrations rebuild a table and must be able to name what they drop.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

KEY_BYTES = 16


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)


# Random: nothing counts upwards in a table of answers, since numbers would tell the order of arrival.
Key = LargeBinary(KEY_BYTES)


def random_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)
