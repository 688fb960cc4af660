"""An open table: its header, and its rows in pieces, each row with its number in the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from analysis.sources.input_faults import InputFaultError
from analysis.sources.tables.headers import Head, doubled_columns, letters

PIECE = 1_000
"""Rows read at a time: few enough to stay in the processor's cache."""


class Piece(NamedTuple):
    """Some rows of equal width, and the number of each row in the file (from 1)."""

    rows: list[list[str]]
    numbers: Sequence[int]


@dataclass(frozen=True, slots=True)
class OpenTable:
    """A table while it is read. ``has_cells``: people who open it see cells with names such as D5, not only rows."""

    where: str
    head: Head
    pieces: Iterator[Piece]
    has_cells: bool = False

    def columns(self) -> Iterator[tuple[list[Sequence[str]], Sequence[int]]]:
        """Each piece as columns, in the order of ``head.names``, with the numbers of its rows.

        Raises ``InputFaultError`` if a column without a name holds a value.
        """
        kept = self.head.columns
        others = [column for column in range(self.head.width) if column not in kept]
        for rows, numbers in self.pieces:
            cells = list(zip(*rows, strict=True))
            for column in others:
                self._must_be_empty(cells[column], column, numbers)
            yield [cells[column] for column in kept], numbers

    def place(self, name: str, row: int) -> str:
        """The place of a cell for messages: ``D5``, or ``5`` if the file has only rows."""
        column = self.head.columns[self.head.names.index(name)]
        return f"{letters(column)}{row}" if self.has_cells else str(row)

    def _must_be_empty(self, cells: Sequence[str], column: int, numbers: Sequence[int]) -> None:
        for at, cell in enumerate(cells):
            if cell.strip():
                place = f"{self.where}:{letters(column)}{numbers[at]}"
                raise InputFaultError("unnamed_column", place, column=letters(column), found=cell.strip()[:40])


def checked_head(head: Head | None, where: str, row: int | None = None) -> Head:
    """The header, or an ``InputFaultError`` if there is none or a name stands more than once.

    ``row``: its number in the file, if that is not the number of rows read.
    """
    if head is None:
        raise InputFaultError("empty_file", where)
    if doubled := doubled_columns(head):
        name, columns = doubled
        places = ", ".join(f"{letters(column)}{row or head.rows}" for column in columns)
        raise InputFaultError("duplicate_column", where, column=name, places=places)
    return head
