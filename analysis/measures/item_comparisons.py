"""One item compared over the groups: distributions, tests of all groups, tests of pairs; from its tally alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from analysis.measures.results import (
    Comparability,
    Dunn,
    Estimate,
    GroupSummary,
    ItemComparison,
    MannWhitney,
    PairComparison,
    Share,
    Status,
    Test,
)
from analysis.small_cells import (
    Thresholds,
    decide_cells,
    few_parts,
    reasons_shown,
    without_hidden_codes,
    without_parts,
)
from analysis.sources.dataset import Group, Variable
from analysis.sources.tally import UNCOUNTED, ItemTally
from analysis.statistics import crosstabs, dominance, locations, proportions, ranks
from analysis.statistics.largest_sets import largest_compatible
from analysis.statistics.multiplicity import holm
from analysis.statistics.relative_effects import omnibus


def compare_item(
    item: ItemTally,
    groups: Sequence[Group],
    thresholds: Thresholds | None = None,
    statuses: Sequence[Status] | None = None,
) -> ItemComparison:
    """Everything about one item; p-values over items are adjusted later, in ``group_comparisons``.

    ``statuses``: what ``decide_cells`` found for the release that the item belongs to; by default it stands alone.
    """
    if statuses is None:
        statuses = decide_cells([item], groups, thresholds)[item.variable.name]
    item = without_hidden_codes(item, statuses)
    shown = [index for index, status in enumerate(statuses) if status is Status.OK]
    tested = comparable_groups(item.variable, [groups[index].code for index in shown])
    indices = [index for index in shown if groups[index].code in tested]
    status, note = _status(item, statuses)
    ordered, data = item.variable.ordered, item.data.subset(indices)
    thin = [few_parts(item.data, index, thresholds, item.variable.sensitive) for index in range(len(groups))]
    unordered = Test(status=Status.NOT_ORDERED)
    blocked = Test(status=status) if status in (*UNCOUNTED, Status.SUPPRESSED) else None
    return ItemComparison(
        item=item.variable.name,
        label=item.variable.label,
        kind=item.variable.kind,
        construct=item.variable.construct,
        reversed=item.variable.reversed,
        neutral_code=item.variable.neutral_code,
        position=item.variable.position,
        status=status,
        note=note,
        groups=tuple(
            _summary(item, index, group, statuses[index], thin[index], reasons_shown(item, index, thresholds))
            for index, group in enumerate(groups)
        ),
        tested_groups=tuple(groups[index].code for index in indices),
        omnibus=blocked or (_omnibus(item, indices, thin) if ordered else unordered),
        kruskal_wallis=blocked or (ranks.kruskal_wallis(data.counts) if ordered else unordered),
        epsilon_squared=ranks.epsilon_squared(data.counts) if ordered and not blocked else None,
        chi_square=blocked or crosstabs.chi_square(data.counts),
        cramers_v=None if blocked else crosstabs.cramers_v(data.counts),
        cramers_v_corrected=None if blocked else crosstabs.cramers_v_corrected(data.counts),
        pairs=_pairs(item, groups, statuses, indices, thin),
    )


def _omnibus(item: ItemTally, indices: Sequence[int], thin: Sequence[bool]) -> Test:
    """The joint test of the groups whose variance over clusters may be told."""
    told = [index for index in indices if not thin[index]]
    if len(told) < 2 and len(told) < len(indices):
        return Test(status=Status.FEW_CLUSTERS)
    return omnibus(item.data.subset(told))


def comparable_groups(variable: Variable, groups: Sequence[str]) -> tuple[str, ...]:
    """The largest set of groups of which no pair is only side by side; the first of equal size in the order given."""
    compatible = [0] * len(groups)
    for (i, a), (j, b) in combinations(enumerate(groups), 2):
        if variable.comparability_of(a, b) is not Comparability.SIDE_BY_SIDE:
            compatible[i] |= 1 << j
            compatible[j] |= 1 << i
    return tuple(groups[place] for place in largest_compatible(tuple(compatible)))


def _status(item: ItemTally, statuses: Sequence[Status]) -> tuple[Status, str]:
    if item.status is not Status.OK:
        return item.status, item.note
    shown = [index for index, status in enumerate(statuses) if status is Status.OK]
    if not shown:
        hidden = Status.SUPPRESSED in statuses
        return (Status.SUPPRESSED if hidden else Status.GROUP_EMPTY), item.note
    counts = item.data.counts[shown]
    if len(shown) < 2:
        return (Status.SUPPRESSED if Status.SUPPRESSED in statuses else Status.ONE_GROUP), item.note
    if np.count_nonzero(counts.sum(axis=0)) < 2:
        return Status.NO_VARIATION, item.note
    if Status.GROUP_EMPTY in statuses:
        return Status.GROUP_EMPTY, item.note
    if int(np.min(item.data.clusters[shown])) < 2:
        return Status.GROUP_TOO_SMALL, item.note
    return Status.OK, item.note


def _summary(
    item: ItemTally, index: int, group: Group, status: Status, thin: bool, missing: Mapping[int, int]
) -> GroupSummary:
    options = {option.code: option.label for option in item.variable.options}
    if item.status is not Status.OK:
        status = item.status
    if status in (*UNCOUNTED, Status.SUPPRESSED):
        hidden = Estimate(status=status)
        shares = tuple(Share(code, options.get(code, {}), None, hidden) for code in item.codes)
        return GroupSummary(group.code, group.label, None, None, {}, shares, hidden, None, None, status)
    counts, n = item.data.counts[index], int(item.data.n[index])
    deff = proportions.design_effect(item.data, index)
    values = np.array(item.codes, dtype=np.float64)
    averaged = item.variable.averaged and item.variable.kind != "nominal"
    limits = _limits(item.variable)
    mean = locations.mean(item.data, index, values, limits) if averaged else Estimate(n=n, status=Status.NOT_AVERAGED)
    estimates = [proportions.share(int(x), n, deff) for x in counts]
    return GroupSummary(
        group=group.code,
        label=group.label,
        n=n,
        clusters=int(item.data.clusters[index]),
        missing=missing,
        shares=tuple(
            Share(code, options.get(code, {}), int(x), without_parts(share) if thin else share)
            for code, x, share in zip(item.codes, counts, estimates, strict=True)
        ),
        mean=without_parts(mean) if thin else mean,
        median=locations.median(counts, values) if item.variable.ordered else None,
        sd=locations.standard_deviation(counts, values) if averaged else None,
        status=status,
    )


def _limits(variable: Variable) -> tuple[float, float] | None:
    """The ends of the declared scale, between which every mean lies."""
    codes = [option.code for option in variable.options]
    return (min(codes), max(codes)) if codes else None


def _pairs(
    item: ItemTally, groups: Sequence[Group], statuses: Sequence[Status], indices: list[int], thin: Sequence[bool]
) -> tuple[PairComparison, ...]:
    pairs = list(combinations(range(len(groups)), 2))
    inside = [(i, j) for i, j in pairs if i in indices and j in indices]
    places = [(indices.index(i), indices.index(j)) for i, j in inside]
    usable = item.status is Status.OK and item.variable.ordered
    dunn = dict(zip(inside, ranks.dunn(item.data.counts[indices], places), strict=True)) if usable else {}
    compared = [_pair(item, groups, statuses, pair, dunn.get(pair, Dunn())) for pair in pairs]
    compared = [
        replace(pair, cliffs_delta=without_parts(pair.cliffs_delta)) if thin[i] or thin[j] else pair
        for (i, j), pair in zip(pairs, compared, strict=True)
    ]
    adjusted = holm([pair.cliffs_delta.p_value for pair in compared])
    return tuple(
        replace(pair, cliffs_delta=replace(pair.cliffs_delta, p_adjusted=p))
        for pair, p in zip(compared, adjusted, strict=True)
    )


def _pair(
    item: ItemTally, groups: Sequence[Group], statuses: Sequence[Status], pair: tuple[int, int], dunn: Dunn
) -> PairComparison:
    i, j = pair
    names = (groups[i].code, groups[j].code)
    rule = item.variable.comparability_of(*names)
    reason = _pair_reason(item, rule, (statuses[i], statuses[j]))
    if reason is not None:
        none = Estimate(method=dominance.ROBUST, status=reason)
        classical = Estimate(method=dominance.CLASSICAL, status=reason)
        return PairComparison(names, rule, none, classical, Dunn(), MannWhitney())
    counts = item.data.counts
    return PairComparison(
        groups=names,
        comparability=rule,
        cliffs_delta=dominance.cliffs_delta(item.data, i, j),
        classical=dominance.classical_delta(counts[i], counts[j]),
        dunn=dunn,
        mann_whitney=ranks.mann_whitney(counts[i], counts[j]),
    )


def _pair_reason(item: ItemTally, rule: Comparability, statuses: tuple[Status, Status]) -> Status | None:
    if item.status is not Status.OK:
        return item.status
    for status in (Status.SUPPRESSED, Status.GROUP_EMPTY):
        if status in statuses:
            return status
    if rule is Comparability.SIDE_BY_SIDE:
        return Status.SIDE_BY_SIDE
    return None if item.variable.ordered else Status.NOT_ORDERED
