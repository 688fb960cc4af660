"""Tables that fit a terminal of any width: in columns if they fit, otherwise one line per figure, nothing cut off."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

NARROWEST_NAME = 14
WITHOUT_TERMINAL = 120
WIDEST = 10_000


def console_for_output() -> Console:
    """A console as wide as the terminal, or 120 columns wide for a file or a pipe."""
    return Console() if sys.stdout.isatty() or "COLUMNS" in os.environ else Console(width=WITHOUT_TERMINAL)


@dataclass
class TerminalTable:
    """``names``: columns on the left, with repeated entries left empty. ``figures``: columns on the right, each on one
    line; the last may be a list over several lines.
    """

    title: str
    names: Sequence[str]
    figures: Sequence[str]
    last_is_list: bool = False
    rows: list[tuple[Sequence[str], Sequence[str]]] = field(default_factory=list)
    ends: set[int] = field(default_factory=set)
    """Numbers of rows above a line."""

    def add_row(self, *cells: str) -> None:
        """Add a row of texts in rich's markup, from left to right."""
        self.rows.append((cells[: len(self.names)], cells[len(self.names) :]))

    def end_section(self) -> None:
        """Draw a line below the row added last."""
        self.ends.add(len(self.rows))

    def show(self, console: Console) -> None:
        """Print the table as wide as the console."""
        least = self._least_widths()
        overhead = console.measure(self._columns(least), options=console.options.update(width=WIDEST)).maximum
        spare = console.width - overhead
        if spare < 0:
            self._lines(console)
        else:
            console.print(self._columns(self._widened(least, spare)))

    def _cells(self) -> list[list[str]]:
        """The cells of every column, heading first."""
        headings = [[name] for name in (*self.names, *self.figures)]
        for names, figures in self.rows:
            for column, cell in zip(headings, (*names, *figures), strict=True):
                column.append(cell)
        return headings

    def _folds(self, at: int) -> bool:
        """Whether a column may use several lines for a cell."""
        return at < len(self.names) or (self.last_is_list and at == len(self.names) + len(self.figures) - 1)

    def _least_widths(self) -> list[int]:
        return [
            max(NARROWEST_NAME, *map(_longest_word, cells)) if self._folds(at) else max(map(_width, cells))
            for at, cells in enumerate(self._cells())
        ]

    def _widened(self, least: list[int], spare: int) -> list[int]:
        """The widths after giving spare width to the columns that would wrap, from right to left."""
        widths = list(least)
        for at, cells in reversed(list(enumerate(self._cells()))):
            if self._folds(at):
                more = min(spare, max(0, max(map(_width, cells)) - widths[at]))
                widths[at], spare = widths[at] + more, spare - more
        return widths

    def _columns(self, widths: list[int]) -> Table:
        table = Table(title=self.title, box=SIMPLE_HEAD, title_justify="left", title_style="bold", pad_edge=False)
        for at, (name, width) in enumerate(zip((*self.names, *self.figures), widths, strict=True)):
            table.add_column(name, justify="left" if at < len(self.names) else "right", width=width)
        for at, (names, figures) in enumerate(self.rows, 1):
            table.add_row(*names, *figures, end_section=at in self.ends)
        return table

    def _lines(self, console: Console) -> None:
        console.print(Text(self.title, style="bold"), end="\n\n")
        for names, figures in self.rows:
            heading = [f"{label}: {name}" for label, name in zip(self.names, names, strict=True) if name]
            console.print(*heading, sep="\n")
            for label, figure in zip(self.figures, figures, strict=True):
                if figure:
                    console.print(Padding(f"{label}: {figure}", (0, 0, 0, 4)))
        console.print()


def _width(cell: str) -> int:
    """Number of characters in the longest line of a cell."""
    return max((line.cell_len for line in Text.from_markup(cell).split()), default=0)


def _longest_word(cell: str) -> int:
    """Number of characters in the longest word of a cell."""
    return max((cell_len(word) for word in Text.from_markup(cell).plain.split()), default=0)
