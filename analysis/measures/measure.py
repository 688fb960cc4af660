"""Defines a measure: a statistic with its place in JSON, in tables and in the text of the report.

A measure belongs to one level: it is computed for each group of an item, for all groups of an item together, for each
pair of groups, or for each pair of groups on the score of a construct. It declares which counts it reads.
``analysis.comparisons.computing`` does not call it for hidden answers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analysis.disclosure.small_cells import without_parts
from analysis.measures.figure_parts import PARTS, part_of
from analysis.results import Estimate, ItemComparison, Status, Test, Texts, figure
from analysis.sources.dataset import Group, Variable
from analysis.statistics.cluster_counts import ClusterCounts, counts_of
from analysis.wording.cells import Cell, figure_cell
from analysis.wording.phrasing import Phrasing

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Chart

Figures = Mapping[str, Any]
"""Maps names to figures.

Figures without a field in the records of ``results`` are stored in ``extra`` and must be an ``Estimate``, a ``Test``, a
number or ``None``.
"""

Answers = Mapping[int, Texts]
"""Maps answer codes to labels, in the order of the scale."""
NO_ANSWERS: Answers = {}


class Level(Enum):
    """What a measure is computed for; this decides in which tables it appears."""

    GROUP = auto()
    ITEM = auto()
    PAIR = auto()
    SCORES = auto()


class Reads(Enum):
    """``COUNTS``: people per group and answer, without clusters. ``CLUSTERS``: the same inside each cluster.
    ``RESPONSE``: the same with the people inside each cluster who did not answer; for measures of a group.

    Results computed from clusters are omitted if the clusters are so few or so small that single ones could be
    inferred.
    """

    COUNTS = auto()
    CLUSTERS = auto()
    RESPONSE = auto()


class View(Enum):
    """Where a column is printed. ``NON_RESPONSE``: in the table of those who did not answer, which all views have."""

    TERMINAL = auto()
    REPORT = auto()
    PAGE = auto()
    NON_RESPONSE = auto()


EVERYWHERE = frozenset({View.TERMINAL, View.REPORT, View.PAGE})


@dataclass(frozen=True, slots=True)
class Counts:
    """What a measure may read of an item, or of the scores of a construct.

    ``data``: the group, all groups that may be shown and tested together, or the two groups of a pair, in the order of
    the codebook. ``values``: the values of its columns, ascending: answer codes, or scores from 0 to 100. ``variable``:
    the item; ``None`` for scores. ``everybody``: for a pair, the counts of all groups that are tested together, and
    ``places``, the indices of the pair in them; ``None`` if the pair is not tested together. ``groups``: the groups in
    ``data``. ``silent``: people of these groups who were asked and did not answer, by reason; ``None``: nobody.
    """

    data: ClusterCounts
    values: NDArray[np.float64]
    variable: Variable | None
    groups: tuple[Group, ...]
    everybody: ClusterCounts | None = None
    places: tuple[int, int] | None = None
    silent: ClusterCounts | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the tables for people.

    ``cell``: function from a record of ``results`` to the printed text. ``label``: a key of the catalogue. ``width``:
    relative to the other columns of the report.
    """

    label: str
    cell: Callable[[Any, Phrasing], Cell]
    views: frozenset[View] = EVERYWHERE
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Number:
    """A column of the file of numbers: its name there, and the function from a record of ``results`` to its value."""

    name: str
    value: Callable[[Any], float | int | str | None]


class Measure:
    """A statistic. A subclass sets the attributes and ``compute``; the rest has defaults.

    ``names``: names of its figures in JSON, in the records and in releases. ``label``: heading of its column. ``term``:
    its name in a sentence. ``introduction``: one sentence for readers who know "T-test" and "Sig.", with the technical
    name in brackets. ``method``: one sentence for the annex. ``references``: entries of the list of references.
    ``ordered_only``: whether it needs ordered answers. ``allows_for_clusters``: whether its p-value or interval does.
    All texts are keys of the catalogue.
    """

    level: Level
    reads: Reads = Reads.COUNTS
    names: tuple[str, ...]
    label: str
    term: str
    introduction: str
    method: str
    references: tuple[str, ...]
    ordered_only: bool = True
    allows_for_clusters: bool = True

    def compute(self, counts: Counts) -> Figures:
        """Every figure of ``names``. Data never raise an error; a figure that cannot be computed gives the reason."""
        raise NotImplementedError

    def compute_pairs(self, pairs: Sequence[Counts]) -> Sequence[Figures]:
        """``compute`` for each pair of an item that may be compared; for pairs, another may share work between them."""
        return [self.compute(counts) for counts in pairs]

    def compute_items(self, items: Sequence[Sequence[Counts]]) -> Sequence[Sequence[Figures]]:
        """The figures of all groups or pairs of many items; for ``Level.ITEM`` one for each item.

        By default item by item; a measure that computes all of them in one pass overrides it (``all_at_once``).
        """
        return [self.compute_pairs(counts) for counts in items]

    @staticmethod
    def all_at_once(
        compute: Callable[[Sequence[Counts]], Sequence[Figures]], items: Sequence[Sequence[Counts]]
    ) -> list[Sequence[Figures]]:
        """``compute`` of the counts of all items in one list; its figures item by item."""
        figures = compute([counts for item in items for counts in item])
        ends = accumulate(len(item) for item in items)
        return [figures[end - len(item) : end] for item, end in zip(items, ends, strict=True)]

    def all_tables(
        self, compute: Callable[[NDArray[np.int64]], Sequence[Figures]], items: Sequence[Sequence[Counts]]
    ) -> list[Sequence[Figures]]:
        """As ``all_at_once``, for ``compute`` of an array of counts without clusters, (t, groups, values)."""

        def figures(tables: Sequence[Counts]) -> Sequence[Figures]:
            found: dict[int, Figures] = {}
            for places, counts in counts_of([each.data.counts for each in tables]):
                found |= dict(zip(places, compute(counts), strict=True))
            return [found[at] for at in range(len(tables))]

        return self.all_at_once(figures, items)

    def empty(self, status: Status, answers: Answers = NO_ANSWERS) -> Figures:
        """The figures if nothing is computed. ``answers``: the answers of the item, for measures of each answer."""
        return {name: Estimate(status=status) for name in self.names}

    def adjust(self, figures: Sequence[Figures]) -> Sequence[Figures]:
        """The figures of all pairs of an item, with what depends on their number, such as adjusted p-values."""
        return figures

    def without_parts(self, figures: Figures) -> Figures:
        """The figures without anything about single clusters; called for measures that read clusters."""
        return {name: _without_parts(value) for name, value in figures.items()}

    def to_json(self, _name: str, value: Any) -> Any:
        """The record or number that represents a figure in JSON."""
        return value

    @property
    def columns(self) -> Sequence[Column]:
        """The columns of the tables: by default one for each figure, in every view."""
        return [
            Column(self.label if at == 0 else name, _printed(name), EVERYWHERE, 1.6)
            for at, name in enumerate(self.names)
        ]

    @property
    def numbers(self) -> Sequence[Number]:
        """The columns of the file of numbers: by default each figure, with its interval and p-value if it has them."""
        return [Number(f"{name}{suffix}", part_of(name, part)) for name in self.names for suffix, part in PARTS]

    def phrase(self, item: ItemComparison, phrasing: Phrasing) -> str:
        """The text below the heading of an item in the report; for measures of all groups together."""
        cells = [(column.label, column.cell(item, phrasing)) for column in self.columns if View.REPORT in column.views]
        return " · ".join(f"{phrasing.say(label)} {cell.text}" for label, cell in cells)

    def draw(self, items: Sequence[ItemComparison], phrasing: Phrasing, mark: str | None) -> Sequence[Chart]:
        """Charts of the items of a section, none by default. A module of ``analysis.charts`` draws them."""
        return ()

    def is_in(self, record: Any) -> bool:
        """Whether the record has the figures; a record of an earlier release may lack them."""
        return any(figure(record, name) is not None for name in self.names)

    def is_told(self, record: Any) -> bool:
        """Whether the report prints a figure of it: by default, if a figure exists and not only a reason."""
        return any(_exists(figure(record, name)) for name in self.names)


def _exists(value: Any) -> bool:
    if isinstance(value, tuple):
        return any(map(_exists, value))
    if value is None or isinstance(value, float | int):
        return value is not None
    return any(getattr(value, part, None) is not None for part in ("estimate", "statistic", "z", "u"))


def _without_parts(value: Any) -> Any:
    if isinstance(value, Estimate):
        return without_parts(value)
    return Test(status=Status.FEW_CLUSTERS) if isinstance(value, Test) else None


def _printed(name: str) -> Callable[[Any, Phrasing], Cell]:
    return lambda record, phrasing: figure_cell(figure(record, name), phrasing)
