"""The place of each row in a count: its group, and its cluster if there are clusters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from analysis.sources.dataset import ALONE, UNKNOWN, Dataset, IntArray
from analysis.statistics.run_counts import MOST_VALUES, Runs
from analysis.statistics.sparse_counts import LARGEST_CUBE

FEWEST_ROWS = 20_000
"""With fewer rows, one count of keys is faster than a count by values."""


@dataclass(frozen=True)
class CellIndex:
    """The cell of each row in a count: ``place`` = cluster * groups + group.

    ``people``: how many people each row stands for; ``None``: one. People who are each a cluster of their own share the
    place after the last cluster. ``clusters``: ``None`` if clusters were not requested, so that every person is one.
    """

    groups: int
    clusters: int | None
    place: NDArray[np.int64]
    people: NDArray[np.int64] | None = None

    @classmethod
    def of(
        cls,
        groups: int,
        group: IntArray,
        cluster: IntArray | None = None,
        clusters: int = 0,
        people: IntArray | None = None,
    ) -> CellIndex:
        """From the index of each row's group, and of its cluster (below ``clusters``) or ``ALONE``.

        Clusters are renumbered: clusters of one person become ``ALONE``, which changes no figure.
        """
        each = None if people is None else people.astype(np.int64)
        if cluster is None:
            return cls(groups, None, group.astype(np.int64), each)
        layer = np.where(cluster == ALONE, np.int64(clusters), cluster)
        several = np.bincount(layer, each, clusters + 1)[:clusters] > 1
        kept = int(np.count_nonzero(several))
        number = np.append(np.where(several, np.cumsum(several) - 1, kept), kept)
        return cls(groups, kept, number[layer] * groups + group, each)

    def chosen(self, rows: NDArray[np.bool_]) -> CellIndex:
        """The places of some rows."""
        people = None if self.people is None else self.people[rows]
        return CellIndex(self.groups, self.clusters, self.place[rows], people)

    @property
    def cells(self) -> int:
        """Number of places."""
        return self.groups * (1 if self.clusters is None else self.clusters + 1)

    @cached_property
    def runs(self) -> Runs | None:
        """The rows as long runs of one place; ``None`` for other orders, few rows and rows of several people."""
        if self.people is not None or len(self.place) < FEWEST_ROWS or self.cells * MOST_VALUES > LARGEST_CUBE:
            return None
        return Runs.of(self.place, self.cells)


def places_of(dataset: Dataset) -> tuple[NDArray[np.bool_], CellIndex, tuple[str, ...]]:
    """Which rows are counted, their places, and notes with the number of rows left out.

    Rows without a group, or without a cluster if there are clusters, are left out.
    """
    keep, homeless = dataset.group >= 0, 0
    if dataset.cluster is not None:
        homeless = int(np.count_nonzero(keep & (dataset.cluster == UNKNOWN)))
        keep &= dataset.cluster != UNKNOWN
    everybody = bool(keep.all())
    places = CellIndex.of(
        len(dataset.codebook.groups),
        dataset.group if everybody else dataset.group[keep],
        None if dataset.cluster is None else dataset.cluster[keep],
        len(dataset.cluster_names),
    )
    return keep, places, left_out_notes(dataset.ungrouped, homeless)


def left_out_notes(without_group: int, without_cluster: int) -> tuple[str, ...]:
    """The notes of a tally on people who are left out; none where their number is 0."""
    numbers = {"without_group": without_group, "without_cluster": without_cluster}
    return tuple(f"{name}:{number}" for name, number in numbers.items() if number)
