"""Counts of values by group inside clusters, and the covariance of statistics that are sums over clusters.

Let the influence of every (group, value) cell on a statistic be known as a table ``T`` of shape (g, k). In cluster c
the statistic has the influence ``psi_c = sum(cube[c] * T)``; the covariance of two such statistics is ``sum_c psi_c(T1)
psi_c(T2)``. A cluster-robust variance needs nothing else, so its cost depends on clusters and values, not on people.
People who are each a cluster of their own are summed over the cells: ``sum(alone * T1 * T2)``. Their number does not
affect the cost.

Clusters may contain people of several groups; their covariance is then part of the sum. The influence of group i is
multiplied by ``sqrt(G_i / (G_i - 1))``, where G_i is the number of clusters that hold group i (Obuchowski 1997,
Biometrics 53:567). For people without clusters this is the variance of DeLong et al. (1988).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]

FEWEST_CLUSTERS = 10
"""With fewer clusters no p-value is given."""

_OF_EACH_GROUP = ("alone", "n", "clusters")
"""What ``ClusterCounts`` computes once, with one row for each group."""


def chosen_columns(counts: Counts, at: Sequence[int]) -> Counts:
    """The entries ``at`` of the last axis, in the order given; zeros for -1."""
    columns = counts[..., list(at)] if counts.shape[-1] else np.zeros((*counts.shape[:-1], len(at)), dtype=np.int64)
    nobody = [new for new, old in enumerate(at) if old < 0]
    if nobody:
        columns[..., nobody] = 0
    return columns


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

    def scale(self) -> Floats:
        """``sqrt(G_i / (G_i - 1))`` per group, shape (g,); 0 for a group with fewer than two clusters."""
        g = self.clusters.astype(np.float64)
        return np.sqrt(np.divide(g, g - 1, out=np.zeros_like(g), where=g > 1))

    def covariance(self, tables: Floats) -> Floats:
        """Covariance (p, p) of p statistics from their influence ``tables`` (p, g, k), scale already applied."""
        if self.cube is None:
            return self._covariance_alone(tables)
        psi = np.dot(self._influenced, np.ascontiguousarray(tables.reshape(len(tables), -1).T))
        total = psi.T @ psi
        if self.alone.any():
            total = self._covariance_alone(tables) + total
        return np.asarray(total, dtype=np.float64)

    def _covariance_alone(self, tables: Floats) -> Floats:
        return np.asarray(np.einsum("agk,bgk,gk->ab", tables, tables, self.alone), dtype=np.float64)

    @cached_property
    def _influenced(self) -> Floats:
        """``cube`` as a matrix, (clusters, g * k); without clusters it has no rows."""
        cube = np.zeros((0, *self.counts.shape), dtype=np.int64) if self.cube is None else self.cube
        return np.asarray(cube.reshape(len(cube), self.counts.size), dtype=np.float64)

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
