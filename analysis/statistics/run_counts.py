"""Counts small integers in rows that stand in runs of one cell, without building a key for each row.

A cell is a number from 0 up, such as cluster times groups plus group. If a source hands over its rows in the order of
their cells, there are few runs, and counting a value needs two fast steps for each block of rows: compare the block
with the value, which gives one byte per row, and add the bytes up by runs, eight rows at a time. The rows that share
eight bytes with another run are corrected afterwards; there are at most seven of them at the start of each run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.signedinteger[Any]]
Counts = NDArray[np.int64]

BLOCK = 1 << 17
"""Rows at a time, so that the block and its comparison stay in the processor's cache."""
LONGEST = 255
"""Words of eight rows that are added before a byte of the sum could overflow."""
MOST_VALUES = 24
"""With more different values, counting value by value is slower than one count of keys."""
ROWS_OF_A_RUN = 64
"""If the runs are shorter on average, one count of keys is faster."""


@dataclass(frozen=True)
class Runs:
    """``starts``: the first row of each run, ascending, beginning with 0. ``cell``: the cell of each run."""

    rows: int
    cells: int
    starts: Counts
    cell: Counts

    @classmethod
    def of(cls, place: Integers, cells: int) -> Runs | None:
        """The runs of rows whose cells are ``place``, each below ``cells``; ``None`` if they are too short."""
        starts = _starts(place)
        if len(starts) * ROWS_OF_A_RUN > len(place):
            return None
        return cls(len(place), cells, starts, place[starts].astype(np.int64))

    def count(self, column: Integers, likely: Sequence[int] = ()) -> tuple[tuple[int, ...], Counts] | None:
        """The different values of the column, ascending, and the rows of each cell with each of them, (cells, values).

        ``likely``: values that are looked for first; if they account for all rows, no other value is. ``None`` if
        the values span more than ``MOST_VALUES``.
        """
        kind = np.iinfo(column.dtype)
        values = [value for value in dict.fromkeys(likely) if kind.min <= value <= kind.max]
        counted = self._rows_with(column, values)
        if int(counted.sum()) < self.rows:
            low, high = int(np.min(column)), int(np.max(column))
            if high - low >= MOST_VALUES:
                return None
            others = [value for value in range(low, high + 1) if value not in values]
            counted = np.concatenate([counted, self._rows_with(column, others)], axis=1)
            values += others
        present = [at for at in np.argsort(values).tolist() if counted[:, at].any()]
        return tuple(values[at] for at in present), counted[:, present]

    def _rows_with(self, column: Integers, values: Sequence[int]) -> Counts:
        """The number of rows with each value in each cell, (cells, values)."""
        equal = np.empty(8 * self._words_at_once, dtype=np.bool_)
        sums = np.empty((len(values), len(self._pieces)), dtype=np.uint64)
        wanted = np.array(values, dtype=column.dtype)
        for first, last, start, end in self._blocks:
            block = column[8 * start : 8 * end]
            part = equal[: len(block)]
            words, pieces = part.view(np.uint64), self._pieces[first:last] - start
            for value, of_value in zip(wanted, sums, strict=True):
                np.equal(block, value, out=part)
                np.add.reduceat(words, pieces, out=of_value[first:last])
        people = np.dot(sums.view(np.uint8).reshape(-1, 8).astype(np.float32), np.ones(8, dtype=np.float32))
        rows_of_edges, own, other = self._edges
        edges = column[rows_of_edges]
        counted = np.empty((self.cells, len(values)), dtype=np.int64)
        for at, of_piece in enumerate(people.reshape(sums.shape)):
            total = np.bincount(self._cell_of_piece, weights=of_piece, minlength=self.cells + 1)
            hit = np.flatnonzero(edges == wanted[at])
            total += np.bincount(own[hit], minlength=self.cells + 1)
            total -= np.bincount(other[hit], minlength=self.cells + 1)
            counted[:, at] = total[: self.cells]
        return counted

    @cached_property
    def _pieces(self) -> Counts:
        """The first word of each piece: at most ``LONGEST`` words of one run. A word is of the run of its first row."""
        return self._pieces_and_runs[0]

    @cached_property
    def _cell_of_piece(self) -> Counts:
        return np.asarray(self.cell[self._pieces_and_runs[1]])

    @cached_property
    def _pieces_and_runs(self) -> tuple[Counts, Counts]:
        ends = np.append(self.starts[1:], 8 * self._words)
        first, last = -(-self.starts // 8), np.minimum(-(-ends // 8), self._words)
        words = np.maximum(last - first, 0)
        pieces = -(-words // LONGEST)
        run = np.repeat(np.arange(len(self.starts)), pieces)
        within = np.arange(len(run)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
        return first[run] + LONGEST * within, run

    @property
    def _words(self) -> int:
        return self.rows // 8

    @cached_property
    def _blocks(self) -> list[tuple[int, int, int, int]]:
        """Pieces ``first:last`` and words ``start:end`` of each block of about ``BLOCK`` rows."""
        bounds = np.append(self._pieces, self._words)
        blocks, first = [], 0
        while first < len(self._pieces):
            last = int(np.searchsorted(bounds, bounds[first] + BLOCK // 8, side="right")) - 1
            last = max(last, first + 1)
            blocks.append((first, last, int(bounds[first]), int(bounds[last])))
            first = last
        return blocks

    @cached_property
    def _words_at_once(self) -> int:
        return max((end - start for _, _, start, end in self._blocks), default=0)

    @cached_property
    def _edges(self) -> tuple[Counts, Counts, Counts]:
        """Rows that stand in a word of another run or after the last word; their cell, and the cell of the word.

        After the last word there is no other cell; its number is then ``cells``.
        """
        ends = np.append(self.starts[1:], self.rows)
        tail = 8 * self._words
        # Rows of each run before its first word, and those after the last word.
        head = np.minimum(ends, np.minimum(8 * -(-self.starts // 8), tail)) - self.starts
        heads = _ranges(self.starts, np.maximum(head, 0))
        rows = np.concatenate([heads, np.arange(tail, self.rows)])
        run = np.searchsorted(self.starts, rows, side="right") - 1
        of_word = np.searchsorted(self.starts, 8 * (heads // 8), side="right") - 1
        nobody = np.full(self.rows - tail, self.cells, dtype=np.int64)
        return rows, np.asarray(self.cell[run]), np.concatenate([self.cell[of_word], nobody])


def _starts(place: Integers) -> Counts:
    changes = np.flatnonzero(place[1:] != place[:-1]) + 1
    return np.concatenate([np.zeros(min(1, len(place)), dtype=np.int64), changes])


def _ranges(starts: Counts, lengths: Counts) -> Counts:
    """``starts[i], starts[i] + 1, ...``, ``lengths[i]`` numbers each."""
    first = np.repeat(starts - (np.cumsum(lengths) - lengths), lengths)
    return np.asarray(first + np.arange(len(first)), dtype=np.int64)
