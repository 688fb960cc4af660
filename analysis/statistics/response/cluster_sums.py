"""Sums of the people of one group in each cluster. Imports no library of statistics, so that pages start quickly."""

from __future__ import annotations

import numpy as np

from analysis.statistics.cluster_counts import ClusterCounts, Floats
from analysis.statistics.sparse_counts import SparseCounts


def sums_by_cluster(data: ClusterCounts, group: int, values: Floats | None = None) -> Floats:
    """The sum of the values of a group's people in each cluster, by its number; without values, their number.

    People who are each a cluster of their own are left out. Counts of different answers that were made together give
    their clusters the same numbers; trailing clusters without people may be missing.
    """
    each = np.ones(data.counts.shape[1]) if values is None else values
    if isinstance(data, SparseCounts):
        return data.sums_by_cluster(group, each)
    if data.cube is None:
        return np.zeros(0)
    return np.asarray(data.cube[:, group, :] @ each, dtype=np.float64)


def of_equal_length(*sums: Floats) -> tuple[Floats, ...]:
    """The same sums with zeros for trailing clusters that are missing."""
    longest = max(map(len, sums))
    return tuple(np.pad(each, (0, longest - len(each))) for each in sums)
