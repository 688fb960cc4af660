"""Cliff's delta, P(X > Y) - P(X < Y), with a cluster-robust and with the classical variance.

Robust: the variance of the influences summed by cluster (Obuchowski 1997; Datta & Satten 2005; see ``cluster_counts``),
Student's t with min(clusters per group) - 1 degrees of freedom, p from delta / se. The interval is Feng & Cliff's
(2004) asymmetric interval with that variance; it stays inside -1..1. It solves (delta - d)^2 (1 - d^2) = t^2 se^2 (1 -
delta^2), so that near +-1 it may contain 0 although p is below .05; in that case the interval is the more reliable
result. Classical: Cliff's (1996) unbiased variance, at least (1 - d^2) / (mn - 1), t with m + n - 2 degrees of freedom.

At |delta| = 1 no variance can be estimated. The interval then has the one-sided bound 2 * .05^(1/g) - 1, where g is the
smaller number of clusters: the exact binomial bound for g clusters out of g. Below ten clusters in both groups together
there is no p-value; the estimate is given with its range when each cluster is left out in turn.
"""

from __future__ import annotations

from math import copysign, sqrt

import numpy as np

from analysis.results import Estimate, Status
from analysis.statistics.cluster_counts import FEWEST_CLUSTERS, ClusterCounts, Counts, Floats
from analysis.statistics.tails import t_quantile, t_two_sided

ROBUST = "Cliff's delta, cluster-robust variance (Obuchowski 1997), t(min clusters - 1), Feng-Cliff interval"
CLASSICAL = "Cliff's delta, unbiased variance (Cliff 1996), t(m + n - 2), Feng-Cliff interval; ignores clusters"


def dominance(first: Counts, second: Counts) -> tuple[float, Floats, Floats]:
    """delta, and for every value its dominance over the other group: d_x (k,), d_y (k,), both signed as delta."""
    m, n = int(first.sum()), int(second.sum())
    below_x, below_y = np.cumsum(first) - first, np.cumsum(second) - second
    d_x = (2.0 * below_y + second - n) / n
    d_y = (m - 2.0 * below_x - first) / m
    return float((first * d_x).sum() / m), d_x, d_y


def influence(data: ClusterCounts, i: int, j: int) -> tuple[float, Floats]:
    """delta of groups i and j and its influence table (g, k), scaled for ``ClusterCounts.covariance``."""
    delta, d_x, d_y = dominance(data.counts[i], data.counts[j])
    table = np.zeros(data.counts.shape)
    scale, n = data.scale(), data.n
    table[i] = scale[i] * (d_x - delta) / n[i]
    table[j] = scale[j] * (d_y - delta) / n[j]
    return delta, table


def feng_cliff(delta: float, se: float, quantile: float) -> tuple[float, float]:
    """Feng & Cliff's asymmetric interval, inside -1..1."""
    rest, v = 1.0 - delta * delta, (quantile * se) ** 2
    half = sqrt(v) * sqrt(rest * rest + v)
    return max(-1.0, (delta * rest - half) / (rest + v)), min(1.0, (delta * rest + half) / (rest + v))


def cliffs_delta(data: ClusterCounts, i: int = 0, j: int = 1, level: float = 0.95) -> Estimate:
    """Cliff's delta of group i over group j with cluster-robust uncertainty; statuses as in the module docstring."""
    pair = data.subset([i, j])
    m, n = (int(x) for x in pair.n)
    if not m or not n:
        return Estimate(n=m + n, method=ROBUST, status=Status.GROUP_EMPTY)
    delta, table = influence(pair, 0, 1)
    if np.count_nonzero(pair.counts.sum(axis=0)) < 2:
        return Estimate(estimate=0.0, n=m + n, method=ROBUST, status=Status.NO_VARIATION)
    fewest = int(np.min(pair.clusters))
    few = pair.clusters_together([0, 1]) < FEWEST_CLUSTERS
    low, high = leave_one_out_range(pair) if few else (None, None)
    if abs(delta) >= 1.0:
        return _separated(delta, fewest, m + n, (low, high))
    if fewest < 2:
        return Estimate(delta, n=m + n, method=ROBUST, status=Status.GROUP_TOO_SMALL, range_low=low, range_high=high)
    se = sqrt(float(pair.covariance(table[None])[0, 0]))
    # Equal clusters leave rounding errors where the variance is exactly zero.
    if se < 1e-12:
        return Estimate(delta, n=m + n, method=ROBUST, status=Status.CLUSTERS_ALIKE, range_low=low, range_high=high)
    df = fewest - 1
    quantile = t_quantile(0.5 + level / 2.0, df)
    ci_low, ci_high = feng_cliff(delta, se, quantile)
    return Estimate(
        estimate=delta,
        se=se,
        ci_low=ci_low,
        ci_high=ci_high,
        p_value=None if few else t_two_sided(delta / se, df),
        n=m + n,
        method=ROBUST,
        status=Status.FEW_CLUSTERS if few else Status.OK,
        df=df,
        range_low=low,
        range_high=high,
        detectable=None if few else detectable_within(1.0, se, df, level),
    )


def _separated(delta: float, fewest: int, n: int, extent: tuple[float | None, float | None]) -> Estimate:
    bound = 2.0 * 0.05 ** (1.0 / fewest) - 1.0
    low, high = (bound, 1.0) if delta > 0 else (-1.0, -bound)
    return Estimate(
        estimate=copysign(1.0, delta),
        ci_low=low,
        ci_high=high,
        n=n,
        method="Cliff's delta, one-sided exact binomial bound over clusters",
        status=Status.COMPLETE_SEPARATION,
        range_low=extent[0],
        range_high=extent[1],
    )


def detectable(se: float, df: float, level: float = 0.95, power: float = 0.80) -> float:
    """The smallest true difference that a two-sided test with this standard error detects with that power."""
    return (t_quantile(0.5 + level / 2.0, df) + t_quantile(power, df)) * se


def detectable_within(largest: float, se: float, df: float, level: float = 0.95) -> float | None:
    """``detectable`` at 80 % power; ``None`` if not even the ``largest`` possible difference would be detected."""
    smallest = detectable(se, df, level)
    return smallest if smallest <= largest else None


def leave_one_out_range(pair: ClusterCounts) -> tuple[float | None, float | None]:
    """Smallest and largest delta of two groups, over all clusters together and with each left out in turn."""
    deltas = [dominance(rest[0], rest[1])[0] for rest in pair.leave_one_out() if rest.sum(axis=1).all()]
    # The delta of all clusters is no mean of the others, so it can lie outside their range.
    deltas += [dominance(pair.counts[0], pair.counts[1])[0]] if deltas else []
    return (min(deltas), max(deltas)) if deltas else (None, None)


def classical_delta(first: Counts, second: Counts, level: float = 0.95) -> Estimate:
    """Cliff's delta with the variance for independent people; counts (k,) of each group."""
    m, n = int(first.sum()), int(second.sum())
    if not m or not n:
        return Estimate(n=m + n, method=CLASSICAL, status=Status.GROUP_EMPTY)
    d, d_x, d_y = dominance(first, second)
    if m < 2 or n < 2:
        return Estimate(estimate=d, n=m + n, method=CLASSICAL, status=Status.GROUP_TOO_SMALL)
    if abs(d) >= 1.0:
        return Estimate(estimate=d, n=m + n, method=CLASSICAL, status=Status.COMPLETE_SEPARATION)
    untied = m * n - float((first.astype(np.float64) * second).sum())
    rows, columns = float((first * (d_x - d) ** 2).sum()), float((second * (d_y - d) ** 2).sum())
    numerator = float(n) ** 2 * rows + float(m) ** 2 * columns - (untied - m * n * d * d)
    floor = (1.0 - d * d) / (m * n - 1.0)
    variance = max(numerator / (float(m) * n * (m - 1) * (n - 1)), floor)
    df = m + n - 2
    low, high = feng_cliff(d, sqrt(variance), t_quantile(0.5 + level / 2.0, df))
    status = Status.NO_VARIATION if np.count_nonzero(first + second) < 2 else Status.OK
    return Estimate(d, sqrt(variance), low, high, None, None, m + n, CLASSICAL, status, df)
