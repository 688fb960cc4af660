"""Rank tests from counts: Kruskal-Wallis, Dunn, Mann-Whitney, epsilon squared. They ignore clusters.

Every function takes ``counts``, an integer array (groups, values) with the values in ascending order; empty groups
and unused values are allowed and dropped. The tie term uses Python integers: n cubed overflows 64 bits above two
million. Sources: Kruskal & Wallis 1952; Dunn 1964; Mann & Whitney 1947. Conventions are those of R's
``kruskal.test``, ``rstatix::dunn_test`` and ``wilcox.test(correct = TRUE, exact = FALSE)``.
"""

from __future__ import annotations

from math import copysign, sqrt

import numpy as np

from analysis.results import Dunn, MannWhitney, Status, Test
from analysis.statistics.cluster_counts import Counts, Floats
from analysis.statistics.multiplicity import holm
from analysis.statistics.tails import chi_square_upper, normal_two_sided


def tie_sum(counts: Counts) -> int:
    """Sum of t cubed - t over the tied values, exact."""
    return sum(t**3 - t for t in (int(x) for x in counts.sum(axis=0)))


def mean_ranks(counts: Counts) -> Floats:
    """Mean mid-rank per group, shape (g,); NaN for an empty group, used only inside this module."""
    totals = counts.sum(axis=0)
    middle = np.cumsum(totals) - (totals - 1) / 2.0
    n = counts.sum(axis=1)
    sums = counts @ middle
    return np.asarray(np.divide(sums, n, out=np.full(len(n), np.nan), where=n > 0), dtype=np.float64)


def kruskal_wallis(counts: Counts) -> Test:
    """Kruskal-Wallis H with tie correction and its chi-square p-value, over the groups that are not empty."""
    method = "Kruskal-Wallis, tie-corrected; ignores clusters"
    counts = counts[counts.sum(axis=1) > 0]
    k, n = len(counts), int(counts.sum())
    if k < 2:
        return Test(method=method, status=Status.ONE_GROUP if k else Status.GROUP_EMPTY)
    correction = 1.0 - tie_sum(counts) / (n**3 - n)
    if np.count_nonzero(counts.sum(axis=0)) < 2:
        return Test(df=k - 1, method=method, status=Status.NO_VARIATION)
    spread = float((counts.sum(axis=1) * (mean_ranks(counts) - (n + 1) / 2.0) ** 2).sum())
    h = 12.0 * spread / (n * (n + 1.0)) / correction
    return Test(statistic=h, df=k - 1, p_value=chi_square_upper(h, k - 1), method=method)


def epsilon_squared(counts: Counts, test: Test | None = None) -> float | None:
    """Rank epsilon squared, H (n + 1) / (n^2 - 1), 0 to 1; ``None`` if H is undefined.

    ``test``: the Kruskal-Wallis test of these counts if it is known.
    """
    h, n = (test or kruskal_wallis(counts)).statistic, int(counts.sum())
    return None if h is None else h * (n + 1) / (float(n) ** 2 - 1)


def mann_whitney(first: Counts, second: Counts) -> MannWhitney:
    """U of the first group and the continuity-corrected two-sided normal p-value; counts (k,) of each group."""
    m, n = int(first.sum()), int(second.sum())
    if not m or not n:
        return MannWhitney()
    below = np.cumsum(second) - second
    u = float((first * (below + second / 2.0)).sum())
    total = m + n
    ties = tie_sum(np.stack([first, second]))
    variance = m * n / 12.0 * ((total + 1) - ties / (total * (total - 1.0)))
    if np.count_nonzero(first + second) < 2:
        return MannWhitney(u=u)
    distance = u - m * n / 2.0
    correction = copysign(0.5, distance) if distance else 0.0
    return MannWhitney(u=u, p_value=normal_two_sided((distance - correction) / sqrt(variance)))


def dunn(counts: Counts, pairs: list[tuple[int, int]]) -> list[Dunn]:
    """Dunn's test for the pairs of group indices, on the ranks of all groups together; Holm over defined pairs."""
    n_groups, total = counts.sum(axis=1), int(counts.sum())
    if total < 2 or np.count_nonzero(counts.sum(axis=0)) < 2:
        return [Dunn() for _ in pairs]
    ranks = mean_ranks(counts)
    variance = total * (total + 1.0) / 12.0 - tie_sum(counts) / (12.0 * (total - 1.0))
    z: list[float | None] = []
    for i, j in pairs:
        if n_groups[i] and n_groups[j]:
            z.append(float(ranks[j] - ranks[i]) / sqrt(variance * (1.0 / n_groups[i] + 1.0 / n_groups[j])))
        else:
            z.append(None)
    p = [None if value is None else normal_two_sided(value) for value in z]
    return [Dunn(z=a, p_value=b, p_adjusted=c) for a, b, c in zip(z, p, holm(p), strict=True)]
