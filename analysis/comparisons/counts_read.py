"""What the measures of an item read: its counts with or without clusters."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from analysis.measures.measure import Counts, Measure, Reads
from analysis.sources.dataset import Group
from analysis.sources.tally import ItemTally
from analysis.statistics.cluster_counts import ClusterCounts


class CountsRead:
    """What the measures of a group, of all groups or of a pair read, made once for each way of reading."""

    def __init__(
        self,
        item: ItemTally,
        groups: tuple[Group, ...],
        data: ClusterCounts,
        everybody: ClusterCounts | None = None,
        places: tuple[int, int] | None = None,
        silent: ClusterCounts | None = None,
    ) -> None:
        self.ordered = item.variable.ordered
        self._clusters = Counts(data, _values(item.codes), item.variable, groups, everybody, places, silent)
        self._counts: Counts | None = None

    def by(self, measure: Measure) -> Counts:
        """The counts as the measure declares to read them."""
        if measure.reads is not Reads.COUNTS:
            return self._clusters
        if self._counts is None:
            held = self._clusters
            counts = ClusterCounts(held.data.counts)
            silent = None if held.silent is None else ClusterCounts(held.silent.counts)
            self._counts = Counts(counts, held.values, held.variable, held.groups, held.everybody, held.places, silent)
        return self._counts


@lru_cache
def _values(codes: tuple[int, ...]) -> NDArray[np.float64]:
    """The codes as numbers; cached, since there are few scales and many items."""
    values = np.array(codes, dtype=np.float64)
    values.flags.writeable = False
    return values
