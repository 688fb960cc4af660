"""Compares the groups on one item, from its tally alone: distributions, tests of all groups, tests of pairs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np

from analysis.comparisons.computing import HIDDEN, Pair, Shown, for_groups, for_items, for_pairs, without_tests
from analysis.disclosure.small_cells import (
    Cells,
    Thresholds,
    few_asked,
    few_parts,
    reasons_shown,
    without_hidden_codes,
)
from analysis.results import Comparability, GroupSummary, ItemComparison, PairComparison, Status
from analysis.sources.dataset import Group, Variable
from analysis.sources.tally import ItemTally
from analysis.statistics.largest_sets import largest_compatible


def compare_items(
    items: Sequence[ItemTally], groups: Sequence[Group], thresholds: Thresholds | None, cells: Cells
) -> list[ItemComparison]:
    """All results of the items except p-values over items, which ``group_comparisons`` adjusts later.

    ``cells``: the result of ``decide_cells`` for the release that the items belong to.
    """
    prepared = [_shown(item, groups, thresholds, cells[item.variable.name]) for item in items]
    by_group, together, by_pair = for_groups(prepared), for_items(prepared), for_pairs(prepared)
    return [
        ItemComparison(
            **_described(shown),
            groups=_summaries(shown, thresholds, of_groups),
            tested_groups=tuple(groups[index].code for index in shown.indices),
            pairs=_pairs(shown, of_pairs),
            **found,
        )
        for shown, of_groups, found, of_pairs in zip(prepared, by_group, together, by_pair, strict=True)
    ]


def describe_items(
    items: Sequence[ItemTally], groups: Sequence[Group], thresholds: Thresholds | None, cells: Cells
) -> list[ItemComparison]:
    """The answers of each group without any test or difference; ``cells`` as in ``compare_items``."""
    prepared = [_shown(item, groups, thresholds, cells[item.variable.name]) for item in items]
    return [
        ItemComparison(**_described(shown), groups=_summaries(shown, thresholds, found), **without_tests())
        for shown, found in zip(prepared, for_groups(prepared), strict=True)
    ]


def _shown(
    item: ItemTally, groups: Sequence[Group], thresholds: Thresholds | None, statuses: Sequence[Status]
) -> Shown:
    item = without_hidden_codes(item, statuses)
    variable = item.variable
    open_groups = [index for index, status in enumerate(statuses) if status is Status.OK]
    tested = comparable_groups(variable, [groups[index].code for index in open_groups])
    pairs = [
        Pair(
            (i, j),
            _pair_reason(item, variable.comparability_of(groups[i].code, groups[j].code), (statuses[i], statuses[j])),
        )
        for i, j in combinations(range(len(groups)), 2)
    ]
    thin = [few_parts(item.data, index, thresholds, variable.sensitive) for index in range(len(groups))]
    return Shown(
        item,
        groups,
        _status(item, statuses)[0],
        statuses if item.status is Status.OK else [item.status] * len(groups),
        thin,
        [few or few_asked(item, index, thresholds) for index, few in enumerate(thin)],
        [index for index in open_groups if groups[index].code in tested],
        pairs,
    )


def _described(shown: Shown) -> dict[str, Any]:
    variable = shown.item.variable
    return {
        "item": variable.name,
        "label": variable.label,
        "kind": variable.kind,
        "construct": variable.construct,
        "reversed": variable.reversed,
        "neutral_code": variable.neutral_code,
        "position": variable.position,
        "status": shown.status,
        "note": shown.item.note,
    }


def _summaries(
    shown: Shown, thresholds: Thresholds | None, figures: Sequence[dict[str, Any]]
) -> tuple[GroupSummary, ...]:
    item, found = shown.item, []
    for index, (group, status) in enumerate(zip(shown.groups, shown.statuses, strict=True)):
        hidden = status in HIDDEN
        found.append(
            GroupSummary(
                group=group.code,
                label=group.label,
                n=None if hidden else int(item.data.n[index]),
                clusters=None if hidden else int(item.data.clusters[index]),
                missing={} if hidden else reasons_shown(item, index, thresholds),
                status=status,
                **figures[index],
            )
        )
    return tuple(found)


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


def _pairs(shown: Shown, figures: Sequence[dict[str, Any]]) -> tuple[PairComparison, ...]:
    codes = [group.code for group in shown.groups]
    found = []
    for pair, of_pair in zip(shown.pairs, figures, strict=True):
        first, second = codes[pair.places[0]], codes[pair.places[1]]
        rule = shown.item.variable.comparability_of(first, second)
        found.append(PairComparison(groups=(first, second), comparability=rule, **of_pair))
    return tuple(found)


def _pair_reason(item: ItemTally, rule: Comparability, statuses: tuple[Status, Status]) -> Status | None:
    if item.status is not Status.OK:
        return item.status
    for status in (Status.SUPPRESSED, Status.GROUP_EMPTY):
        if status in statuses:
            return status
    return Status.SIDE_BY_SIDE if rule is Comparability.SIDE_BY_SIDE else None
