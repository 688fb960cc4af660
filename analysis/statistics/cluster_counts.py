"""Counts of values by group inside clusters.

People who are each a cluster of their own are counted together: a statistic that is a sum over clusters needs only the
number of those with each value, so their number affects neither memory nor time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from analysis.results import Caution

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]

FEWEST_CLUSTERS = 10
"""With this many clusters in every group there is always a p-value."""
FEWEST_PER_GROUP = 6
FEWEST_PEOPLE = 10
FEWEST_DF = 4.0
"""Below ten clusters in a group, a p-value needs at least these numbers (``benchmarks/results/inference.md``)."""
CAUTION_DF = 6.0
CAUTION_PEOPLE = 20
"""Below these, the same page shows error rates outside its goal."""

_OF_EACH_GROUP = ("alone", "n", "clusters")
"""What ``ClusterCounts`` computes once, with one row for each group."""


def chosen_columns(counts: Counts, at: Sequence[int]) -> Counts:
    """The entries ``at`` of the last axis, in the order given; zeros for -1."""
    columns = counts[..., list(at)] if counts.shape[-1] else np.zeros((*counts.shape[:-1], len(at)), dtype=np.int64)
    nobody = [new for new, old in enumerate(at) if old < 0]
    if nobody:
        columns[..., nobody] = 0
    return columns


def counts_of(tables: Sequence[Counts]) -> list[tuple[list[int], Counts]]:
    """The tables (g, k) in as few arrays (t, g, k) as they have shapes, each with the places of its tables."""
    by_shape: dict[tuple[int, ...], list[int]] = {}
    for at, table in enumerate(tables):
        by_shape.setdefault(table.shape, []).append(at)
    return [(places, np.stack([tables[at] for at in places])) for places in by_shape.values()]


@dataclass(frozen=True)
class ClusterCounts:
    """``counts``: (g, k) people per group and value. ``cube``: (clusters, g, k) of those who belong to clusters.

    People of ``counts`` who are not in ``cube`` are each a cluster of their own. ``cube`` is ``None`` if clusters were
    not requested; then every person is one.
    """

    counts: Counts
    cube: Counts | None = None

    @cached_property
    def alone(self) -> Counts:
        """People who are each a cluster of their own, shape (g, k)."""
        return self.counts if self.cube is None else np.asarray(self.counts - self.cube.sum(axis=0), dtype=np.int64)

    @property
    def clustered(self) -> bool:
        """Whether people belong to clusters."""
        return self.cube is not None

    @cached_property
    def n(self) -> Counts:
        """People per group, shape (g,)."""
        return np.asarray(self.counts.sum(axis=1), dtype=np.int64)

    @cached_property
    def clusters(self) -> Counts:
        """Number of clusters that hold people of each group, shape (g,)."""
        alone = self.alone.sum(axis=1)
        return np.asarray(alone if self.cube is None else alone + (self.cube.sum(axis=2) > 0).sum(axis=0))

    def clusters_together(self, groups: Sequence[int]) -> int:
        """Number of distinct clusters that hold people of any of ``groups``."""
        alone = int(self.alone[list(groups)].sum())
        if self.cube is None:
            return alone
        return alone + int((self.cube[:, list(groups), :].sum(axis=(1, 2)) > 0).sum())

    def subset(self, groups: Sequence[int]) -> ClusterCounts:
        """The counts of some groups, in the order given."""
        rows = list(groups)
        if rows == list(range(len(self.counts))):
            return self
        part = ClusterCounts(self.counts[rows], None if self.cube is None else self.cube[:, rows, :])
        # What was found of each group by itself holds in the part too.
        known = vars(self)
        vars(part).update({name: known[name][rows] for name in _OF_EACH_GROUP if name in known})
        return part

    def columns(self, at: Sequence[int]) -> ClusterCounts:
        """The counts of the values at these indices, in the order given; -1 for a value without people."""
        cube = None if self.cube is None else chosen_columns(self.cube, at)
        return ClusterCounts(chosen_columns(self.counts, at), cube)

    def parts(self, group: int) -> Counts:
        """People of the group in each cluster that holds any."""
        alone = np.ones(int(self.alone[group].sum()), dtype=np.int64)
        if self.cube is None:
            return alone
        people = self.cube[:, group, :].sum(axis=1)
        return np.concatenate([people[people > 0], alone])

    def sizes_of(self, group: int) -> tuple[float, int]:
        """Sum of the squared numbers of the group's people in its clusters, and the largest of these numbers."""
        alone = int(self.alone[group].sum())
        held = np.zeros(1) if self.cube is None else self.cube[:, group, :].sum(axis=1).astype(np.float64)
        return float((held * held).sum()) + alone, max(int(held.max(initial=0)), min(alone, 1))

    @cached_property
    def _fewest(self) -> tuple[int, int]:
        """The fewest clusters and the fewest people of a group."""
        return min(self.clusters.tolist()), min(self.n.tolist())

    def few(self, df: float) -> bool:
        """Whether the clusters are too few for a p-value at these degrees of freedom; they count in each group."""
        fewest, people = self._fewest
        if fewest < FEWEST_PER_GROUP or people < FEWEST_PEOPLE:
            return True
        return fewest < FEWEST_CLUSTERS and df < FEWEST_DF

    def cautions(self, df: float) -> tuple[Caution, ...]:
        """Why the error rate of a test or interval with these degrees of freedom may differ from its level."""
        people = self._fewest[1] < CAUTION_PEOPLE
        return (*((Caution.FEW_DF,) if df < CAUTION_DF else ()), *((Caution.FEW_PEOPLE,) if people else ()))

    def leave_one_out(self) -> Iterator[Counts]:
        """The counts (g, k) with each cluster left out in turn; of equal clusters of one person, only one."""
        for cluster in () if self.cube is None else self.cube:
            if cluster.any():
                yield self.counts - cluster
        yield from self._one_person_less()

    def _one_person_less(self) -> Iterator[Counts]:
        for group, value in zip(*np.nonzero(self.alone), strict=True):
            rest = self.counts.copy()
            rest[group, value] -= 1
            yield rest
