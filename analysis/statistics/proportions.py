"""Shares with intervals from counts.

Wilson's score interval (1927) keeps its level for small n and for shares of 0 and 1. With clusters it is computed at
the effective sample size n / deff (Korn & Graubard 1998). There is one design effect per distribution: the sum over the
answers of the cluster-robust variances, divided by the sum of the binomial ones, at least 1.
"""

from __future__ import annotations

from math import sqrt

import numpy as np

from analysis.results import Estimate, Status
from analysis.statistics.cluster_counts import ClusterCounts
from analysis.statistics.tails import normal_quantile


def wilson(x: float, n: float, level: float = 0.95) -> tuple[float, float] | None:
    """Wilson's interval for a share x / n, not continuity-corrected; ``n`` may be a fraction; ``None`` for n = 0."""
    if n <= 0:
        return None
    z = normal_quantile(0.5 + level / 2.0)
    p = x / n
    centre = p + z * z / (2.0 * n)
    half = z * sqrt(p * (1.0 - p) / n + z * z / (4.0 * n * n))
    scale = 1.0 + z * z / n
    low, high = (centre - half) / scale, (centre + half) / scale
    return (0.0 if x <= 0 else max(0.0, low)), (1.0 if x >= n else min(1.0, high))


def design_effect(data: ClusterCounts, group: int) -> float | None:
    """The ratio of the variance of one group's shares to that of a simple random sample; 1 without clusters.

    ``None`` if all of the group's people are in one cluster, since the variance between clusters is then unknown.
    """
    if not data.clustered:
        return 1.0
    one = data.subset([group])
    n = int(one.n[0])
    used = np.flatnonzero(one.counts[0])
    if one.clusters[0] < 2:
        return None
    if len(used) < 2:
        return 1.0
    p = one.counts[0] / n
    tables = np.zeros((len(used), 1, one.counts.shape[1]))
    for row, value in enumerate(used):
        tables[row, 0, :] = -p[value]
        tables[row, 0, value] += 1.0
    tables *= one.scale()[0] / n
    robust = float(np.trace(one.covariance(tables)))
    return max(1.0, robust / (float((p * (1.0 - p)).sum()) / n))


def share(x: int, n: int, deff: float | None = 1.0) -> Estimate:
    """The share x / n with Wilson's interval at n / ``deff``; without an interval if ``deff`` is unknown."""
    method = "Wilson" if deff == 1.0 else "Wilson at the effective sample size"
    if not n:
        return Estimate(n=0, method=method, status=Status.UNDEFINED_N0)
    if deff is None:
        return Estimate(estimate=x / n, n=n, method=method, status=Status.GROUP_TOO_SMALL)
    bounds = wilson(x / deff, n / deff)
    low, high = bounds if bounds else (None, None)
    return Estimate(estimate=x / n, ci_low=low, ci_high=high, n=n, method=method)
