"""What an engine must offer: counts of a table, made where the table is.

All cells are texts as the engine writes them; an empty cell and NULL are ``""``. What a text means is decided by the
same code for every engine (``analysis.sources.files.answer_codes``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Texts = Sequence[str]
Roles = tuple[str | None, str | None]
"""The column of the group and of the cluster; ``None``: there is no such column, and every cell is ``""``."""


@dataclass(frozen=True)
class Cells:
    """Counts of people by text, group and cluster, one entry per combination that occurs.

    ``first_rows``: the first row of each combination, from 0; ``None`` if the rows of the table have no order.
    """

    texts: Texts
    groups: Texts
    clusters: Texts
    people: NDArray[np.int64]
    first_rows: NDArray[np.int64] | None = None


@dataclass(frozen=True)
class ScoreRows:
    """Counts of people by group, cluster, points and answered items (``analysis.sources.score_tally``)."""

    groups: Texts
    clusters: Texts
    points: NDArray[np.int64]
    answered: NDArray[np.int64]
    people: NDArray[np.int64]


class Engine(Protocol):
    """A table in an engine."""

    where: str
    """The address for messages."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Connects; all queries inside read one state of the table. No query may stand outside."""
        ...

    def names(self) -> list[str]:
        """The column names, in the order of the table."""
        ...

    def distinct(self, column: str | None) -> list[str]:
        """The different texts of a column; ``[""]`` for ``None``."""
        ...

    def counts(self, columns: Sequence[str], roles: Roles) -> Iterator[tuple[str, Cells]]:
        """The counts of each column."""
        ...

    def people(self, roles: Roles) -> Cells:
        """The counts of people by group and cluster; all texts are ``""``."""
        ...

    def scores(self, points: Mapping[str, Mapping[str, int]], roles: Roles) -> ScoreRows:
        """The counts of scores; ``points``: for each column the points of each text that is an answer."""
        ...

    def rows(self, columns: Sequence[str | None]) -> list[Any]:
        """The texts of the columns, one array per column, in one order of rows."""
        ...
