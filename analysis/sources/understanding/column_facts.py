"""What a file says about a column before anybody interprets it: its different cells, and labels if it has any."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from analysis.sources.dataset import Variable

MOST_DIFFERENT = 20_000
"""Different cells of a column that are kept; a column with more of them holds texts or numbers of single people."""


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """``people``: number of people per cell, without spaces at its ends; ``first``: the place of the first one in the
    file. ``more``: people with cells beyond ``MOST_DIFFERENT``. ``variable``: what labels in the file declare.
    ``measure``: the measure in the file, ``""`` if it names none.
    """

    variable: Variable
    people: Mapping[str, int]
    first: Mapping[str, str] = field(default_factory=dict)
    more: int = 0
    measure: str = ""

    @property
    def name(self) -> str:
        """The name of the column."""
        return self.variable.name

    @property
    def rows(self) -> int:
        """Number of people."""
        return sum(self.people.values()) + self.more


class FactsCounter:
    """Counts the cells of a column piece by piece."""

    def __init__(self) -> None:
        self.people: Counter[str] = Counter()
        self.first: dict[str, str] = {}
        self.more = 0

    def add(self, cells: Sequence[str], rows: Sequence[int], place: Callable[[int], str] = str) -> None:
        """Count the cells of these rows."""
        for cell, number in Counter(cells).items():
            new = self.count(cell, number)
            if new is not None:
                self.first[new] = place(rows[cells.index(cell)])

    def count(self, cell: str, number: int) -> str | None:
        """Count people with one cell. Returns its text if it is a new one, so that its place can be kept."""
        text = cell.strip()
        new = text not in self.people
        if new and len(self.people) >= MOST_DIFFERENT:
            self.more += number
            return None
        self.people[text] += number
        return text if new else None

    def facts(self, variable: Variable, measure: str = "") -> ColumnFacts:
        """What was counted."""
        return ColumnFacts(variable, self.people, self.first, self.more, measure)
