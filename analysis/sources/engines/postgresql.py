"""Tables and views in PostgreSQL as a source of answers: ``postgresql://user@host/database#schema.table``.

All queries of one source read the same snapshot, in a transaction that cannot write.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.sources.dataset import Codebook
from analysis.sources.engines import sql
from analysis.sources.engines.addresses import split, without_password
from analysis.sources.engines.counted_table import CountedTable
from analysis.sources.engines.engine import Cells, Roles, ScoreRows
from analysis.sources.files.roles import Roles as ColumnRoles
from analysis.sources.input_faults import InputFaultError

if TYPE_CHECKING:
    from psycopg import Connection, Cursor

SCHEME = "postgresql://"


def open_source(address: str, roles: ColumnRoles, described: Codebook | None) -> CountedTable:
    """The table at an address. Raises ``InputFaultError`` if there is no such table or no connection."""
    return CountedTable(PostgresqlEngine(address), roles, described)


class PostgresqlEngine:
    """A table or a view."""

    def __init__(self, address: str) -> None:
        self._url, table = split(address, f"{SCHEME}user@host/database#schema.table")
        self.where = without_password(address)
        self._table = ".".join(sql.name(part) for part in table)
        self._connection: Connection[Any] | None = None
        with self.snapshot():
            self.names()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Connects; all queries inside read one state of the table and cannot change anything."""
        try:
            # Imported here: it is an extra, and readers of files do not need it.
            import psycopg
        except ModuleNotFoundError as error:
            raise InputFaultError("no_psycopg", self.where) from error
        try:
            with psycopg.connect(self._url) as connection:
                connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
                connection.read_only = True
                self._connection = connection
                yield
        except psycopg.Error as error:
            reason = (str(error).strip() or type(error).__name__).splitlines()[0]
            raise InputFaultError("no_database_table", self.where, reason=reason) from error
        finally:
            self._connection = None

    def _run(self, query: str) -> Cursor[Any]:
        if self._connection is None:
            raise RuntimeError("a query outside of a snapshot")
        return self._connection.execute(query.encode())

    def _columns(self, query: str) -> list[Sequence[Any]]:
        cursor = self._run(query)
        return list(zip(*cursor.fetchall(), strict=True)) or [() for _ in cursor.description or ()]

    def names(self) -> list[str]:
        """The column names, in the order of the table."""
        described = self._run(f"SELECT * FROM {self._table} LIMIT 0").description  # noqa: S608
        return [column.name for column in described or ()]

    def distinct(self, column: str | None) -> list[str]:
        """The different texts of a column."""
        return [str(text) for text in self._columns(sql.distinct(column, self._table))[0]]

    def counts(self, columns: Sequence[str], roles: Roles) -> Iterator[tuple[str, Cells]]:
        """The counts of each column, one query per column."""
        for column in columns:
            yield column, _cells(self._columns(sql.counts(column, roles, self._table)))

    def people(self, roles: Roles) -> Cells:
        """The counts of people by group and cluster."""
        return _cells(self._columns(sql.counts(None, roles, self._table)))

    def scores(self, points: Mapping[str, Mapping[str, int]], roles: Roles) -> ScoreRows:
        """The counts of scores, in one query."""
        group, cluster, *numbers = self._columns(sql.scores(points, roles, self._table))
        return ScoreRows(group, cluster, *(np.array(column, dtype=np.int64) for column in numbers))

    def rows(self, columns: Sequence[str | None]) -> list[Any]:
        """The texts of the columns."""
        return self._columns(sql.rows(columns, self._table))


def _cells(columns: Sequence[Sequence[Any]]) -> Cells:
    texts, groups, clusters, people = columns
    return Cells(texts, groups, clusters, np.array(people, dtype=np.int64))
