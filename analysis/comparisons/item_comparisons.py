"""Compares the groups on one item, from its tally alone: distributions, tests of all groups, tests of pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from analysis.comparisons.computing import HIDDEN, Pair, for_group, for_item, for_pairs, without_tests
from analysis.disclosure.small_cells import Thresholds, decide_cells, few_parts, reasons_shown, without_hidden_codes
from analysis.results import Comparability, GroupSummary, ItemComparison, PairComparison, Status
from analysis.sources.dataset import Group, Variable
from analysis.sources.tally import ItemTally
from analysis.statistics.largest_sets import largest_compatible


def compare_item(
    item: ItemTally,
    groups: Sequence[Group],
    thresholds: Thresholds | None = None,
    statuses: Sequence[Status] | None = None,
) -> ItemComparison:
    """All results of one item except p-values over items, which ``group_comparisons`` adjusts later.

    ``statuses``: the result of ``decide_cells`` for the release that the item belongs to; by default the item is judged
    alone.
    """
    if statuses is None:
        statuses = decide_cells([item], groups, thresholds)[item.variable.name]
    item = without_hidden_codes(item, statuses)
    shown = [index for index, status in enumerate(statuses) if status is Status.OK]
    tested = comparable_groups(item.variable, [groups[index].code for index in shown])
    indices = [index for index in shown if groups[index].code in tested]
    status, note = _status(item, statuses)
    thin = _thin(item, groups, thresholds)
    return ItemComparison(
        **_described(item.variable),
        status=status,
        note=note,
        groups=_summaries(item, groups, thresholds, statuses, thin),
        tested_groups=tuple(groups[index].code for index in indices),
        pairs=_pairs(item, groups, statuses, indices, thin),
        **for_item(item, groups, indices, status, thin),
    )


def describe_item(
    item: ItemTally, groups: Sequence[Group], thresholds: Thresholds | None, statuses: Sequence[Status]
) -> ItemComparison:
    """The answers of each group without any test or difference; ``statuses`` as in ``compare_item``."""
    item = without_hidden_codes(item, statuses)
    status, note = _status(item, statuses)
    return ItemComparison(
        **_described(item.variable),
        status=status,
        note=note,
        groups=_summaries(item, groups, thresholds, statuses, _thin(item, groups, thresholds)),
        **without_tests(),
    )


def _described(variable: Variable) -> dict[str, Any]:
    return {
        "item": variable.name,
        "label": variable.label,
        "kind": variable.kind,
        "construct": variable.construct,
        "reversed": variable.reversed,
        "neutral_code": variable.neutral_code,
        "position": variable.position,
    }


def _thin(item: ItemTally, groups: Sequence[Group], thresholds: Thresholds | None) -> list[bool]:
    return [few_parts(item.data, index, thresholds, item.variable.sensitive) for index in range(len(groups))]


def _summaries(
    item: ItemTally,
    groups: Sequence[Group],
    thresholds: Thresholds | None,
    statuses: Sequence[Status],
    thin: Sequence[bool],
) -> tuple[GroupSummary, ...]:
    return tuple(
        _summary(item, index, group, statuses[index], thin[index], reasons_shown(item, index, thresholds))
        for index, group in enumerate(groups)
    )


def comparable_groups(variable: Variable, groups: Sequence[str]) -> tuple[str, ...]:
    """The largest set of groups without a side-by-side pair; of equally large sets the first in the given order."""
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
    if item.status is not Status.OK:
        status = item.status
    hidden = status in HIDDEN
    return GroupSummary(
        group=group.code,
        label=group.label,
        n=None if hidden else int(item.data.n[index]),
        clusters=None if hidden else int(item.data.clusters[index]),
        missing={} if hidden else missing,
        status=status,
        **for_group(item, index, group, status, thin),
    )


def _pairs(
    item: ItemTally, groups: Sequence[Group], statuses: Sequence[Status], indices: list[int], thin: Sequence[bool]
) -> tuple[PairComparison, ...]:
    pairs, rules = [], []
    for i, j in combinations(range(len(groups)), 2):
        rules.append(item.variable.comparability_of(groups[i].code, groups[j].code))
        pairs.append(Pair((i, j), _pair_reason(item, rules[-1], (statuses[i], statuses[j]))))
    figures = for_pairs(item, groups, pairs, indices, thin)
    return tuple(
        PairComparison(groups=(groups[pair.places[0]].code, groups[pair.places[1]].code), comparability=rule, **found)
        for pair, rule, found in zip(pairs, rules, figures, strict=True)
    )


def _pair_reason(item: ItemTally, rule: Comparability, statuses: tuple[Status, Status]) -> Status | None:
    if item.status is not Status.OK:
        return item.status
    for status in (Status.SUPPRESSED, Status.GROUP_EMPTY):
        if status in statuses:
            return status
    return Status.SIDE_BY_SIDE if rule is Comparability.SIDE_BY_SIDE else None
