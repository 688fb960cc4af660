"""Computes the measures of the table from the counts that may be shown, and states a reason for the others.

A measure is not called for hidden answers, nor for unordered answers if it needs an order. Results computed from
clusters are removed if they would reveal something about fewer people than allowed (``small_cells.few_parts``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.comparisons.counts_read import CountsRead
from analysis.measures import measures
from analysis.measures.measure import Counts, Figures, Level, Measure, Reads
from analysis.results import ConstructPair, GroupSummary, ItemComparison, PairComparison, Status, Texts
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


@dataclass(frozen=True, slots=True)
class Shown:
    """An item with what may be shown of it.

    ``statuses``, ``thin`` and ``thin_asked`` (``thin`` for the clusters of all who were asked): of every group of the
    codebook. ``indices``: indices of the groups that may be shown and
    tested together. ``status``: of the whole item.
    """

    item: ItemTally
    groups: Sequence[Group]
    status: Status
    statuses: Sequence[Status]
    thin: Sequence[bool]
    thin_asked: Sequence[bool]
    indices: Sequence[int] = ()
    pairs: Sequence[Pair] = ()


def for_groups(items: Sequence[Shown]) -> list[list[dict[str, Any]]]:
    """The figures of every group of every item, as arguments of ``GroupSummary``."""
    found: list[list[dict[str, Any]]] = [[{} for _ in shown.groups] for shown in items]
    open_groups = [[at for at, status in enumerate(shown.statuses) if status not in HIDDEN] for shown in items]
    reads = [
        [
            CountsRead(shown.item, (shown.groups[at],), shown.item.data.subset([at]), silent=_silent(shown.item, at))
            for at in places
        ]
        for shown, places in zip(items, open_groups, strict=True)
    ]
    thin = {
        reads_asked: [
            [(shown.thin_asked if reads_asked else shown.thin)[at] for at in places]
            for shown, places in zip(items, open_groups, strict=True)
        ]
        for reads_asked in (False, True)
    }
    answers = [
        _answers(shown.item) if len(places) < len(shown.groups) else {}
        for shown, places in zip(items, open_groups, strict=True)
    ]
    for measure in measures(Level.GROUP):
        computed_of_items = _computed(measure, reads, thin[measure.reads is Reads.RESPONSE])
        for records, shown, places, computed, labels in zip(
            found, items, open_groups, computed_of_items, answers, strict=True
        ):
            figures = dict(zip(places, computed, strict=True))
            for at, record in enumerate(records):
                record |= figures[at] if at in figures else measure.empty(shown.statuses[at], labels)
    return [[_arguments(GroupSummary, record) for record in records] for records in found]


def _silent(item: ItemTally, index: int) -> ClusterCounts | None:
    return None if item.silent is None else item.silent.subset([index])


def _answers(item: ItemTally) -> dict[int, Texts]:
    labels = {option.code: option.label for option in item.variable.options}
    return {code: labels.get(code, {}) for code in item.codes}


def for_items(items: Sequence[Shown]) -> list[dict[str, Any]]:
    """The figures of all groups of every item together, as arguments of ``ItemComparison``."""
    found: list[dict[str, Any]] = [{} for _ in items]
    told = [[index for index in shown.indices if not shown.thin[index]] for shown in items]
    everybody = [_together(shown, shown.indices) for shown in items]
    without_thin = [
        _together(shown, kept) if len(kept) < len(shown.indices) else whole
        for shown, kept, whole in zip(items, told, everybody, strict=True)
    ]
    nobody = [[False] for _ in items]
    for measure in measures(Level.ITEM):
        reads = without_thin if measure.reads is Reads.CLUSTERS else everybody
        open_items = [at for at, shown in enumerate(items) if reads[at] is not None and shown.status not in HIDDEN]
        computed = _computed(
            measure, [[read] for at in open_items if (read := reads[at]) is not None], nobody[: len(open_items)]
        )
        figures = {at: each[0] for at, each in zip(open_items, computed, strict=True)}
        for at, shown in enumerate(items):
            if at in figures:
                found[at] |= figures[at]
            elif shown.status in HIDDEN:
                found[at] |= measure.empty(shown.status)
            else:
                ordered = shown.item.variable.ordered or not measure.ordered_only
                found[at] |= measure.empty(Status.FEW_CLUSTERS if ordered else Status.NOT_ORDERED)
    return [_arguments(ItemComparison, record) for record in found]


def _together(shown: Shown, indices: Sequence[int]) -> CountsRead | None:
    """What measures of these groups together read; ``None`` if too few groups are left of those tested."""
    if len(indices) < 2 and len(indices) < len(shown.indices):
        return None
    return CountsRead(shown.item, tuple(shown.groups[index] for index in indices), shown.item.data.subset(indices))


def for_pairs(items: Sequence[Shown]) -> list[list[dict[str, Any]]]:
    """The figures of every pair of every item, as arguments of ``PairComparison``."""
    found: list[list[dict[str, Any]]] = [[{} for _ in shown.pairs] for shown in items]
    reads = [_pair_reads(shown) for shown in items]
    thin = [
        [shown.thin[pair.places[0]] or shown.thin[pair.places[1]] for pair in shown.pairs if pair.reason is None]
        for shown in items
    ]
    for measure in measures(Level.PAIR):
        for records, shown, each in zip(found, items, _computed(measure, reads, thin), strict=True):
            computed = iter(each)
            figures = [next(computed) if pair.reason is None else measure.empty(pair.reason) for pair in shown.pairs]
            for record, added in zip(records, measure.adjust(figures), strict=True):
                record |= added
    return [[_arguments(PairComparison, record) for record in records] for records in found]


def _pair_reads(shown: Shown) -> list[CountsRead]:
    item, groups, indices = shown.item, shown.groups, list(shown.indices)
    together = ClusterCounts(item.data.counts[indices])
    found = []
    for pair in shown.pairs:
        if pair.reason is None:
            i, j = pair.places
            places = (indices.index(i), indices.index(j)) if i in indices and j in indices else None
            everybody = None if places is None else together
            silent = None if item.silent is None else ClusterCounts(item.silent.counts[[i, j]])
            data = item.data.subset(pair.places)
            found.append(CountsRead(item, (groups[i], groups[j]), data, everybody, places, silent))
    return found


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


def _computed(
    measure: Measure, items: Sequence[Sequence[CountsRead]], thin: Sequence[Sequence[bool]]
) -> Sequence[Sequence[Figures]]:
    """The figures of the groups, of all groups, or of the pairs of every item."""
    refused = [measure.ordered_only and not all(read.ordered for read in reads) for reads in items]
    asked = [[] if no else [read.by(measure) for read in reads] for reads, no in zip(items, refused, strict=True)]
    found = measure.compute_items(asked)
    if not any(refused) and (measure.reads is Reads.COUNTS or not any(map(any, thin))):
        return found
    return [
        [measure.empty(Status.NOT_ORDERED) for _ in reads]
        if no
        else [
            measure.without_parts(each) if few and measure.reads is not Reads.COUNTS else each
            for each, few in zip(figures, flags, strict=True)
        ]
        for reads, no, figures, flags in zip(items, refused, found, thin, strict=True)
    ]


def _arguments(record: type[Any], found: Figures) -> dict[str, Any]:
    """The figures that the record has a field for; all others in ``extra``."""
    known = FIELDS[record]
    extra = {name: value for name, value in found.items() if name not in known}
    if extra:
        found = {name: value for name, value in found.items() if name in known}
    return {**found, "extra": extra}
