"""Parquet files as a source of answers. DuckDB counts them without loading; rows are read only for construct scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from analysis.results import Status
from analysis.sources.dataset import Codebook, Dataset, IntArray, Variable
from analysis.sources.files import no_questions
from analysis.sources.files.answer_codes import BLANKS, TEXT_BELOW, Column, fault_notes, reason_notes, text_notes
from analysis.sources.files.assembling import assemble
from analysis.sources.files.roles import Roles, codebook_for, names_and_places
from analysis.sources.input_faults import InputFaultError
from analysis.sources.row_places import CellIndex
from analysis.sources.tally import ItemTally, Tally, faulty, from_rows
from analysis.sources.understanding.column_facts import MOST_DIFFERENT, ColumnFacts

FIRST_ROW = 2
"""Rows are numbered as in a spreadsheet; the header is row 1."""


def _text(name: str | None) -> str:
    if name is None:
        return "''"
    quoted = name.replace('"', '""')
    return f"coalesce(CAST(\"{quoted}\" AS VARCHAR), '')"


@dataclass(frozen=True)
class _Places:
    """The names in a column, and the index of every text in it (-1: blank)."""

    names: tuple[str, ...]
    of: Mapping[str, int]

    def array(self, texts: Sequence[str]) -> IntArray:
        return np.fromiter((self.of[text] for text in texts), np.int32, len(texts))


def open_source(address: str, roles: Roles, described: Codebook | None) -> ParquetFile:
    """The file at a path."""
    return ParquetFile(Path(address), roles, described)


@dataclass(frozen=True)
class ParquetFile:
    """A file, the roles of its columns, and its codebook if there is one."""

    path: Path
    roles: Roles
    described: Codebook | None = None

    @cached_property
    def _connection(self) -> Any:
        # Imported here: it takes 0.2 s, which readers of CSV files do not need.
        import duckdb

        connection = duckdb.connect()
        try:
            connection.read_parquet(str(self.path), file_row_number=True).create_view("answers")
        except (duckdb.Error, OSError) as error:
            reason = str(error).splitlines()[0]
            raise InputFaultError("broken_parquet", str(self.path), reason=reason) from error
        return connection

    def _columns(self, query: str) -> list[Any]:
        return list(self._connection.execute(query).fetchnumpy().values())

    def names(self) -> list[str]:
        """The column names, in the order of the file."""
        described = self._connection.execute("SELECT * FROM answers LIMIT 0").description
        return [str(column[0]) for column in described if column[0] != "file_row_number"]

    def codebook(self) -> Codebook:
        """Variables for all columns; groups only if the given codebook declares them."""
        return codebook_for(self.roles, self.names(), None, self.described, ())

    def columns(self) -> list[ColumnFacts]:
        """What the file says about each column, counted by DuckDB."""
        self.roles.check_names(self.names(), str(self.path))
        found = []
        for name in self.names():
            texts, people, first = self._columns(
                f"SELECT trim({_text(name)}) AS a, count(*) AS n, min(file_row_number) AS r FROM answers "  # noqa: S608
                "GROUP BY 1 ORDER BY r"
            )
            kept = slice(MOST_DIFFERENT)
            cells = [str(text) for text in texts[kept]]
            counted = dict(zip(cells, people[kept].tolist(), strict=True))
            places = {cell: str(int(row) + FIRST_ROW) for cell, row in zip(cells, first[kept], strict=True)}
            found.append(ColumnFacts(Variable(name), counted, places, int(people[MOST_DIFFERENT:].sum())))
        return found

    def _places(self, role: str | None, declared: Sequence[str]) -> _Places:
        texts = [str(text) for text in self._columns(f"SELECT DISTINCT {_text(role)} FROM answers")[0]]  # noqa: S608
        seen = {text: -1 if text.strip() in BLANKS else place for place, text in enumerate(texts)}
        places = np.array(list(seen.values()), dtype=np.int32)
        names, final = names_and_places(seen, places, declared)
        return _Places(names, dict(zip(seen, final.tolist(), strict=True)))

    def _prepared(self, items: Sequence[str] | None) -> tuple[Codebook, _Places, _Places]:
        names, where = self.names(), str(self.path)
        wanted = self.roles.items(names, items, self.described, where)
        declared = tuple(group.code for group in self.described.groups) if self.described else ()
        groups = self._places(self.roles.group, declared)
        self.roles.check_groups(groups.names, where)
        book = codebook_for(self.roles, names, wanted, self.described, groups.names)
        return book, groups, self._places(self.roles.cluster, ())

    def read(self, items: Sequence[str] | None = None) -> Dataset:
        """The answers, row by row; ``items`` default to all columns that have no other role."""
        book, groups, clusters = self._prepared(items)
        columns = {}
        for variable in book.variables:
            texts = tuple(self._columns(f"SELECT {_text(variable.name)} FROM answers")[0].tolist())  # noqa: S608
            column = columns[variable.name] = Column(variable)
            column.add(texts, len(texts))
            column.look_for_fault(texts, range(FIRST_ROW, FIRST_ROW + len(texts)))
        group, cluster = self._columns(
            f"SELECT {_text(self.roles.group)}, {_text(self.roles.cluster)} AS cluster FROM answers"  # noqa: S608
        )
        by_group = (groups.names, groups.array(group))
        by_cluster = None if self.roles.cluster is None else (clusters.names, clusters.array(cluster))
        chosen = self.roles.chosen(self.names(), items, self.described)
        return assemble(
            str(self.path),
            self.roles,
            self.described,
            columns,
            by_group,
            by_cluster,
            chosen,
            self.described is not None,
        )

    def tally(self, items: Sequence[str] | None = None) -> Tally:
        """The counts of these answers, made by DuckDB in one GROUP BY per item."""
        book, groups, clusters = self._prepared(items)
        clustered = self.roles.cluster is not None
        chosen = self.roles.chosen(self.names(), items, self.described)
        columns: dict[str, Column] = {}
        left_out: dict[str, str | None] = {}
        counted = []
        for variable in book.variables:
            column, item, reason = self._count(variable, groups, clusters if clustered else None)
            if not chosen and reason is not None:
                left_out[variable.name] = reason
                continue
            columns[variable.name] = column
            counted.append(item)
        if not counted:
            raise InputFaultError("no_items", str(self.path))
        known = () if self.described else reason_notes(columns)
        notes = (*no_questions.notes(left_out), *text_notes(columns), *known)
        counted = [replace(item, variable=replace(item.variable, position=at)) for at, item in enumerate(counted)]
        book = replace(book, variables=tuple(item.variable for item in counted))
        without = self._without_place(groups, clusters if clustered else None)
        return Tally(tuple(counted), book, clustered, (*notes, *without))

    def _count(
        self, variable: Variable, groups: _Places, clusters: _Places | None
    ) -> tuple[Column, ItemTally, str | None]:
        """The distinct cells of a column, their counts, and why the column is no question (``None`` if it is one)."""
        texts, group_texts, cluster_texts, people, first_rows = self._columns(
            f"SELECT {_text(variable.name)} AS a, {_text(self.roles.group)} AS b, "  # noqa: S608
            f"{_text(self.roles.cluster)} AS c, count(*) AS n, min(file_row_number) AS r FROM answers GROUP BY ALL"
        )
        column = Column(variable)
        column.add(texts.tolist(), len(texts))
        faults = column.pieces[0] < TEXT_BELOW
        if faults.any():
            at = int(np.argmin(np.where(faults, first_rows, np.iinfo(np.int64).max)))
            column.fault = (str(int(first_rows[at]) + FIRST_ROW), str(texts[at]))
            column.settle()
        declared = self.roles.role_of(variable.name, self.described)
        reason = None if declared else no_questions.why_left_out(column, column.array(), people)
        if column.fault is not None:
            note = fault_notes({variable.name: column})[variable.name]
            return column, faulty(variable, len(groups.names), Status.NOT_NUMERIC, note), reason
        group = groups.array(group_texts)
        cluster = clusters.array(cluster_texts) if clusters else None
        keep = group >= 0 if cluster is None else (group >= 0) & (cluster >= 0)
        places = CellIndex.of(
            len(groups.names),
            group[keep],
            None if cluster is None else cluster[keep],
            len(clusters.names) if clusters else 0,
            people[keep],
        )
        return column, from_rows(column.variable, places, column.array()[keep]), reason

    def _without_place(self, groups: _Places, clusters: _Places | None) -> tuple[str, ...]:
        group_texts, cluster_texts, people = self._columns(
            f"SELECT {_text(self.roles.group)} AS a, {_text(self.roles.cluster)} AS b, "  # noqa: S608
            "count(*) AS n FROM answers GROUP BY ALL"
        )
        group = groups.array(group_texts)
        notes = []
        if int(people[group < 0].sum()):
            notes.append(f"without_group:{int(people[group < 0].sum())}")
        if clusters is not None:
            homeless = int(people[(group >= 0) & (clusters.array(cluster_texts) < 0)].sum())
            notes += [f"without_cluster:{homeless}"] if homeless else []
        return tuple(notes)
