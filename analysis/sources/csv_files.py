"""CSV files (plain or gzip) as a source of answers: read in pieces, one small integer per cell.

The separator is comma, semicolon or tab, whichever is most frequent in the header line. Blank cells are missing. Rows
are numbered as in a spreadsheet; the header is row 1. A file that is not a table raises ``InputFaultError``. Text among
codes does not; it becomes the status of that item.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

import numpy as np

from analysis.sources.dataset import Codebook, Dataset, IntArray
from analysis.sources.files.answer_codes import BLANKS, Column
from analysis.sources.files.assembling import assemble
from analysis.sources.files.roles import Roles, codebook_for, names_and_places
from analysis.sources.input_faults import InputFaultError
from analysis.sources.tally import Tally, tally

PIECE = 1_000
"""Rows read at a time: few enough to stay in the processor's cache."""


def open_source(address: str, roles: Roles, described: Codebook | None) -> CsvFile:
    """The file at a path."""
    return CsvFile(Path(address), roles, described)


@dataclass(frozen=True)
class CsvFile:
    """A file, the roles of its columns, and its codebook if there is one."""

    path: Path
    roles: Roles
    described: Codebook | None = None

    def names(self) -> list[str]:
        """The column names, in the order of the file."""
        with self._open() as (_, names):
            return names

    def codebook(self) -> Codebook:
        """Variables for all columns; groups only if the given codebook declares them."""
        return codebook_for(self.roles, self.names(), None, self.described, ())

    def read(self, items: Sequence[str] | None = None) -> Dataset:
        """The answers; ``items`` default to all columns that have no other role and are questions."""
        with self._open() as (rows, names):
            wanted = self.roles.items(names, items, self.described, str(self.path))
            book = codebook_for(self.roles, names, wanted, self.described, ())
            columns = {name: Column(book.variable(name)) for name in wanted}
            places = {name: names.index(name) for name in wanted}
            group, cluster = _Names(names.index(self.roles.group)), None
            if self.roles.cluster is not None:
                cluster = _Names(names.index(self.roles.cluster))
            first_row = 2
            for piece in self._pieces(rows, len(names)):
                cells = list(zip(*piece, strict=True))
                for name, column in columns.items():
                    column.add(cells[places[name]], len(piece), first_row)
                    column.look_for_fault(cells[places[name]], first_row)
                for role in (group, cluster):
                    if role is not None:
                        role.pieces.append(role.places(cells[role.column]))
                first_row += len(piece)
        group_names, group_index = names_and_places(group.seen, group.array(), self._declared())
        self.roles.check_groups(group_names, str(self.path))
        chosen = self.roles.chosen(names, items, self.described)
        groups, clusters = (group_names, group_index), None
        if cluster is not None:
            clusters = names_and_places(cluster.seen, cluster.array(), ())
        return assemble(
            str(self.path), self.roles, self.described, columns, groups, clusters, chosen, self.described is not None
        )

    def tally(self, items: Sequence[str] | None = None) -> Tally:
        """The counts of these answers."""
        return tally(self.read(items))

    def _declared(self) -> tuple[str, ...]:
        return tuple(group.code for group in self.described.groups) if self.described else ()

    @contextmanager
    def _open(self) -> Iterator[tuple[Iterator[list[str]], list[str]]]:
        where = str(self.path)
        try:
            with self._text() as file:
                line = file.readline()
                if not line.strip():
                    raise InputFaultError("empty_file", where)
                delimiter = max(",;\t", key=line.count)
                file.seek(0)
                rows = csv.reader(file, delimiter=delimiter, strict=True)
                names = [name.strip() for name in next(rows)]
                doubled = next((name for name in names if names.count(name) > 1), None)
                if doubled is not None:
                    raise InputFaultError("duplicate_column", where, column=doubled)
                yield rows, names
        except UnicodeDecodeError as error:
            raise InputFaultError("not_text", where) from error
        except csv.Error as error:
            raise InputFaultError("broken_csv", where, reason=error) from error
        except (OSError, EOFError) as error:
            raise InputFaultError("unreadable", where, reason=getattr(error, "strerror", None) or error) from error

    def _text(self) -> TextIO:
        if self.path.suffix == ".gz":
            return gzip.open(self.path, "rt", encoding="utf-8-sig", newline="")
        return self.path.open(encoding="utf-8-sig", newline="")

    def _pieces(self, rows: Iterator[list[str]], width: int) -> Iterator[list[list[str]]]:
        done = 1
        while piece := list(islice(rows, PIECE)):
            if any(len(row) != width for row in piece):
                for at, row in enumerate(piece):
                    if row and len(row) != width:
                        where = f"{self.path}:{done + at + 1}"
                        raise InputFaultError("ragged_row", where, found=len(row), expected=width)
                # An empty line is not a respondent but an extra line end.
                done += sum(not row for row in piece)
                piece = [row for row in piece if row]
            done += len(piece)
            yield piece


class _Names:
    """A column of names while it is read: each distinct text gets an index in the order of first appearance."""

    def __init__(self, column: int) -> None:
        self.column = column
        self.seen: dict[str, int] = {}
        self.pieces: list[IntArray] = []

    def places(self, cells: Sequence[str]) -> IntArray:
        for cell in dict.fromkeys(cells):
            text = cell.strip()
            self.seen.setdefault(cell, -1 if text in BLANKS else len(self.seen))
        return np.fromiter(map(self.seen.__getitem__, cells), np.int32, len(cells))

    def array(self) -> IntArray:
        return np.concatenate(self.pieces) if self.pieces else np.zeros(0, dtype=np.int32)
