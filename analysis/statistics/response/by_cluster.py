"""Whether people of some clusters answer less often than others, and whether they think differently.

Both tests read, for each cluster, the number of people asked and of those who did not answer; the second also the mean
of the others. Data never raise an error; a test that cannot be computed gives the reason.
"""

from __future__ import annotations

from math import sqrt

import numpy as np
from scipy.special import chdtrc, stdtr

from analysis.results import Status, Test
from analysis.statistics.cluster_counts import Floats

FEWEST_CLUSTERS = 6
FEWEST_SILENT = 5
"""With fewer people in either of the two kinds, those who answered and those who did not, nothing can be said."""
WITHIN = 0.1
"""The intra-class correlation for which clusters are weighted; any value gives a valid test."""
HOMOGENEITY, ASSOCIATION = "homogeneity of non-response", "non-response and mean answer"


def homogeneity(asked: Floats, silent: Floats) -> Test:
    """Test of equal shares of non-response in all clusters against larger differences than by chance.

    ``asked`` and ``silent``: people per cluster. Statistic: the squared differences between observed and expected
    numbers, each weighted by 1 / (1 + (m - 1) .1) for a cluster of m people, which is the score statistic of Tarone
    (1979) with a weight. Given the totals, mean and variance over all ways of choosing who is silent are known
    exactly; a multiple of a chi-square with both gives the p-value. ``statistic`` and ``df`` are those of this
    chi-square. Clusters of one person say nothing about differences between clusters and are left out.
    """
    several = asked > 1
    asked, silent = asked[several], silent[several]
    people, without = float(asked.sum()), float(silent.sum())
    status = _too_little(asked, silent)
    if status is not Status.OK:
        return Test(method=HOMOGENEITY, status=status)
    weight = 1 / (1 + WITHIN * (asked - 1))
    found = float((weight * (silent - asked * (without / people)) ** 2).sum())
    mean, variance = _moments(asked, weight, without)
    if not variance > 1e-12 * mean * mean:
        return Test(method=HOMOGENEITY, status=Status.NO_VARIATION)
    df = 2 * mean * mean / variance
    statistic = found * df / mean
    p = max(float(chdtrc(df, statistic)), np.finfo(float).tiny)
    return Test(statistic, df, p, method=HOMOGENEITY)


def _too_little(asked: Floats, silent: Floats) -> Status:
    if len(asked) < FEWEST_CLUSTERS:
        return Status.FEW_CLUSTERS
    without = float(silent.sum())
    return Status.OK if min(without, float(asked.sum()) - without) >= FEWEST_SILENT else Status.GROUP_TOO_SMALL


def _moments(asked: Floats, weight: Floats, silent: float) -> tuple[float, float]:
    """Mean and variance of the weighted sum of squares over all choices of ``silent`` of the people.

    The products of centred indicators of two, three and four people have the expectations of sampling without
    replacement.
    """
    n = float(asked.sum())
    p = silent / n
    square, fourth = n * p * (1 - p), n * p * (1 - p) * (1 - 3 * p * (1 - p))
    n2, n3, n4 = n * (n - 1), n * (n - 1) * (n - 2), n * (n - 1) * (n - 2) * (n - 3)
    e4, e31, e22 = fourth / n, -fourth / n2, (square * square - fourth) / n2
    e211, e1111 = (2 * fourth - square * square) / n3, (3 * square * square - 6 * fourth) / n4
    m2 = asked * (asked - 1)
    m3 = m2 * (asked - 2)
    m4 = m3 * (asked - 3)
    mean = float((weight * (asked * square / n - m2 * square / n2)).sum())
    of_four = asked * e4 + m2 * (4 * e31 + 3 * e22) + 6 * m3 * e211 + m4 * e1111
    a, b = weight * asked, weight * m2
    sum_a, sum_b = float(a.sum()), float(b.sum())
    second = (
        float((weight * weight * of_four).sum())
        + e22 * (sum_a * sum_a - float(a @ a))
        + 2 * e211 * (sum_a * sum_b - float(a @ b))
        + e1111 * (sum_b * sum_b - float(b @ b))
    )
    return mean, second - mean * mean


def association(asked: Floats, silent: Floats, total: Floats) -> Test:
    """Test of no correlation between a cluster's share of non-response and the mean answer of its other people.

    ``total``: the sum of the answers in each cluster. The products of both deviations, weighted by the root of the
    people asked and of those who answered, are tested for a mean of 0 by Student's t with two degrees of freedom fewer
    than clusters, valid for clusters of unequal size (the studentised correlation of DiCiccio and Romano
    2017). ``statistic`` above 0: where more people are silent, the others answer higher. Clusters in which nobody
    answered, and those of one person, are left out.
    """
    used = (asked > 1) & (silent < asked)
    asked, silent, total = asked[used], silent[used], total[used]
    status = _too_little(asked, silent)
    if status is not Status.OK:
        return Test(method=ASSOCIATION, status=status)
    answered = asked - silent
    mean = float(total.sum() / answered.sum())
    x = (silent - asked * float(silent.sum() / asked.sum())) / np.sqrt(asked)
    y = (total - answered * mean) / np.sqrt(answered)
    products = x * y
    size = float(products @ products)
    limit = 1e-12 * float(x @ x) * float(y @ y) / len(asked)
    if not size > limit:
        return Test(method=ASSOCIATION, status=Status.NO_VARIATION)
    number = len(asked)
    normed = float(products.sum()) / sqrt(size)
    t, df = normed * sqrt((number - 1) / max(number - normed * normed, 1e-12)), float(number - 2)
    p = max(2 * float(stdtr(df, -abs(t))), np.finfo(float).tiny)
    return Test(t, df, min(p, 1.0), method=ASSOCIATION)
