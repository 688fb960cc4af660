"""Tables of any engine that Ibis reaches, such as Spark on a cluster: ``ibis:pyspark://#table``.

After ``ibis:`` stands the address that ``ibis.connect`` takes; a table name that ends with ``.parquet`` is a path for
the engine. The counts of all items are one expression, a union of one ``group_by`` per item, which every engine of Ibis
runs as one job. Ibis and the driver of the engine are the extra ``spark`` of this package.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import reduce
from operator import add
from typing import Any

import numpy as np

from analysis.sources.dataset import Codebook
from analysis.sources.engines.addresses import split, without_password
from analysis.sources.engines.counted_table import CountedTable
from analysis.sources.engines.engine import Cells, Roles, ScoreRows
from analysis.sources.files.roles import Roles as ColumnRoles
from analysis.sources.input_faults import InputFaultError

SCHEME = "ibis:"
PARQUET = ".parquet"


def open_source(address: str, roles: ColumnRoles, described: Codebook | None) -> CountedTable:
    """The table at an address. Raises ``InputFaultError`` if there is no such table or no connection."""
    return CountedTable(IbisEngine(address), roles, described)


class IbisEngine:
    """A table of an Ibis backend. ``table``: an Ibis table, if the caller has connected already."""

    def __init__(self, address: str, table: Any = None) -> None:
        self.where = without_password(address)
        self._table = _connected(address, self.where) if table is None else table

    def snapshot(self) -> AbstractContextManager[None]:
        """Nothing to do: Ibis keeps its connection, and most engines have no snapshots."""
        return nullcontext()

    def names(self) -> list[str]:
        """The column names, in the order of the table."""
        return list(self._table.columns)

    def distinct(self, column: str | None) -> list[str]:
        """The different texts of a column."""
        texts = self._table.select(a=self._text(column)).distinct()
        return [str(text) for text in texts.execute()["a"]]

    def counts(self, columns: Sequence[str], roles: Roles) -> Iterator[tuple[str, Cells]]:
        """The counts of each column, all in one query."""
        import ibis

        found = ibis.union(*(self._counted(column, at, roles) for at, column in enumerate(columns))).execute()
        of_item = dict(iter(found.groupby("item")))
        for at, column in enumerate(columns):
            yield column, _cells(of_item.get(at, found.iloc[:0]))

    def people(self, roles: Roles) -> Cells:
        """The counts of people by group and cluster."""
        return _cells(self._counted(None, 0, roles).execute())

    def scores(self, points: Mapping[str, Mapping[str, int]], roles: Roles) -> ScoreRows:
        """The counts of scores, in one query."""
        import ibis

        cases = {
            f"p{at}": self._text(column).cases(*of_text.items(), else_=None)
            for at, (column, of_text) in enumerate(points.items())
        }
        person = self._table.select(b=self._text(roles[0]), c=self._text(roles[1]), **cases)
        scored = person.select(
            "b",
            "c",
            points=reduce(add, (person[name].fill_null(0).cast("int64") for name in cases)),
            answered=reduce(add, (ibis.cases((person[name].isnull(), 0), else_=1).cast("int64") for name in cases)),
        )
        found = scored.group_by(["b", "c", "points", "answered"]).agg(n=scored.count()).execute()
        numbers = (found[name].to_numpy(dtype=np.int64) for name in ("points", "answered", "n"))
        return ScoreRows(found["b"].tolist(), found["c"].tolist(), *numbers)

    def rows(self, columns: Sequence[str | None]) -> list[Any]:
        """The texts of the columns."""
        found = self._table.select(**{f"c{at}": self._text(column) for at, column in enumerate(columns)}).execute()
        return [found[name].tolist() for name in found]

    def _text(self, column: str | None) -> Any:
        import ibis

        return ibis.literal("") if column is None else self._table[column].cast("string").fill_null("")

    def _counted(self, column: str | None, item: int, roles: Roles) -> Any:
        import ibis

        texts = {"a": self._text(column), "b": self._text(roles[0]), "c": self._text(roles[1])}
        cells = self._table.select(item=ibis.literal(item, "int32"), **texts)
        return cells.group_by(["item", "a", "b", "c"]).agg(n=cells.count())


def _connected(address: str, where: str) -> Any:
    database, table = split(address, f"{SCHEME}pyspark://#table")
    try:
        import ibis
    except ModuleNotFoundError as error:
        raise InputFaultError("no_ibis", where) from error
    try:
        connection = ibis.connect(database.removeprefix(SCHEME))
        name = address.partition("#")[2]
        if name.endswith(PARQUET):
            return connection.read_parquet(name)
        return connection.table(table[-1], database=tuple(table[:-1]) or None)
    except Exception as error:
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise InputFaultError("no_database_table", where, reason=reason) from error


def _cells(found: Any) -> Cells:
    texts, groups, clusters = (found[name].tolist() for name in ("a", "b", "c"))
    return Cells(texts, groups, clusters, found["n"].to_numpy(dtype=np.int64))
