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
    labels = {option.code: option.label for option in item.variable.options}
    answers = {code: labels.get(code, {}) for code in item.codes}
    found: dict[str, Any] = {}
    data = item.data.subset([] if status in HIDDEN else [index])
    for measure in measures(Level.GROUP):
        if status in HIDDEN:
            found |= measure.empty(status, answers)
        else:
            found |= _computed(measure, item, [group], data, thin)
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
            found |= _computed(measure, item, [groups[index] for index in read], item.data.subset(read), thin=False)
    return _arguments(ItemComparison, found)


def for_pairs(
    item: ItemTally, groups: Sequence[Group], pairs: Sequence[Pair], indices: Sequence[int], thin: Sequence[bool]
) -> list[dict[str, Any]]:
    """The figures of every pair, as arguments of ``PairComparison``; ``indices`` as in ``for_item``."""
    found: list[dict[str, Any]] = [{} for _ in pairs]
    together = ClusterCounts(item.data.counts[list(indices)])
    data = [item.data.subset(pair.places if pair.reason is None else []) for pair in pairs]
    for measure in measures(Level.PAIR):
        computed: list[Figures] = []
        for pair, counted in zip(pairs, data, strict=True):
            i, j = pair.places
            if pair.reason is not None:
                computed.append(measure.empty(pair.reason))
                continue
            inside = i in indices and j in indices
            computed.append(
                _computed(
                    measure,
                    item,
                    [groups[i], groups[j]],
                    counted,
                    thin[i] or thin[j],
                    (together, (indices.index(i), indices.index(j)) if inside else None),
                )
            )
        for record, figures in zip(found, measure.adjust(computed), strict=True):
            record.update(figures)
    return [_arguments(PairComparison, record) for record in found]


def without_tests(item: ItemComparison) -> ItemComparison:
    """The item with the answers of each group, without measures of all groups or of pairs."""
    found: dict[str, Any] = {}
    for measure in measures(Level.ITEM):
        found |= measure.empty(Status.OK)
    return replace(item, tested_groups=(), pairs=(), **{**_arguments(ItemComparison, found), "extra": {}})


def for_scores(
    data: ClusterCounts, values: NDArray[np.float64], groups: Sequence[Group], thin: Sequence[bool]
) -> dict[str, Any]:
    """The figures of two groups on a score, as arguments of ``ConstructPair``."""
    found: dict[str, Any] = {}
    for measure in measures(Level.SCORES):
        figures = measure.compute(Counts(_read(measure, data), values, None, tuple(groups)))
        found |= measure.without_parts(figures) if any(thin) and measure.reads is Reads.CLUSTERS else figures
    return _arguments(ConstructPair, found)


def without_scores(status: Status) -> dict[str, Any]:
    """The same arguments if no score may be compared."""
    found: dict[str, Any] = {}
    for measure in measures(Level.SCORES):
        found |= measure.empty(status)
    return _arguments(ConstructPair, found)


def _computed(
    measure: Measure,
    item: ItemTally,
    groups: Sequence[Group],
    data: ClusterCounts,
    thin: bool,
    around: tuple[ClusterCounts, tuple[int, int] | None] | None = None,
) -> Figures:
    if measure.ordered_only and not item.variable.ordered:
        return measure.empty(Status.NOT_ORDERED)
    together, places = around or (None, None)
    figures = measure.compute(
        Counts(
            _read(measure, data), _values(item.codes), item.variable, tuple(groups), everybody=together, places=places
        )
    )
    return measure.without_parts(figures) if thin and measure.reads is Reads.CLUSTERS else figures


def _read(measure: Measure, data: ClusterCounts) -> ClusterCounts:
    """The counts of the kind that the measure reads."""
    return data if measure.reads is Reads.CLUSTERS else ClusterCounts(data.counts)


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
