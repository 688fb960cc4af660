"""Construct scores from 0 to 100, and their comparison between pairs of groups (METHOD 2).

A pair is compared on the items that both groups answered about the same referent, that are scored for both groups, may
be averaged and share one scale. There must be at least three such items; otherwise the items are reported one by one. A
person's score is the mean of the items answered, each rescaled to 0..100 and reversed where needed; at least half must
be answered. Both groups of a pair are scored on the same items, so a group may have different means in different pairs.
An item whose answers are hidden for one of the two groups is not scored for that pair, because its mean could be
computed from the score and the other items.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from analysis.comparisons.computing import for_scores, without_scores
from analysis.disclosure.small_cells import Cells, Thresholds, few_parts, may_show, without_parts
from analysis.results import Comparability, ConstructComparison, ConstructPair, Status
from analysis.sources.dataset import Group, Variable
from analysis.sources.score_tally import CountScores, ScoreTally
from analysis.sources.tally import UNCOUNTED, ItemTally, Tally
from analysis.statistics.cluster_counts import ClusterCounts, Floats
from analysis.statistics.multiplicity import holm

FEWEST_ITEMS = 3


def compare_constructs(
    counted: Tally,
    thresholds: Thresholds | None = None,
    primary: Sequence[tuple[str, str, str]] = (),
    cells: Cells | None = None,
) -> tuple[ConstructComparison, ...]:
    """All constructs that the counted items belong to, over all pairs of groups; none if scores cannot be counted.

    ``cells``: what the release may show (``decide_cells``); an item that is not in it is shown. ``primary``: tuples
    (construct, group, group) whose p-values are adjusted by Holm together; by default all pairs.
    """
    if counted.scores is None:
        return ()
    items = [item for item in counted.items if item.status not in UNCOUNTED and item.variable.construct]
    groups, count = counted.codebook.groups, _Scores(counted.scores)
    found = []
    for name in dict.fromkeys(item.variable.construct for item in items if item.variable.construct):
        members = [item for item in items if item.variable.construct == name]
        pairs = [
            _compare_pair(count, members, groups, places, thresholds, cells or {})
            for places in combinations(range(len(groups)), 2)
        ]
        status = Status.OK if any(pair.status is Status.OK for pair in pairs) else pairs[0].status if pairs else None
        label = counted.codebook.constructs.get(name, {})
        found.append(ConstructComparison(name, label, status or Status.ONE_GROUP, tuple(pairs)))
    return adjust_constructs(found, primary)


def adjust_constructs(
    constructs: Sequence[ConstructComparison], primary: Sequence[tuple[str, str, str]] = ()
) -> tuple[ConstructComparison, ...]:
    """Fill ``primary`` and, over the primary pairs of all constructs, ``difference.p_adjusted`` by Holm."""
    declared = {(construct, frozenset((a, b))) for construct, a, b in primary}
    constructs = [
        replace(
            construct,
            pairs=tuple(
                replace(pair, primary=not declared or (construct.construct, frozenset(pair.groups)) in declared)
                for pair in construct.pairs
            ),
        )
        for construct in constructs
    ]
    p_values = [pair.difference.p_value if pair.primary else None for c in constructs for pair in c.pairs]
    adjusted = iter(holm(p_values))
    return tuple(
        replace(
            construct,
            pairs=tuple(
                replace(pair, difference=replace(pair.difference, p_adjusted=next(adjusted)))
                for pair in construct.pairs
            ),
        )
        for construct in constructs
    )


def common_items(variables: Sequence[Variable], first: str, second: str) -> tuple[Variable, ...]:
    """The items of a construct that may be scored together for two groups, on the scale that most of them share."""
    fit = [
        variable
        for variable in variables
        if variable.averaged
        and variable.kind in ("ordinal", "binary")
        and len(variable.options) > 1
        and variable.scored.get(first, True)
        and variable.scored.get(second, True)
        and variable.referent.get(first, "") == variable.referent.get(second, "")
        and variable.comparability_of(first, second) is not Comparability.SIDE_BY_SIDE
    ]
    scales = list(dict.fromkeys(_scale(variable) for variable in fit))
    by_scale = [tuple(variable for variable in fit if _scale(variable) == scale) for scale in scales]
    return max(by_scale, key=len, default=())


def _scale(variable: Variable) -> tuple[str, tuple[int, ...]]:
    return variable.scale, tuple(option.code for option in variable.options)


class _Scores:
    """Counts the scores on each set of items once, for all pairs of groups."""

    def __init__(self, count: CountScores) -> None:
        self._count = count
        self._known: dict[tuple[str, ...], ScoreTally] = {}

    def __call__(self, items: Sequence[Variable], places: tuple[int, int]) -> tuple[ClusterCounts, Floats]:
        """The counts of two groups, and the scores that occur in them."""
        names = tuple(variable.name for variable in items)
        if names not in self._known:
            self._known[names] = self._count(items)
        whole = self._known[names]
        data = whole.data.subset(places)
        present = np.flatnonzero(data.counts.any(axis=0)).tolist()
        return data.columns(present), whole.values[present]


def _compare_pair(
    count: _Scores,
    members: Sequence[ItemTally],
    groups: Sequence[Group],
    places: tuple[int, int],
    thresholds: Thresholds | None,
    cells: Cells,
) -> ConstructPair:
    first, second = (groups[place].code for place in places)
    answered = [item.variable for item in members if all(item.data.n[place] for place in places)]
    planned = common_items(answered, first, second)
    items = tuple(variable for variable in planned if not _hidden(cells, variable, places))
    names = tuple(variable.name for variable in items)
    rules = {variable.comparability_of(first, second) for variable in items}
    rule = Comparability.GAP if rules == {Comparability.GAP} else Comparability.COMPARE
    if len(items) < FEWEST_ITEMS:
        every = {item.variable.comparability_of(first, second) for item in members}
        rule = Comparability.SIDE_BY_SIDE if every == {Comparability.SIDE_BY_SIDE} else rule
        hidden = len(planned) >= FEWEST_ITEMS
        return _without(first, second, rule, names, Status.SUPPRESSED if hidden else Status.TOO_FEW_ITEMS)
    data, values = count(items, places)
    census = [groups[place].census_of_units for place in places]
    for index in range(2):
        n = int(data.n[index])
        if not n:
            return _without(first, second, rule, names, Status.GROUP_EMPTY)
        if not may_show(n, thresholds, int(data.clusters[index]) if census[index] else None):
            return _without(first, second, rule, names, Status.SUPPRESSED)
    sensitive = any(variable.sensitive for variable in items)
    thin = [few_parts(data, index, thresholds, sensitive) for index in range(2)]
    figures = for_scores(data, values, [groups[place] for place in places], thin)
    means = tuple(without_parts(m) if few else m for m, few in zip(figures.pop("means"), thin, strict=True))
    return ConstructPair(
        groups=(first, second),
        comparability=rule,
        items=names,
        means=(means[0], means[1]),
        status=figures["difference"].status,
        **figures,
    )


def _hidden(cells: Cells, variable: Variable, places: tuple[int, int]) -> bool:
    statuses = cells.get(variable.name)
    return statuses is not None and any(statuses[place] is Status.SUPPRESSED for place in places)


def _without(first: str, second: str, rule: Comparability, items: tuple[str, ...], status: Status) -> ConstructPair:
    return ConstructPair(
        groups=(first, second), comparability=rule, items=items, status=status, **without_scores(status)
    )
