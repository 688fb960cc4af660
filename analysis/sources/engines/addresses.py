"""Addresses of tables in databases: the address of the database, ``#``, and the name of the table."""

from __future__ import annotations

from analysis.sources.input_faults import InputFaultError


def split(address: str, example: str) -> tuple[str, list[str]]:
    """The address of the database, and the parts of the table's name. Raises ``InputFaultError`` without a table."""
    database, _, table = address.partition("#")
    parts = [part for part in table.split(".") if part]
    if not parts:
        raise InputFaultError("no_table", without_password(database), example=example)
    return database, parts


def without_password(address: str) -> str:
    """The address as messages may show it: ``user:***@host``."""
    scheme, mark, rest = address.partition("://")
    identity, at, host = rest.rpartition("@")
    if not at:
        return address
    user, colon, _ = identity.partition(":")
    return f"{scheme}{mark}{user}{':***' if colon else ''}@{host}"
