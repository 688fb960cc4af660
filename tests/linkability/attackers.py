"""The ten attackers: each turns the stolen data into orders and values of the rows of one side."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.linkability.carving import Place, first_and_last, first_in_wal
from tests.linkability.crowd import PERSON
from tests.linkability.matching import Feature
from tests.linkability.stolen import POSTGRESQL_NOTES, WAL_OF_POSTGRESQL, WAL_OF_SQLITE, Rows, Stolen, bytes_of

IDS = "1 order of ids"
ROWID = "2 rowid"
PHYSICAL = "3 physical order"
XMIN = "4 xmin"
COLUMNS = "5 every pair of columns"
JOURNAL = "6 journal"
CARVING = "7 carving"
LOGS = "8 logs"
SNAPSHOTS = "9 differences of backups"
SIZES = "10 sizes and file times"

PLACES = ("unit", "block", "rated_unit", "pool")
"""Columns that identify the agency, which are stored on purpose and stated to the respondent."""

BY_NATURE = {"rowid": ROWID, "ctid": PHYSICAL} | dict.fromkeys(POSTGRESQL_NOTES[1:], XMIN)
TRUTH = (PERSON, "text", "sealed")
"""Columns that a thief may not use: the mark of the harness, and the texts that contain it."""


@dataclass(frozen=True)
class Target:
    """A table to attack. ``signs``: the bytes by which a row is recognised in files, beside its key."""

    table: str
    key: str
    signs: tuple[str, ...] = ()

    def rows(self, stolen: Stolen) -> Rows:
        return stolen.rows[self.table]

    def key_of(self, row: Mapping[str, Any]) -> bytes:
        """Return numbers as bytes, so that one kind of key suffices."""
        value = row[self.key]
        return value if isinstance(value, bytes) else str(value).encode()


def features(
    target: Target, moments: Mapping[str, Stolen], backups: Sequence[Stolen], sources: Mapping[str, Stolen]
) -> list[Feature]:
    """All that can be known of the rows of a table. ``moments``: name to a complete copy.

    ``sources``: the same copies, and which of them still contains the signs of rows.
    """
    found: list[Feature] = []
    for when, stolen in moments.items():
        found += _of_columns(target, stolen, when)
        found += _of_answers(target, stolen, when)
    signs = _signs(target, [*sources.values(), *backups])
    for name, wanted in signs.items():
        for when, stolen in moments.items():
            found += _of_files(stolen, wanted, f"{when} {name}")
        found.append(_of_journals([*backups, *moments.values()], wanted, name))
    found += _of_backups(target, backups)
    return found


def _of_columns(target: Target, stolen: Stolen, when: str) -> Iterable[Feature]:
    rows = target.rows(stolen)
    by_key = {target.key_of(row): row for row in rows}
    yield Feature(PHYSICAL, f"{when} order of the rows", {key: place for place, key in enumerate(by_key)})
    for column in rows[0] if rows else ():
        attacker = IDS if column == target.key else BY_NATURE.get(column, COLUMNS)
        if column not in TRUTH:
            values = {key: _sortable(row[column]) for key, row in by_key.items()}
            yield Feature(attacker, f"{when} {target.table}.{column}", values, tells_place=column in PLACES)
        sizes = {key: len(row[column]) for key, row in by_key.items() if isinstance(row[column], str | bytes)}
        yield Feature(SIZES, f"{when} size of {target.table}.{column}", sizes, tells_place=column in PLACES)


def _of_answers(target: Target, stolen: Stolen, when: str) -> Iterable[Feature]:
    """Return the separate rows with the answers of a response."""
    if target.table != "responses":
        return
    by_column: dict[tuple[str, str], dict[bytes, Any]] = {}
    for place, row in enumerate(stolen.rows["answers"]):
        key = row["response_key"]
        if row["item"] != PERSON:
            by_column.setdefault((COLUMNS, f"answer to {row['item']}"), {})[key] = row["code"]
        by_column.setdefault((PHYSICAL, "order of its answers"), {}).setdefault(key, place)
        for note in POSTGRESQL_NOTES:
            if note in row:
                by_column.setdefault((BY_NATURE[note], f"answers.{note}"), {}).setdefault(key, row[note])
    for (attacker, name), values in by_column.items():
        yield Feature(attacker, f"{when} {name}", values)


def _signs(target: Target, copies: Iterable[Stolen]) -> dict[str, dict[bytes, bytes]]:
    """Return column to (row key to its bytes in that column), from any copy that still has them."""
    found: dict[str, dict[bytes, bytes]] = {}
    for stolen in copies:
        for row in stolen.rows.get(target.table, []):
            for column in (target.key, *target.signs):
                value = row[column]
                if isinstance(value, bytes) and len(value) >= 8:
                    found.setdefault(column, {})[target.key_of(row)] = value
    return found


def _of_files(stolen: Stolen, wanted: Mapping[bytes, bytes], name: str) -> Iterable[Feature]:
    times: dict[bytes, float] = {}
    segments = 0
    in_log: dict[bytes, Place] = {}
    for file, path in stolen.files().items():
        data = bytes_of(path)
        first, last = first_and_last(data, wanted)
        if file.startswith("logs"):
            as_text = {key: sign.hex().encode() for key, sign in wanted.items()}
            yield Feature(LOGS, f"{name} as text in {file}", first_and_last(data, as_text)[0])
        if file.startswith(WAL_OF_POSTGRESQL):
            # Segments are named in the order of writing; a recycled one has a later name than its content.
            segments += 1
            for key, (offset,) in first.items():
                in_log.setdefault(key, (segments, offset))
        for key in first:
            times[key] = min(path.stat().st_mtime, times.get(key, path.stat().st_mtime))
        attacker = JOURNAL if WAL_OF_POSTGRESQL in file or file.endswith(WAL_OF_SQLITE) else PHYSICAL
        yield Feature(LOGS if file.startswith("logs") else attacker, f"{name} first in {file}", first)
        yield Feature(CARVING, f"{name} last in {file}", last)
    yield Feature(JOURNAL, f"{name} first in pg_wal", in_log)
    yield Feature(SIZES, f"{name} time of its file", times)


def _of_journals(copies: Iterable[Stolen], wanted: Mapping[bytes, bytes], name: str) -> Feature:
    """Return when a row was written, from all copied SQLite logs."""
    first: dict[bytes, Place] = {}
    for stolen in copies:
        for file, path in stolen.files().items():
            if file.endswith(WAL_OF_SQLITE):
                for key, place in first_in_wal(path.read_bytes(), wanted).items():
                    first[key] = min(place, first.get(key, place))
    return Feature(JOURNAL, f"{name} first in any log", first)


def _of_backups(target: Target, backups: Sequence[Stolen]) -> Iterable[Feature]:
    """Return in which backup a row appeared, and in which it was changed."""
    appeared: dict[bytes, int] = {}
    changed: dict[bytes, int] = {}
    known: dict[bytes, dict[str, Any]] = {}
    for place, stolen in enumerate(backups):
        for row in stolen.rows.get(target.table, []):
            key = target.key_of(row)
            content = {name: value for name, value in row.items() if name not in POSTGRESQL_NOTES}
            if appeared.setdefault(key, place) != place and known[key] != content:
                changed.setdefault(key, place)
            known[key] = content
    yield Feature(SNAPSHOTS, f"backup with {target.table}", appeared)
    yield Feature(SNAPSHOTS, f"backup with {target.table} changed", changed)


def _sortable(value: Any) -> Any:
    return int(value) if isinstance(value, bool) else value


Keyed = Callable[[Mapping[str, Any]], int]
