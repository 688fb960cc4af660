"""Tables of counts with the same groups, one above the other, so that many are computed in one pass.

The axes are t (tables: items, pairs, answers), g (groups), c (clusters) and k (values). Tables with fewer clusters or
values than the largest are filled with zeros. A table of very many clusters (``SparseCounts``) is a stack of its own,
which keeps sizes of clusters with the number of clusters that have them.

A statistic is known by its influence table (g, k): what one person of a group with a value contributes to it. In
cluster c the contribution of group g is ``S_cg``, the sum over its people. All inference needs nothing but sums over
clusters of products of these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from analysis.statistics.cluster_counts import ClusterCounts, Floats
from analysis.statistics.sparse_counts import SparseCounts

CELLS_AT_ONCE = 60_000
"""Cells of a stack: clusters, groups and values of all its tables."""


def alone_rows(alone: Floats) -> tuple[Floats, Floats]:
    """Sizes and numbers of the clusters of one person, (t, g, g) and (t, g), as the last rows of ``people``."""
    tables, groups, _ = alone.shape
    return np.broadcast_to(np.eye(groups), (tables, groups, groups)), alone.sum(axis=2)


def spread_alone(alone: Floats, tables: Floats, factors: Floats) -> Floats:
    """``spread`` of the people who are each a cluster of their own."""
    groups = alone.shape[1]
    own = np.einsum("tgg->tg", factors[:, -groups:, :])
    weighted = tables * (alone * (own * own)[:, :, None])[:, None]
    tables_flat, flat = (x.reshape(*x.shape[:2], -1) for x in (tables, weighted))
    return np.asarray(flat @ tables_flat.transpose(0, 2, 1))


@dataclass(frozen=True)
class DenseStack:
    """``counts``: people per table, group and value, (t, g, k). ``alone``: those who are each a cluster of their own.

    ``cells``: the others by cluster, (t, g, c, k); c may be 0.
    """

    counts: Floats
    alone: Floats
    cells: Floats

    @classmethod
    def of(cls, parts: Sequence[ClusterCounts]) -> DenseStack:
        """A stack of tables with the same number of groups, none of them sparse."""
        groups = len(parts[0].counts)
        values = max(part.counts.shape[1] for part in parts)
        clusters = max(0 if part.cube is None else len(part.cube) for part in parts)
        counts, alone = (np.zeros((len(parts), groups, values)) for _ in range(2))
        cells = np.zeros((len(parts), groups, clusters, values))
        for at, part in enumerate(parts):
            k = part.counts.shape[1]
            counts[at, :, :k], alone[at, :, :k] = part.counts, part.alone
            if part.cube is not None:
                cells[at, :, : len(part.cube), :k] = part.cube.transpose(1, 0, 2)
        return cls(counts, alone, cells)

    @cached_property
    def held(self) -> Floats:
        """People of each group in each cluster, (t, c, g)."""
        return np.asarray(self.cells.sum(axis=3).transpose(0, 2, 1))

    @cached_property
    def people(self) -> Floats:
        """Sizes of clusters, people per group, (t, b, g): the clusters in their order, then people alone."""
        return np.concatenate([self.held, alone_rows(self.alone)[0]], axis=1)

    @cached_property
    def times(self) -> Floats:
        """How many clusters have each size, (t, b)."""
        return np.concatenate([(self.held.sum(axis=2) > 0).astype(np.float64), alone_rows(self.alone)[1]], axis=1)

    def between(self, scores: Floats) -> Floats:
        """Sum over clusters and groups of ``S_cg`` squared over its people, (t,), for scores (t, g, k)."""
        sums = np.matmul(self.cells, scores[..., None])[..., 0].transpose(0, 2, 1)
        alone = (self.alone * scores * scores).sum(axis=(1, 2))
        return np.asarray((sums * sums / np.maximum(self.held, 1.0)).sum(axis=(1, 2)) + alone)

    def spread(self, tables: Floats, factors: Floats) -> Floats:
        """Sum over clusters of products of the statistics' contributions, (t, s, s), from tables (t, s, g, k).

        The contribution of a group in a cluster is multiplied by the factor (t, b, g) of the cluster's size.
        """
        clusters = self.cells.shape[2]
        sums = np.matmul(self.cells, tables.transpose(0, 2, 3, 1))
        psi = (sums * factors[:, :clusters].transpose(0, 2, 1)[..., None]).sum(axis=1)
        return np.asarray(psi.transpose(0, 2, 1) @ psi) + spread_alone(self.alone, tables, factors)

    def repeated(self, rows: NDArray[np.intp]) -> DenseStack:
        """The tables at these places, which may be named repeatedly."""
        if len(self.counts) == 1:
            arrays = (self.counts, self.alone, self.cells)
            return DenseStack(*(np.broadcast_to(array, (len(rows), *array.shape[1:])) for array in arrays))
        return DenseStack(self.counts[rows], self.alone[rows], self.cells[rows])


@dataclass(frozen=True)
class SparseStack:
    """One table of very many clusters, ``tables`` times."""

    part: SparseCounts
    tables: int = 1

    def _each(self, array: Floats) -> Floats:
        return np.broadcast_to(array, (self.tables, *array.shape))

    @property
    def counts(self) -> Floats:
        """As in ``DenseStack``."""
        return self._each(self.part.counts.astype(np.float64))

    @property
    def alone(self) -> Floats:
        """As in ``DenseStack``."""
        return self._each(self.part.alone.astype(np.float64))

    @property
    def people(self) -> Floats:
        """As in ``DenseStack``."""
        own = np.eye(len(self.part.counts))
        return self._each(np.concatenate([self.part.sizes[0].astype(np.float64), own]))

    @property
    def times(self) -> Floats:
        """As in ``DenseStack``."""
        return self._each(np.concatenate([self.part.sizes[1], self.part.alone.sum(axis=1)]).astype(np.float64))

    def between(self, scores: Floats) -> Floats:
        """As in ``DenseStack``."""
        alone = (self.part.alone * scores * scores).sum(axis=(1, 2))
        return np.asarray(alone + np.array([self.part.between(table) for table in scores]))

    def spread(self, tables: Floats, factors: Floats) -> Floats:
        """As in ``DenseStack``."""
        held = np.stack([self.part.spread(*both) for both in zip(tables, factors, strict=True)])
        return held + spread_alone(self.alone, tables, factors)

    def repeated(self, rows: NDArray[np.intp]) -> SparseStack:
        """The table of the stack, as often as there are rows."""
        return replace(self, tables=len(rows))


Stack = DenseStack | SparseStack


def stacks_of(parts: Sequence[ClusterCounts]) -> list[tuple[list[int], Stack]]:
    """The tables as few stacks, each with the places of its tables in ``parts``.

    Stacks are cut so that what is computed from one stays in the processor's cache.
    """
    found: list[tuple[list[int], Stack]] = []
    dense: dict[int, list[int]] = {}
    for at, part in enumerate(parts):
        if isinstance(part, SparseCounts):
            found.append(([at], SparseStack(part)))
        else:
            dense.setdefault(len(part.counts), []).append(at)
    for places in dense.values():
        largest = max(0 if (cube := parts[at].cube) is None else cube.size for at in places)
        step = max(1, CELLS_AT_ONCE // max(1, largest))
        for start in range(0, len(places), step):
            part_of = places[start : start + step]
            found.append((part_of, DenseStack.of([parts[at] for at in part_of])))
    return found
