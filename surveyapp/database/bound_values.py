"""Values in the database on which promises rest, each row bound by an HMAC under the pepper.

Write access to the database without the pepper, a file outside it, allows changing such a value, but the row then does
not fit its HMAC: casting stops, the box stays closed, an account has no rights. Writing a row through its object checks
and renews the HMAC. docs/anonymity.md lists the values.
"""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import current_app
from sqlalchemy import Column, Connection, RowMapping, event, inspect, select, update

from surveyapp.database.declarative_base import Base, table_of
from surveyapp.database.tables.accounts import AccountRow
from surveyapp.database.tables.studies import StudyRow, StudyVersionRow
from surveyapp.instance.faults import N_, Fault
from surveyapp.instance.keys import digest_under, instance_keys


@dataclass(frozen=True, slots=True)
class Bound:
    """The bound columns of a table. ``kind`` is part of the HMAC; ``told``: the message about a row."""

    kind: str
    columns: tuple[str, ...]
    told: str


BOUND: dict[type[Base], Bound] = {
    StudyRow: Bound(
        "study",
        ("id", "state", "version", "simulated", "public_key", "locked_key"),
        N_(
            "Study {name}: its state, its version, its mark as simulated or the key of its ballot box was altered in "
            "the database. No answers are taken and the box is not opened. Please restore a backup."
        ),
    ),
    StudyVersionRow: Bound(
        "version",
        ("study", "version", "content"),
        N_(
            "Study {name}: the content of a version was altered in the database (questions, thresholds, what is kept "
            "of respondents). No answers are taken and the box is not opened. Please restore a backup."
        ),
    ),
    AccountRow: Bound(
        "account",
        ("name", "role", "active", "password_hash", "second_factor", "session_epoch", "consented_by"),
        N_("The account {name} was changed directly in the database. It has no rights. Please restore a backup."),
    ),
}
OTHER_KEY = N_(
    "Study {name}: the key of its ballot box is not the one that the log of staff acts names ({noted}, now {found}). "
    "The box is not opened. Please restore a backup."
)

FOR_RESPONDENTS = N_(
    "The data of this survey was altered on the server. Nothing was stored. "
    "Please tell the people who invited you; their address is on the first page of the form."
)


class AlteredFault(Fault):
    """A bound value was changed outside the program. ``kind`` and ``name`` identify it."""

    def __init__(self, kind: str, name: str, told: str, **values: object) -> None:
        super().__init__(told, name=name, **values)
        self.kind, self.name = kind, name


def with_mac(table: type[Base], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a new row together with their HMAC."""
    return {**values, "mac": mac_of(table, values)}


def mac_of(table: type[Base], values: Mapping[str, Any], pepper: bytes | None = None) -> bytes:
    """Return the HMAC over the bound values of a row, under the pepper of this installation unless another is given."""
    bound = BOUND[table]
    parts = tuple(_as_text(values[name]) for name in bound.columns)
    return digest_under(pepper or instance_keys().pepper, f"bound {bound.kind}", *parts)


def check(row: Base) -> None:
    """``AlteredFault`` if the row does not fit its HMAC."""
    table = type(row)
    values = {name: getattr(row, name) for name in BOUND[table].columns}
    _check(table, values, row.mac)  # type: ignore[attr-defined]


def fits(row: Base) -> bool:
    """Whether the row is as the program wrote it."""
    try:
        check(row)
    except AlteredFault:
        return False
    return True


def check_study(values: Sequence[Any], pepper: bytes) -> None:
    """``AlteredFault`` if the columns :data:`STUDY_COLUMNS`, in their order, do not fit. Results are cached.

    Needs no application context, because it runs in the thread of the writer.
    """
    *bound, mac = values
    if not _study_fits(pepper, tuple(bound), mac):
        raise AlteredFault("study", str(bound[0]), BOUND[StudyRow].told)


STUDY_COLUMNS: tuple[Column[Any], ...] = tuple(table_of(StudyRow).c[name] for name in (*BOUND[StudyRow].columns, "mac"))
"""The bound columns of a study and their HMAC."""


@lru_cache(maxsize=256)
def _study_fits(pepper: bytes, values: tuple[Any, ...], mac: bytes | None) -> bool:
    named = dict(zip(BOUND[StudyRow].columns, values, strict=True))
    return mac is not None and hmac.compare_digest(bytes(mac), mac_of(StudyRow, named, pepper))


def notice(fault: AlteredFault) -> None:
    """Write the fault to the audit log, once per process. No transaction may be open."""
    current_app.extensions["altered_noticed"](fault)


def bind_every(connection: Connection, pepper: bytes) -> None:
    """Bind the rows of a database from before the HMACs existed, within the migrating transaction."""
    for table in BOUND:
        key = inspect(table).primary_key
        for row in connection.execute(select(table.__table__)).mappings().all():
            here = (column == row[column.name] for column in key)
            connection.execute(update(table).where(*here).values(mac=mac_of(table, _named(row), pepper)))


def _check(table: type[Base], values: Mapping[str, Any], mac: bytes | None) -> None:
    if mac is None or not hmac.compare_digest(bytes(mac), mac_of(table, values)):
        bound = BOUND[table]
        raise AlteredFault(bound.kind, str(values[bound.columns[0]]), bound.told)


def _named(row: RowMapping) -> dict[str, Any]:
    return {str(name): value for name, value in row.items()}


def _as_text(value: Any) -> str:
    """Return the same text for what either database returns; ``None`` differs from every text."""
    if value is None:
        return "-"
    if isinstance(value, bytes | memoryview):
        return "x" + bytes(value).hex()
    return "=" + (str(int(value)) if isinstance(value, int) else str(value))


def _bind_new(_mapper: object, _connection: Connection, row: Any) -> None:
    for column in inspect(type(row)).columns:
        if getattr(row, column.key) is None and column.default is not None:
            setattr(row, column.key, column.default.arg)
    row.mac = mac_of(type(row), {name: getattr(row, name) for name in BOUND[type(row)].columns})


def _bind_again(_mapper: object, connection: Connection, row: Any) -> None:
    table, columns = type(row), BOUND[type(row)].columns
    state = inspect(row)
    if not any(state.attrs[name].history.has_changes() for name in columns):
        return
    # A value that was altered before must not be bound by a change of the program.
    wanted = select(*(table.__table__.c[name] for name in (*columns, "mac")))
    here = (column == value for column, value in zip(state.mapper.primary_key, state.identity, strict=True))
    # The row is locked and read again: another column may have changed since the object was loaded.
    before = _named(connection.execute(wanted.where(*here).with_for_update()).mappings().one())
    _check(table, before, before["mac"])
    changed = {name: getattr(row, name) for name in columns if state.attrs[name].history.has_changes()}
    row.mac = mac_of(table, before | changed)


for _table in BOUND:
    event.listen(_table, "before_insert", _bind_new)
    event.listen(_table, "before_update", _bind_again)
