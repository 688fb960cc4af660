"""Computes the measures of the table from the counts that may be shown, and states a reason for the others.

A measure is not called for hidden answers, nor for unordered answers if it needs an order. Results computed from
clusters are removed if they would reveal something about fewer people than allowed (``small_cells.few_parts``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.measures import measures
from analysis.measures.measure import Counts, Figures, Level, Measure, Reads
from analysis.results import ConstructPair, GroupSummary, ItemComparison, PairComparison, Status
from analysis.sources.dataset import Group
from analysis.sources.tally import UNCOUNTED, ItemTally
from analysis.statistics.cluster_counts import ClusterCounts

HIDDEN = (*UNCOUNTED, Status.SUPPRESSED)
FIELDS: dict[type[Any], frozenset[str]] = {
    record: frozenset(field.name for field in fields(record))
    for record in (GroupSummary, ItemComparison, PairComparison, ConstructPair)
}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two groups by their indices in the codebook. ``reason``: why they may not be compared; ``None`` if they may."""

    places: tuple[int, int]
    reason: Status | None


def for_group(item: ItemTally, index: int, group: Group, status: Status, thin: bool) -> dict[str, Any]:
    """The figures of one group, as arguments of ``GroupSummary``."""
    found: dict[str, Any] = {}
    if status in HIDDEN:
        labels = {option.code: option.label for option in item.variable.options}
        answers = {code: labels.get(code, {}) for code in item.codes}
        for measure in measures(Level.GROUP):
            found |= measure.empty(status, answers)
    else:
        read = _Read(item, (group,), item.data.subset([index]))
        for measure in measures(Level.GROUP):
            found |= _computed(measure, read, thin)
    return _arguments(GroupSummary, found)


def for_item(
    item: ItemTally, groups: Sequence[Group], indices: Sequence[int], status: Status, thin: Sequence[bool]
) -> dict[str, Any]:
    """The figures of all groups together, as arguments of ``ItemComparison``.

    ``indices``: indices of the groups that may be shown and tested together.
    """
    told = [index for index in indices if not thin[index]]
    found: dict[str, Any] = {}
    for measure in measures(Level.ITEM):
        read = told if measure.reads is Reads.CLUSTERS else list(indices)
        if status in HIDDEN:
            found |= measure.empty(status)
        elif len(read) < 2 and len(read) < len(indices):
            ordered = item.variable.ordered or not measure.ordered_only
            found |= measure.empty(Status.FEW_CLUSTERS if ordered else Status.NOT_ORDERED)
        else:
            counts = _Read(item, tuple(groups[index] for index in read), item.data.subset(read))
            found |= _computed(measure, counts, thin=False)
    return _arguments(ItemComparison, found)


def for_pairs(
    item: ItemTally, groups: Sequence[Group], pairs: Sequence[Pair], indices: Sequence[int], thin: Sequence[bool]
) -> list[dict[str, Any]]:
    """The figures of every pair, as arguments of ``PairComparison``; ``indices`` as in ``for_item``."""
    found: list[dict[str, Any]] = [{} for _ in pairs]
    together = ClusterCounts(item.data.counts[list(indices)])
    read: list[_Read] = []
    few: list[bool] = []
    for pair in pairs:
        if pair.reason is None:
            i, j = pair.places
            places = (indices.index(i), indices.index(j)) if i in indices and j in indices else None
            everybody = None if places is None else together
            read.append(_Read(item, (groups[i], groups[j]), item.data.subset(pair.places), everybody, places))
            few.append(thin[i] or thin[j])
    for measure in measures(Level.PAIR):
        computed = iter(_computed_pairs(measure, read, few))
        figures = [next(computed) if pair.reason is None else measure.empty(pair.reason) for pair in pairs]
        for record, added in zip(found, measure.adjust(figures), strict=True):
            record.update(added)
    return [_arguments(PairComparison, record) for record in found]


def without_tests() -> dict[str, Any]:
    """No measure of all groups or of pairs, as arguments of ``ItemComparison``."""
    found: dict[str, Any] = {}
    for measure in measures(Level.ITEM):
        found |= measure.empty(Status.OK)
    return {**_arguments(ItemComparison, found), "tested_groups": (), "pairs": (), "extra": {}}


def for_scores(
    data: ClusterCounts, values: NDArray[np.float64], groups: Sequence[Group], thin: Sequence[bool]
) -> dict[str, Any]:
    """The figures of two groups on a score, as arguments of ``ConstructPair``."""
    found: dict[str, Any] = {}
    for measure in measures(Level.SCORES):
        read = data if measure.reads is Reads.CLUSTERS else ClusterCounts(data.counts)
        figures = measure.compute(Counts(read, values, None, tuple(groups)))
        found |= measure.without_parts(figures) if any(thin) and measure.reads is Reads.CLUSTERS else figures
    return _arguments(ConstructPair, found)


def without_scores(status: Status) -> dict[str, Any]:
    """The same arguments if no score may be compared."""
    found: dict[str, Any] = {}
    for measure in measures(Level.SCORES):
        found |= measure.empty(status)
    return _arguments(ConstructPair, found)


class _Read:
    """What the measures of a group, of all groups or of a pair read, made once for each way of reading."""

    def __init__(
        self,
        item: ItemTally,
        groups: tuple[Group, ...],
        data: ClusterCounts,
        everybody: ClusterCounts | None = None,
        places: tuple[int, int] | None = None,
    ) -> None:
        self.ordered = item.variable.ordered
        self._clusters = Counts(data, _values(item.codes), item.variable, groups, everybody, places)
        self._counts: Counts | None = None

    def by(self, measure: Measure) -> Counts:
        """The counts as the measure declares to read them."""
        if measure.reads is Reads.CLUSTERS:
            return self._clusters
        if self._counts is None:
            self._counts = replace(self._clusters, data=ClusterCounts(self._clusters.data.counts))
        return self._counts


def _computed(measure: Measure, read: _Read, thin: bool) -> Figures:
    if measure.ordered_only and not read.ordered:
        return measure.empty(Status.NOT_ORDERED)
    figures = measure.compute(read.by(measure))
    return measure.without_parts(figures) if thin and measure.reads is Reads.CLUSTERS else figures


def _computed_pairs(measure: Measure, pairs: Sequence[_Read], thin: Sequence[bool]) -> Sequence[Figures]:
    if measure.ordered_only and not all(read.ordered for read in pairs):
        return [measure.empty(Status.NOT_ORDERED) for _ in pairs]
    found = measure.compute_pairs([read.by(measure) for read in pairs])
    if measure.reads is not Reads.CLUSTERS or not any(thin):
        return found
    return [measure.without_parts(figures) if few else figures for figures, few in zip(found, thin, strict=True)]


def _arguments(record: type[Any], found: Figures) -> dict[str, Any]:
    """The figures that the record has a field for; all others in ``extra``."""
    known = FIELDS[record]
    extra = {name: value for name, value in found.items() if name not in known}
    if extra:
        found = {name: value for name, value in found.items() if name in known}
    return {**found, "extra": extra}


@lru_cache
def _values(codes: tuple[int, ...]) -> NDArray[np.float64]:
    """The codes as numbers; cached, since there are few scales and many items."""
    values = np.array(codes, dtype=np.float64)
    values.flags.writeable = False
    return values
