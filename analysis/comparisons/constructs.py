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
from numpy.typing import NDArray

from analysis.comparisons.computing import for_scores, without_scores
from analysis.disclosure.small_cells import Cells, Thresholds, few_parts, may_show, without_parts
from analysis.results import Comparability, ConstructComparison, ConstructPair, Status
from analysis.sources.dataset import UNKNOWN, Dataset, Variable
from analysis.sources.tally import CellIndex
from analysis.statistics.cluster_counts import ClusterCounts
from analysis.statistics.multiplicity import holm
from analysis.statistics.sparse_counts import count_cells

FEWEST_ITEMS = 3


def compare_constructs(
    dataset: Dataset,
    items: Sequence[str],
    thresholds: Thresholds | None = None,
    primary: Sequence[tuple[str, str, str]] = (),
    cells: Cells | None = None,
) -> tuple[ConstructComparison, ...]:
    """All constructs that the named items belong to, over all pairs of groups.

    ``cells``: what the release may show (``decide_cells``); an item that is not in it is shown. ``primary``: tuples
    (construct, group, group) whose p-values are adjusted by Holm together; by default all pairs.
    """
    variables = [dataset.codebook.variable(name) for name in items if name not in dataset.faults]
    names = list(dict.fromkeys(variable.construct for variable in variables if variable.construct))
    found = []
    for name in names:
        members = [variable for variable in variables if variable.construct == name]
        codes = [group.code for group in dataset.codebook.groups]
        pairs = [_compare_pair(dataset, members, a, b, thresholds, cells or {}) for a, b in combinations(codes, 2)]
        status = Status.OK if any(pair.status is Status.OK for pair in pairs) else pairs[0].status if pairs else None
        label = dataset.codebook.constructs.get(name, {})
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


def scores(dataset: Dataset, variables: Sequence[Variable]) -> NDArray[np.float64]:
    """Scores 0..100, one per respondent; NaN if fewer than half of the items were answered."""
    total, answered = np.zeros(dataset.n), np.zeros(dataset.n, dtype=np.int64)
    for variable in variables:
        codes = [option.code for option in variable.options]
        low, high = min(codes), max(codes)
        column = dataset.columns[variable.name]
        valid = (column >= low) & (column <= high)
        value = (column.astype(np.float64) - low) / (high - low) * 100.0
        total += np.where(valid, 100.0 - value if variable.reversed else value, 0.0)
        answered += valid
    enough = (2 * answered >= len(variables)) & (answered > 0)
    # Rounded so that equal answers added in another order stay tied.
    means = np.divide(total, answered, out=np.full(dataset.n, np.nan), where=enough)
    return np.asarray(np.round(means, 9), dtype=np.float64)


def _compare_pair(
    dataset: Dataset,
    members: Sequence[Variable],
    first: str,
    second: str,
    thresholds: Thresholds | None,
    cells: Cells,
) -> ConstructPair:
    codes = [group.code for group in dataset.codebook.groups]
    places = (codes.index(first), codes.index(second))
    answered = [v for v in members if all(_anybody(dataset, v, place) for place in places)]
    planned = common_items(answered, first, second)
    items = tuple(variable for variable in planned if not _hidden(cells, variable, places))
    names = tuple(variable.name for variable in items)
    rules = {variable.comparability_of(first, second) for variable in items}
    rule = Comparability.GAP if rules == {Comparability.GAP} else Comparability.COMPARE
    if len(items) < FEWEST_ITEMS:
        every = {variable.comparability_of(first, second) for variable in members}
        rule = Comparability.SIDE_BY_SIDE if every == {Comparability.SIDE_BY_SIDE} else rule
        hidden = len(planned) >= FEWEST_ITEMS
        return _without(first, second, rule, names, Status.SUPPRESSED if hidden else Status.TOO_FEW_ITEMS)
    data, values = _score_counts(dataset, items, places)
    census = [dataset.codebook.groups[place].census_of_units for place in places]
    for index in range(2):
        n = int(data.n[index])
        if not n:
            return _without(first, second, rule, names, Status.GROUP_EMPTY)
        if not may_show(n, thresholds, int(data.clusters[index]) if census[index] else None):
            return _without(first, second, rule, names, Status.SUPPRESSED)
    sensitive = any(variable.sensitive for variable in items)
    thin = [few_parts(data, index, thresholds, sensitive) for index in range(2)]
    figures = for_scores(data, values, [dataset.codebook.groups[place] for place in places], thin)
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


def _anybody(dataset: Dataset, variable: Variable, place: int) -> bool:
    return bool(np.any((dataset.group == place) & (dataset.columns[variable.name] >= 0)))


def _without(first: str, second: str, rule: Comparability, items: tuple[str, ...], status: Status) -> ConstructPair:
    return ConstructPair(
        groups=(first, second), comparability=rule, items=items, status=status, **without_scores(status)
    )


def _score_counts(
    dataset: Dataset, items: Sequence[Variable], places: tuple[int, int]
) -> tuple[ClusterCounts, NDArray[np.float64]]:
    score = scores(dataset, items)
    keep = np.isin(dataset.group, places) & ~np.isnan(score)
    if dataset.cluster is not None:
        keep &= dataset.cluster != UNKNOWN
    values, index = np.unique(score[keep], return_inverse=True)
    group = (dataset.group[keep] == places[1]).astype(np.int64)
    k = max(1, len(values))
    cluster = None if dataset.cluster is None else dataset.cluster[keep]
    cells = CellIndex.of(2, group, cluster, len(dataset.cluster_names))
    data = count_cells(cells.place, index, 0, (cells.clusters, 2, k))
    return data, values if len(values) else np.zeros(1)
