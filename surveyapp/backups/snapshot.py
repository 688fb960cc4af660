"""The rows of a database as lines of text, all of one moment, each table in the order of its keys.

A copy of the database's own pages would carry their order, which tells who came when, and what was deleted; rows
sorted by random keys carry neither. The lines are the same for SQLite and PostgreSQL, so that a backup of one restores
into the other. The first line is the head; every other line holds rows of a table; the last one counts them.
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
from surveyapp.database.migrating import revision_of
from surveyapp.database.tables import metadata

ROWS_IN_A_LINE = 200


@dataclass(frozen=True, slots=True)
class TableHead:
    """``binary``: the columns whose values are bytes."""

    columns: list[str]
    binary: list[str]


@dataclass(frozen=True, slots=True)
class Head:
    """``revision``: the shape of the database. ``tables``: in the order in which they can be filled."""

    revision: str
    made: str
    keys: dict[str, bytes]
    tables: dict[str, TableHead]


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows of a table, in the order of its columns."""

    table: str
    rows: list[list[Any]]


def as_lines(connection: Connection, keys: Mapping[str, bytes]) -> Iterator[bytes]:
    """Everything that the connection sees, and the keys of the instance."""
    made = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    tables = {table.name: _table_head(table) for table in metadata.sorted_tables}
    head = Head(revision_of(connection) or "", made, dict(keys), tables)
    yield _line(asdict(head) | {"keys": {name: _text(key) for name, key in keys.items()}})
    counts: Counter[str] = Counter()
    for table in metadata.sorted_tables:
        found = connection.execute(
            select(table).order_by(*table.primary_key.columns), execution_options={"yield_per": ROWS_IN_A_LINE}
        )
        for partition in found.partitions():
            rows = [[_text(value) if isinstance(value, bytes) else value for value in row] for row in partition]
            counts[table.name] += len(rows)
            yield _line({"table": table.name, "rows": rows})
    yield _line({"counts": counts})


def from_lines(pieces: Iterable[bytes]) -> Iterator[Head | Rows]:
    """The head, then the rows; DamagedError where the content is not what :func:`as_lines` makes."""
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
