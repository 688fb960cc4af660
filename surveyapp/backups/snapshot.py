"""The rows of a database at one moment as lines of text, each table sorted by its keys.

A copy of the database files would keep the order in which rows were inserted, and deleted rows. Rows sorted by random
keys keep neither. SQLite and PostgreSQL give the same lines, so a backup of one restores into the other. The first line
is the header, every other line holds rows of a table, and the last line counts them. Tables that are marked with
``NOT_IN_BACKUPS`` are left out.
"""

import base64
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, LargeBinary, Table, select

from surveyapp.backups.sealed_file import DamagedError
from surveyapp.database.declarative_base import NOT_IN_BACKUPS
from surveyapp.database.migrating import revision_of
from surveyapp.database.tables import metadata

ROWS_IN_A_LINE = 200


@dataclass(frozen=True, slots=True)
class TableHead:
    """A table of the snapshot. ``binary``: the columns whose values are bytes."""

    columns: list[str]
    binary: list[str]


@dataclass(frozen=True, slots=True)
class Head:
    """The header. ``revision``: the schema of the database. ``tables``: in an order in which they can be filled."""

    revision: str
    made: str
    keys: dict[str, bytes]
    tables: dict[str, TableHead]


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows of one table, with the columns in its order."""

    table: str
    rows: list[list[Any]]


def as_lines(connection: Connection, keys: Mapping[str, bytes]) -> Iterator[bytes]:
    """Yield everything that the connection sees, and the keys of the instance."""
    made = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    kept = [table for table in metadata.sorted_tables if not table.info.get(NOT_IN_BACKUPS)]
    tables = {table.name: _table_head(table) for table in kept}
    head = Head(revision_of(connection) or "", made, dict(keys), tables)
    yield _line(asdict(head) | {"keys": {name: _text(key) for name, key in keys.items()}})
    counts: Counter[str] = Counter()
    for table in kept:
        found = connection.execute(
            select(table).order_by(*table.primary_key.columns), execution_options={"yield_per": ROWS_IN_A_LINE}
        )
        for partition in found.partitions():
            rows = [[_text(value) if isinstance(value, bytes) else value for value in row] for row in partition]
            counts[table.name] += len(rows)
            yield _line({"table": table.name, "rows": rows})
    yield _line({"counts": counts})


def from_lines(pieces: Iterable[bytes]) -> Iterator[Head | Rows]:
    """Yield the header, then the rows. ``DamagedError`` if the content was not made by :func:`as_lines`."""
    counts: Counter[str] = Counter()
    try:
        lines = map(json.loads, _lines(pieces))
        first: dict[str, Any] = next(lines, {})
        head = Head(
            revision=first["revision"],
            made=first["made"],
            keys={name: base64.b64decode(key) for name, key in first["keys"].items()},
            tables={name: TableHead(**table) for name, table in first["tables"].items()},
        )
        yield head
        for line in lines:
            if "counts" in line:
                if line["counts"] != counts:
                    raise DamagedError
                return
            table = head.tables[line["table"]]
            places = [table.columns.index(column) for column in table.binary]
            for row in line["rows"]:
                for place in places:
                    if row[place] is not None:
                        row[place] = base64.b64decode(row[place])
            counts[line["table"]] += len(line["rows"])
            yield Rows(line["table"], line["rows"])
    except (KeyError, TypeError, ValueError, IndexError):
        raise DamagedError from None
    raise DamagedError


def _table_head(table: Table) -> TableHead:
    return TableHead(
        [column.name for column in table.columns],
        [column.name for column in table.columns if isinstance(column.type, LargeBinary)],
    )


def _line(content: Mapping[str, object]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    begun: list[bytes] = []
    for piece in pieces:
        first, *others = piece.split(b"\n")
        begun.append(first)
        for other in others:
            yield b"".join(begun)
            begun = [other]
