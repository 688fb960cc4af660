"""Tables that DuckDB counts without loading them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from analysis.sources.engines import sql
from analysis.sources.engines.engine import Cells, Roles, ScoreRows
from analysis.sources.input_faults import InputFaultError

ROW = "file_row_number"


class DuckDbEngine:
    """The table of a Parquet file."""

    def __init__(self, path: str) -> None:
        # Imported here: it takes 0.2 s, which readers of CSV files do not need.
        import duckdb

        self.where = path
        self._connection = duckdb.connect()
        try:
            self._connection.read_parquet(path, file_row_number=True).create_view("answers")
        except (duckdb.Error, OSError) as error:
            reason = str(error).splitlines()[0]
            raise InputFaultError("broken_parquet", path, reason=reason) from error

    def snapshot(self) -> AbstractContextManager[None]:
        """Nothing to do: nobody changes a file."""
        return nullcontext()

    def _columns(self, query: str) -> list[Any]:
        return list(self._connection.execute(query).fetchnumpy().values())

    def names(self) -> list[str]:
        """The column names, in the order of the file."""
        described = self._connection.execute("SELECT * FROM answers LIMIT 0").description
        return [str(column[0]) for column in described if column[0] != ROW]

    def distinct(self, column: str | None) -> list[str]:
        """The different texts of a column."""
        return [str(text) for text in self._columns(sql.distinct(column, "answers"))[0]]

    def counts(self, columns: Sequence[str], roles: Roles) -> Iterator[tuple[str, Cells]]:
        """The counts of each column, one query per column."""
        for column in columns:
            texts, *others = self._columns(sql.counts(column, roles, "answers", ROW))
            yield column, Cells(texts.tolist(), *others)

    def people(self, roles: Roles) -> Cells:
        """The counts of people by group and cluster."""
        return Cells(*self._columns(sql.counts(None, roles, "answers")))

    def scores(self, points: Mapping[str, Mapping[str, int]], roles: Roles) -> ScoreRows:
        """The counts of scores, in one query."""
        return ScoreRows(*self._columns(sql.scores(points, roles, "answers")))

    def rows(self, columns: Sequence[str | None]) -> list[Any]:
        """The texts of the columns; the rows in the order of the file."""
        return [column.tolist() for column in self._columns(sql.rows(columns, "answers"))]
