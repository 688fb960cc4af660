"""What a thief copies at one moment: the files, the rows with the database's own metadata, the log."""

import shutil
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

Rows = list[dict[str, Any]]
PASSES = 5

POSTGRESQL_NOTES = ("ctid", "xmin", "xmax", "cmin", "cmax")
WAL_OF_SQLITE, WAL_OF_POSTGRESQL = "-wal", "pg_wal"


@dataclass
class Stolen:
    """``rows``: table to rows in the database's default order."""

    folder: Path
    rows: dict[str, Rows] = field(default_factory=dict)

    def files(self) -> dict[str, Path]:
        """Return every stolen file by its name below the folder."""
        found = (path for path in sorted(self.folder.rglob("*")) if path.is_file())
        return {str(path.relative_to(self.folder)): path for path in found}


class Thief:
    """Takes copies of one installation."""

    def __init__(self, engine: Engine, logs: Path, loot: Path, tables: Sequence[str]) -> None:
        self._engine, self._logs, self._loot, self._tables = engine, logs, loot, tables
        self._taken = 0

    def take(self, *, whole: bool = False) -> Stolen:
        """Return a copy. A backup of PostgreSQL is its rows; ``whole`` includes its files."""
        self._taken += 1
        stolen = Stolen(self._loot / f"{self._taken:03}")
        stolen.folder.mkdir(parents=True)
        if self._engine.dialect.name == "sqlite":
            self._copy_sqlite(stolen)
        else:
            self._copy_postgresql(stolen, whole)
        if whole:
            shutil.copytree(self._logs, stolen.folder / "logs")
        return stolen

    def _copy_sqlite(self, stolen: Stolen) -> None:
        database = Path(str(self._engine.url.database))
        for path in sorted(database.parent.glob("*")):
            if path.is_file():
                shutil.copy2(path, stolen.folder / path.name)
        # Examined in a second copy, because opening a database with a log changes it.
        look = self._loot / "look"
        shutil.rmtree(look, ignore_errors=True)
        shutil.copytree(stolen.folder, look)
        connection = sqlite3.connect(look / database.name)
        connection.row_factory = sqlite3.Row
        for table in self._tables:
            stolen.rows[table] = [dict(row) for row in _select_sqlite(connection, table)]
        connection.close()

    def _copy_postgresql(self, stolen: Stolen, whole: bool) -> None:
        notes = ", ".join(f'{name}::text AS "{name}"' for name in POSTGRESQL_NOTES)
        with self._engine.connect() as connection:
            for table in self._tables:
                found = connection.execute(text(f"SELECT {notes}, * FROM {table}")).mappings()  # noqa: S608
                stolen.rows[table] = [_readable(row) for row in found]
        if not whole:
            return
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("CHECKPOINT"))
            data = Path(str(connection.execute(text("SHOW data_directory")).scalar()))
            own = connection.execute(text("SELECT oid FROM pg_database WHERE datname = current_database()")).scalar()
        for place, name in ((data / "base" / str(own), "base"), (data / WAL_OF_POSTGRESQL, WAL_OF_POSTGRESQL)):
            _copy_while_files_come_and_go(place, stolen.folder / name)


def _copy_while_files_come_and_go(place: Path, copy: Path) -> None:
    """Segments of the log are renamed and caches removed at any time; an incomplete copy is made again."""
    for _ in range(PASSES):
        with suppress(FileNotFoundError, shutil.Error):
            shutil.copytree(place, copy, ignore=shutil.ignore_patterns("pg_internal.init*"))
            return
        shutil.rmtree(copy)
    raise AssertionError(f"{place} never stood still")


def _select_sqlite(connection: sqlite3.Connection, table: str) -> list[sqlite3.Row]:
    try:
        return connection.execute(f"SELECT rowid, * FROM {table}").fetchall()  # noqa: S608
    except sqlite3.OperationalError:
        return connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608


def _readable(row: Mapping[Any, Any]) -> dict[str, Any]:
    values = {name: bytes(value) if isinstance(value, memoryview) else value for name, value in row.items()}
    page, item = str(values["ctid"]).strip("()").split(",")
    return values | {"ctid": (int(page), int(item))} | {name: int(values[name]) for name in POSTGRESQL_NOTES[1:]}


def bytes_of(path: Path) -> bytes:
    """Return a file without trailing zero bytes: log segments are created in full size."""
    return path.read_bytes().rstrip(b"\0")
