"""Rank tests from counts: Kruskal-Wallis, Dunn, Mann-Whitney, epsilon squared. They ignore clusters.

Every function takes ``counts``, an integer array (groups, values) with the values in ascending order, or many of them,
(t, groups, values); empty groups and unused values are allowed. The correction for ties is n^3 - n less the sum of t^3
- t, which is computed as the sum of t (n - t) (n + t): nothing overflows, and no digits cancel. Sources: Kruskal &
Wallis 1952; Dunn 1964; Mann & Whitney 1947. Conventions are those of R's ``kruskal.test``, ``rstatix::dunn_test`` and
``wilcox.test(correct = TRUE, exact = FALSE)``.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import copysign, sqrt

import numpy as np

from analysis.results import Dunn, MannWhitney, Status, Test
from analysis.statistics.cluster_counts import Counts, Floats
from analysis.statistics.multiplicity import holm
from analysis.statistics.tails import chi_square_upper, normal_two_sided

KRUSKAL_WALLIS = "Kruskal-Wallis, tie-corrected; ignores clusters"


def untied(totals: Floats) -> Floats:
    """n^3 - n less the sum of t^3 - t over the values, for the people (..., k) with each value."""
    n = totals.sum(axis=-1, keepdims=True)
    return np.asarray((totals * (n - totals) * (n + totals)).sum(axis=-1))


def mean_ranks(counts: Floats) -> Floats:
    """Mean mid-rank per group, (..., g), from counts (..., g, k); 0 for an empty group."""
    totals = counts.sum(axis=-2)
    middle = np.cumsum(totals, axis=-1) - (totals - 1.0) / 2.0
    return np.asarray((counts * middle[..., None, :]).sum(axis=-1) / np.maximum(counts.sum(axis=-1), 1.0))


def kruskal_wallis(counts: Counts) -> Test:
    """Kruskal-Wallis H with tie correction and its chi-square p-value, over the groups that are not empty."""
    return kruskal_wallis_tests(counts[None])[0]


def kruskal_wallis_tests(counts: Counts) -> list[Test]:
    """``kruskal_wallis`` of many tables, (t, g, k)."""
    people = counts.astype(np.float64)
    by_group, totals = people.sum(axis=2), people.sum(axis=1)
    n = by_group.sum(axis=1)
    groups, values = (by_group > 0).sum(axis=1), (totals > 0).sum(axis=1)
    spread = (by_group * (mean_ranks(people) - (n[:, None] + 1.0) / 2.0) ** 2).sum(axis=1)
    free = untied(totals)
    h = 12.0 * spread * (n - 1.0) / np.where(free > 0, free, 1.0)
    return [_kruskal_wallis(*one) for one in zip(groups.tolist(), values.tolist(), h.tolist(), strict=True)]


def _kruskal_wallis(groups: int, values: int, h: float) -> Test:
    if groups < 2:
        return Test(method=KRUSKAL_WALLIS, status=Status.ONE_GROUP if groups else Status.GROUP_EMPTY)
    if values < 2:
        return Test(df=groups - 1, method=KRUSKAL_WALLIS, status=Status.NO_VARIATION)
    return Test(h, groups - 1, chi_square_upper(h, groups - 1), method=KRUSKAL_WALLIS)


def epsilon_squared(counts: Counts, test: Test | None = None) -> float | None:
    """Rank epsilon squared, H (n + 1) / (n^2 - 1), 0 to 1; ``None`` if H is undefined.

    ``test``: the Kruskal-Wallis test of these counts if it is known.
    """
    h, n = (test or kruskal_wallis(counts)).statistic, int(counts.sum())
    return None if h is None else h * (n + 1) / (float(n) ** 2 - 1)


def mann_whitney(first: Counts, second: Counts) -> MannWhitney:
    """U of the first group and the continuity-corrected two-sided normal p-value; counts (k,) of each group."""
    return mann_whitney_tests(np.stack([first, second])[None])[0]


def mann_whitney_tests(pairs: Counts) -> list[MannWhitney]:
    """``mann_whitney`` of many pairs of groups, (t, 2, k)."""
    people = pairs.astype(np.float64)
    first, second = people[:, 0], people[:, 1]
    u = (first * (np.cumsum(second, axis=1) - second / 2.0)).sum(axis=1)
    m, n = first.sum(axis=1), second.sum(axis=1)
    total = m + n
    variance = m * n * untied(first + second) / (12.0 * np.maximum(total * (total - 1.0), 1.0))
    return [_mann_whitney(*one) for one in zip(u.tolist(), (m * n).tolist(), variance.tolist(), strict=True)]


def _mann_whitney(u: float, product: float, variance: float) -> MannWhitney:
    if not product:
        return MannWhitney()
    if variance <= 0:
        return MannWhitney(u=u)
    distance = u - product / 2.0
    correction = copysign(0.5, distance) if distance else 0.0
    return MannWhitney(u=u, p_value=normal_two_sided((distance - correction) / sqrt(variance)))


def dunn(counts: Counts, pairs: Sequence[tuple[int, int]]) -> list[Dunn]:
    """Dunn's test for the pairs of group indices, on the ranks of all groups together; Holm over defined pairs."""
    return dunn_tests(counts[None], [pairs])[0]


def dunn_tests(counts: Counts, pairs: Sequence[Sequence[tuple[int, int]]]) -> list[list[Dunn]]:
    """``dunn`` of many tables, (t, g, k), each with its pairs."""
    people = counts.astype(np.float64)
    n_groups, totals = people.sum(axis=2), people.sum(axis=1)
    total = totals.sum(axis=1)
    variance = untied(totals) / (12.0 * np.maximum(total - 1.0, 1.0))
    each = zip(n_groups.tolist(), mean_ranks(people).tolist(), variance.tolist(), pairs, strict=True)
    return [_dunn(*one) for one in each]


def _dunn(n_groups: list[float], ranks: list[float], variance: float, pairs: Sequence[tuple[int, int]]) -> list[Dunn]:
    if variance <= 0:
        return [Dunn() for _ in pairs]
    z: list[float | None] = []
    for i, j in pairs:
        if n_groups[i] and n_groups[j]:
            z.append((ranks[j] - ranks[i]) / sqrt(variance * (1.0 / n_groups[i] + 1.0 / n_groups[j])))
        else:
            z.append(None)
    p = [None if value is None else normal_two_sided(value) for value in z]
    return [Dunn(z=a, p_value=b, p_adjusted=c) for a, b, c in zip(z, p, holm(p), strict=True)]
