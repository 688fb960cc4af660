"""Counts by group inside very many clusters with few people each: stores only cells that are not empty.

Two million clusters, three groups and five answers have thirty million cells, nearly all of them empty. Here a cell is
a cluster, a place (group times values plus value) and its people, ordered by cluster.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.statistics.cluster_counts import ClusterCounts, Counts, Floats, chosen_columns

Integers = NDArray[np.signedinteger[Any]]

LARGEST_CUBE = 1_000_000
"""Tables with more cells are counted sparsely: above it, inference from cells takes minutes instead of seconds."""
CLUSTERS_AT_ONCE = 250_000
ROWS_AT_ONCE = 1 << 16


def count_cells(
    place: Counts,
    value: Integers,
    lowest: int,
    shape: tuple[int | None, int, int],
    people: Counts | None = None,
) -> ClusterCounts:
    """Count rows of one person, or of ``people``, by cell.

    ``shape``: clusters, groups, values. ``place``: cluster * groups + group of each row; people who are each a cluster
    of their own have the number after the last cluster. ``value``: from ``lowest`` up, below ``lowest`` plus values.
    Clusters ``None``: every person is a cluster, with number 0.
    """
    clusters, groups, values = shape
    cells = (1 if clusters is None else clusters + 1) * groups * values
    if clusters is None or cells <= LARGEST_CUBE:
        return counts_of_cells(_people_of_cells(place, value, lowest, values, cells, people), shape)
    key = _keys(place, value, lowest, values)
    held_cells, inverse = np.unique(key, return_inverse=True)
    held = np.bincount(inverse, weights=people, minlength=len(held_cells)).astype(np.int64)
    cluster, of_cluster = np.divmod(held_cells, groups * values)
    last = int(np.searchsorted(cluster, clusters))
    alone = np.zeros(groups * values, dtype=np.int64)
    alone[of_cluster[last:]] = held[last:]
    return SparseCounts.of(cluster[:last], of_cluster[:last], held[:last], alone.reshape(groups, values))


def _keys(place: Counts, value: Integers, lowest: int, values: int) -> Counts:
    key = place * values
    key += value
    key -= lowest
    return key


def _people_of_cells(
    place: Counts, value: Integers, lowest: int, values: int, cells: int, people: Counts | None
) -> Counts:
    """People of each cell, block by block where the cells are few, so that keys stay in the processor's cache."""
    rows = len(place) if people is not None or cells > ROWS_AT_ONCE else ROWS_AT_ONCE
    total = np.zeros(cells, dtype=np.int64)
    for start in range(0, len(place), max(1, rows)):
        block = slice(start, start + rows)
        weights = None if people is None else people[block].astype(np.float64)
        key = _keys(place[block], value[block], lowest, values)
        total += np.bincount(key, weights=weights, minlength=cells).astype(np.int64)
    return total


def counts_of_cells(people: Counts, shape: tuple[int | None, int, int]) -> ClusterCounts:
    """The counts from the people of every cell, by cluster, group and value; ``shape`` as in ``count_cells``."""
    clusters, groups, values = shape
    cube = people.reshape(1 if clusters is None else clusters + 1, groups, values)
    return ClusterCounts(cube.sum(axis=0), None if clusters is None else cube[:clusters])


def _different(ascending: Counts) -> int:
    return int(np.count_nonzero(np.diff(ascending, prepend=-1)))


def _total(place: Counts, people: Counts, shape: tuple[int, ...]) -> Counts:
    return np.bincount(place, weights=people, minlength=prod(shape)).astype(np.int64).reshape(shape)


def _nobody() -> Counts:
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class SparseCounts(ClusterCounts):
    """``cluster``, ``place`` and ``people``: one entry per cell, clusters ascending; ``cube`` is ``None``.

    As in ``ClusterCounts``, people who are in no cell are each a cluster of their own.
    """

    cluster: Counts = field(default_factory=_nobody)
    place: Counts = field(default_factory=_nobody)
    people: Counts = field(default_factory=_nobody)

    @classmethod
    def of(cls, cluster: Counts, place: Counts, people: Counts, alone: Counts) -> SparseCounts:
        """From cells in the order of their clusters; ``alone``: (g, k) people without a cluster."""
        return cls(alone + _total(place, people, alone.shape), None, cluster, place, people)

    @cached_property
    def alone(self) -> Counts:
        """People who are each a cluster of their own, shape (g, k)."""
        return np.asarray(self.counts - _total(self.place, self.people, self.counts.shape), dtype=np.int64)

    @property
    def clustered(self) -> bool:
        """Whether people belong to clusters."""
        return True

    @property
    def _values(self) -> int:
        return int(self.counts.shape[1])

    @cached_property
    def clusters(self) -> Counts:
        """Number of clusters that hold people of each group, shape (g,)."""
        groups = range(len(self.counts))
        held = np.array([_different(self.cluster[self._group == g]) for g in groups], dtype=np.int64)
        return np.asarray(held + self.alone.sum(axis=1), dtype=np.int64)

    @cached_property
    def _group(self) -> Counts:
        """The group of each cell."""
        return np.asarray(self.place // max(1, self._values), dtype=np.int64)

    def clusters_together(self, groups: Sequence[int]) -> int:
        """Number of distinct clusters that hold people of any of ``groups``."""
        return _different(self.cluster[np.isin(self._group, list(groups))]) + int(self.alone[list(groups)].sum())

    def parts(self, group: int) -> Counts:
        """People of the group in each cluster that holds any."""
        mine = self._group == group
        starts = np.flatnonzero(np.diff(self.cluster[mine], prepend=-1))
        people = np.add.reduceat(self.people[mine], starts) if len(starts) else starts
        return np.concatenate([people, np.ones(int(self.alone[group].sum()), dtype=np.int64)])

    def subset(self, groups: Sequence[int]) -> ClusterCounts:
        """The counts of some groups, in the order given."""
        if list(groups) == list(range(len(self.counts))):
            return self
        moved = np.full(len(self.counts), -1, dtype=np.int64)
        moved[list(groups)] = np.arange(len(groups))
        group = moved[self._group]
        place = self.place + (group - self._group) * self._values
        return self._kept(group >= 0, place, self.alone[list(groups)])

    def columns(self, at: Sequence[int]) -> ClusterCounts:
        """The counts of the values at these indices, in the order given; -1 for a value without people."""
        moved = np.full(self._values + 1, -1, dtype=np.int64)
        for new, old in enumerate(at):
            if old >= 0:
                moved[old] = new
        value = moved[self.place - self._group * self._values]
        return self._kept(value >= 0, self._group * len(at) + value, chosen_columns(self.alone, at))

    def _kept(self, keep: NDArray[np.bool_], place: Counts, alone: Counts) -> SparseCounts:
        return SparseCounts.of(self.cluster[keep], place[keep], self.people[keep], alone)

    def _slices(self) -> Iterator[slice]:
        """Cells of at most ``CLUSTERS_AT_ONCE`` clusters at a time."""
        starts = np.flatnonzero(np.diff(self.cluster, prepend=-1))
        ends = [*starts[::CLUSTERS_AT_ONCE].tolist(), len(self.cluster)]
        yield from map(slice, ends[:-1], ends[1:])

    @cached_property
    def _sizes(self) -> tuple[Counts, Counts, Counts]:
        groups = len(self.counts)
        number = np.cumsum(np.diff(self.cluster, prepend=-1) > 0) - 1
        several = int(number[-1]) + 1 if len(number) else 0
        flat = np.bincount(number * groups + self._group, weights=self.people, minlength=several * groups)
        held = flat.astype(np.int64).reshape(several, groups)
        key, base = np.zeros(several, dtype=np.int64), 1
        for column in held.T:
            base *= int(column.max(initial=0)) + 1
            if base >= 2**62:
                sizes, index, times = np.unique(held, axis=0, return_inverse=True, return_counts=True)
                return sizes, index.reshape(-1), times
            key = key * (int(column.max(initial=0)) + 1) + column
        _, first, index, times = np.unique(key, return_index=True, return_inverse=True, return_counts=True)
        return held[first], index.reshape(-1), times

    @property
    def sizes(self) -> tuple[Counts, Counts]:
        """The distinct sizes of clusters, people per group, (b, g), and the number of clusters of each size, (b,)."""
        return self._sizes[0], self._sizes[2]

    def sizes_of(self, group: int) -> tuple[float, int]:
        """Sum of the squared numbers of the group's people in its clusters, and the largest of these numbers."""
        held, times = self.sizes
        alone, people = int(self.alone[group].sum()), held[:, group].astype(np.float64)
        return float((people * people * times).sum()) + alone, max(int(people.max(initial=0)), min(alone, 1))

    def sums_by_cluster(self, group: int, values: Floats) -> Floats:
        """The sum of the values of the group's people in each cluster, by its number."""
        mine = self._group == group
        of_cell = self.people[mine] * values[self.place[mine] - group * self._values]
        return np.bincount(self.cluster[mine], weights=of_cell).astype(np.float64)

    def between(self, scores: Floats) -> float:
        """Sum over clusters and groups of the squared sum of ``scores`` (g, k), over the people of the group in it."""
        groups, total = len(self.counts), 0.0
        for part in self._slices():
            cluster = np.cumsum(np.diff(self.cluster[part], prepend=self.cluster[part][0]) > 0)
            key, people = cluster * groups + self._group[part], self.people[part]
            sums = np.bincount(key, weights=people * scores.reshape(-1)[self.place[part]])
            total += float((sums * sums / np.maximum(np.bincount(key, weights=people), 1.0)).sum())
        return total

    def spread(self, tables: Floats, factors: Floats) -> Floats:
        """Sum over clusters of products of contributions, (s, s): tables (s, g, k), factors (at least b, g)."""
        flat, total = tables.reshape(len(tables), -1), np.zeros((len(tables), len(tables)))
        index, start = self._sizes[1], 0
        for part in self._slices():
            cluster = np.cumsum(np.diff(self.cluster[part], prepend=self.cluster[part][0]) > 0)
            kind = index[start : start + int(cluster[-1]) + 1]
            people = self.people[part] * factors[kind[cluster], self._group[part]]
            psi = np.stack([np.bincount(cluster, weights=people * table[self.place[part]]) for table in flat])
            total += psi @ psi.T
            start += int(cluster[-1]) + 1
        return total

    def leave_one_out(self) -> Iterator[Counts]:
        """The counts (g, k) with each cluster left out in turn; of equal clusters of one person, only one."""
        starts = np.flatnonzero(np.diff(self.cluster, prepend=-1)).tolist()
        for start, end in pairwise([*starts, len(self.cluster)]):
            rest = self.counts.copy()
            np.subtract.at(rest.reshape(-1), self.place[start:end], self.people[start:end])
            yield rest
        yield from self._one_person_less()
