"""Mean, median and standard deviation from counts, and differences of means, with cluster-robust intervals.

The variance of a mean is the sum over clusters of squared influences, times G / (G - 1); without clusters it is s^2 /
n. Intervals use Student's t with G - 1 degrees of freedom, for a difference min(clusters) - 1. ``limits`` are the ends
of the scale; intervals are cut off there, since no mean lies beyond them.
"""

from __future__ import annotations

from math import inf, sqrt

import numpy as np

from analysis.results import Estimate, Status
from analysis.statistics.cluster_counts import FEWEST_CLUSTERS, ClusterCounts, Counts, Floats
from analysis.statistics.dominance import detectable_within
from analysis.statistics.tails import t_quantile, t_two_sided

MEAN = "mean, cluster-robust variance, t(clusters - 1)"
Limits = tuple[float, float] | None
DIFFERENCE = "difference of means, cluster-robust variance, t(min clusters - 1)"


def median(counts: Counts, values: Floats) -> float | None:
    """The median of values (k,) with counts (k,): the mean of the two middle ones for an even number."""
    n = int(counts.sum())
    if not n:
        return None
    steps = np.cumsum(counts)
    low, high = (values[np.searchsorted(steps, rank)] for rank in ((n + 1) // 2, n // 2 + 1))
    return float(low + high) / 2.0


def standard_deviation(counts: Counts, values: Floats) -> float | None:
    """Standard deviation with denominator n - 1; ``None`` for fewer than two people."""
    n = int(counts.sum())
    if n < 2:
        return None
    mean = float((counts * values).sum() / n)
    return sqrt(float((counts * (values - mean) ** 2).sum()) / (n - 1))


def _influence(data: ClusterCounts, group: int, values: Floats) -> tuple[float, Floats]:
    n = int(data.n[group])
    mean = float((data.counts[group] * values).sum() / n)
    table = np.zeros(data.counts.shape)
    table[group] = data.scale()[group] * (values - mean) / n
    return mean, table


def mean(data: ClusterCounts, group: int, values: Floats, limits: Limits = None, level: float = 0.95) -> Estimate:
    """The mean of one group's ``values`` (k,), in the unit of the values."""
    one = data.subset([group])
    n, clusters = int(one.n[0]), int(one.clusters[0])
    if not n:
        return Estimate(n=0, method=MEAN, status=Status.UNDEFINED_N0)
    centre, table = _influence(one, 0, values)
    if clusters < 2:
        return Estimate(estimate=centre, n=n, method=MEAN, status=Status.GROUP_TOO_SMALL)
    se = sqrt(float(one.covariance(table[None])[0, 0]))
    if np.count_nonzero(one.counts[0]) < 2:
        return Estimate(estimate=centre, n=n, method=MEAN, status=Status.NO_VARIATION)
    if se < _noise(values):
        return Estimate(estimate=centre, n=n, method=MEAN, status=Status.CLUSTERS_ALIKE)
    half = t_quantile(0.5 + level / 2.0, clusters - 1) * se
    low, high = _inside(centre - half, centre + half, limits)
    return Estimate(centre, se, low, high, n=n, method=MEAN, status=Status.OK, df=clusters - 1)


def _noise(values: Floats) -> float:
    """Largest rounding error of a standard error that is exactly zero."""
    return 1e-12 * max(1.0, float(np.abs(values).max()))


def _inside(low: float, high: float, limits: Limits) -> tuple[float, float]:
    return (low, high) if limits is None else (max(low, limits[0]), min(high, limits[1]))


def mean_difference(data: ClusterCounts, values: Floats, limits: Limits = None, level: float = 0.95) -> Estimate:
    """Mean of the first group minus mean of the second; no p-value below ten clusters in both together."""
    n = data.n
    total = int(n.sum())
    if not n.all():
        return Estimate(n=total, method=DIFFERENCE, status=Status.GROUP_EMPTY)
    first, table = _influence(data, 0, values)
    second, other = _influence(data, 1, values)
    fewest = int(np.min(data.clusters))
    if fewest < 2:
        return Estimate(first - second, n=total, method=DIFFERENCE, status=Status.GROUP_TOO_SMALL)
    se = sqrt(float(data.covariance((table - other)[None])[0, 0]))
    if se < _noise(values):
        same = np.count_nonzero(data.counts.sum(axis=0)) < 2
        status = Status.NO_VARIATION if same else Status.CLUSTERS_ALIKE
        return Estimate(first - second, n=total, method=DIFFERENCE, status=status)
    few = data.clusters_together([0, 1]) < FEWEST_CLUSTERS
    df = fewest - 1
    half = t_quantile(0.5 + level / 2.0, df) * se
    difference = first - second
    width = None if limits is None else limits[1] - limits[0]
    low, high = _inside(difference - half, difference + half, None if width is None else (-width, width))
    return Estimate(
        estimate=difference,
        se=se,
        ci_low=low,
        ci_high=high,
        p_value=None if few else t_two_sided(difference / se, df),
        n=total,
        method=DIFFERENCE,
        status=Status.FEW_CLUSTERS if few else Status.OK,
        df=df,
        detectable=None if few else detectable_within(inf if width is None else width, se, df, level),
    )
