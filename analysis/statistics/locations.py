"""Mean, median and standard deviation from counts, and differences of means, with cluster-robust intervals.

The variance of a mean is the sum over clusters of squared influences, bias-reduced under a working model, with the
degrees of freedom of that model (``working_model``); without clusters it is s^2 / n with n - 1.

``limits`` are the ends of the scale. Near an end the variance of a mean shrinks as v(m) = (m - low) (high - m) does,
and t is skewed if the estimated variance is used for every hypothesis. So a difference D with the variance V is tested
as Wilson (1927) tests a share: (D - D0)^2 <= t^2 V R(D0), where R is the mean over the groups, weighted by their
variances, of v at the mean of the group under D0 divided by v at its estimated mean. Interval and p use this one
statistic; both stay inside the scale. The interval of a single mean is the same with one group; for a share it is
Wilson's. Without clusters a single mean keeps the usual t interval, cut off at ``limits``.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf, sqrt

import numpy as np

from analysis.results import Estimate, Status
from analysis.statistics.cluster_counts import ClusterCounts, Counts, Floats
from analysis.statistics.dominance import NO_VARIANCE, detectable_within
from analysis.statistics.stacks import stacks_of
from analysis.statistics.tails import t_quantile, t_two_sided
from analysis.statistics.working_model import Inference, infer

MEAN = "mean, t(n - 1)"
CLUSTERED_MEAN = "mean, bias-reduced cluster-robust variance, Bell-McCaffrey t, score interval on the scale"
MODEL_MEAN = "mean, variance of the working model (no variation between clusters), score interval on the scale"
DIFFERENCE = "difference of means, bias-reduced cluster-robust variance, Bell-McCaffrey t, score interval on the scale"
MODEL_DIFFERENCE = "difference of means, variance of the working model (no variation between clusters)"
Limits = tuple[float, float] | None


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


def _infer(data: ClusterCounts, values: Floats) -> tuple[Floats, Inference]:
    """The means of the groups, (g,), and the inference on the mean, or on the difference of two means."""
    counts = data.counts.astype(np.float64)
    n = counts.sum(axis=1)
    means = (counts * values).sum(axis=1) / n
    scores = (values - means[:, None])[None]
    weights = np.array([1.0, -1.0])[: len(n)] / n
    stack = stacks_of([data])[0][1]
    return means, infer(stack, (scores * weights[:, None])[:, None], scores, weights[None, None])


def mean(data: ClusterCounts, group: int, values: Floats, limits: Limits = None, level: float = 0.95) -> Estimate:
    """The mean of one group's ``values`` (k,), in the unit of the values."""
    one = data.subset([group])
    n, clusters, method = int(one.n[0]), int(one.clusters[0]), CLUSTERED_MEAN if data.clustered else MEAN
    if not n:
        return Estimate(n=0, method=method, status=Status.UNDEFINED_N0)
    means, inference = _infer(one, values)
    centre = float(means[0])
    if clusters < 2:
        return Estimate(estimate=centre, n=n, method=method, status=Status.GROUP_TOO_SMALL)
    if np.count_nonzero(one.counts[0]) < 2:
        return Estimate(estimate=centre, se=0.0, n=n, method=method, status=Status.NO_VARIATION)
    simple = float(inference.variance[0]) / n
    se, alike = _standard_error(inference, values)
    df = float(inference.df[0]) if one.clustered else float(n - 1)
    half = t_quantile(0.5 + level / 2.0, df) * se
    if limits is None or not one.clustered:
        low, high = _inside(centre - half, centre + half, limits)
    else:
        low, high = score_interval([centre], [1.0], half, limits)
    return Estimate(
        estimate=centre,
        se=se,
        ci_low=low,
        ci_high=high,
        n=n,
        method=MODEL_MEAN if alike else method,
        status=Status.CLUSTERS_ALIKE if alike else Status.OK,
        df=df,
        deff=se * se / simple if one.clustered and clusters < n else None,
        icc=float(inference.icc[0]) if one.clustered and clusters < n else None,
        cautions=one.cautions(df),
    )


def _standard_error(inference: Inference, values: Floats) -> tuple[float, bool]:
    """The robust standard error; that of the working model, and ``True``, if the robust one is 0."""
    se = sqrt(max(0.0, float(inference.covariance[0, 0, 0])))
    if se >= NO_VARIANCE * max(1.0, float(np.abs(values).max())):
        return se, False
    return sqrt(float(inference.variance[0] * inference.target[0, 0, 0])), True


def _inside(low: float, high: float, limits: Limits) -> tuple[float, float]:
    return (low, high) if limits is None else (max(low, limits[0]), min(high, limits[1]))


def score_interval(
    means: Sequence[float], shares: Sequence[float], half: float, limits: tuple[float, float]
) -> tuple[float, float]:
    """The interval of the module docstring, for one mean or for the first of two minus the second.

    ``shares``: the parts of the groups in the variance, adding up to 1. ``half``: half the width of the t interval.
    """
    estimate = means[0] - (means[1] if len(means) > 1 else 0.0)
    # R(D0) = 1 + slope (D0 - D) - bend (D0 - D)^2, since each mean moves by its part of the variance.
    slope, bend = _variance_change(means, shares, limits)
    first, second = half * half * slope, 1.0 + half * half * bend
    root = sqrt(first * first + 4.0 * second * half * half)
    low, high = estimate + (first - root) / (2.0 * second), estimate + (first + root) / (2.0 * second)
    edges = limits if len(means) == 1 else (limits[0] - limits[1], limits[1] - limits[0])
    return _inside(low, high, edges)


def _variance_change(
    means: Sequence[float], shares: Sequence[float], limits: tuple[float, float]
) -> tuple[float, float]:
    low, high = limits
    slope = bend = 0.0
    for mean, part, sign in zip(means, shares, (1.0, -1.0), strict=False):
        held = (mean - low) * (high - mean)
        if part <= 0.0 or held <= 0.0:
            continue
        slope += part * sign * part * (high + low - 2.0 * mean) / held
        bend += part * part * part / held
    return slope, bend


def mean_difference(data: ClusterCounts, values: Floats, limits: Limits = None, level: float = 0.95) -> Estimate:
    """Mean of the first group minus mean of the second; no p-value with too few clusters (``ClusterCounts.few``)."""
    total = int(data.n.sum())
    if not data.n.all():
        return Estimate(n=total, method=DIFFERENCE, status=Status.GROUP_EMPTY)
    means, inference = _infer(data, values)
    difference = float(means[0] - means[1])
    if int(np.min(data.clusters)) < 2:
        return Estimate(difference, n=total, method=DIFFERENCE, status=Status.GROUP_TOO_SMALL)
    se, alike = _standard_error(inference, values)
    if se < NO_VARIANCE * max(1.0, float(np.abs(values).max())):
        return Estimate(difference, n=total, method=DIFFERENCE, status=Status.NO_VARIATION)
    df = float(inference.df[0])
    few = data.few(df)
    half, width = t_quantile(0.5 + level / 2.0, df) * se, inf
    low, high, change = difference - half, difference + half, 1.0
    if limits is not None:
        both, width = [float(each) for each in means], limits[1] - limits[0]
        shares = _parts(data, means, values, inference)
        low, high = score_interval(both, shares, half, limits)
        slope, bend = _variance_change(both, shares, limits)
        change = 1.0 - slope * difference - bend * difference * difference
    t = inf if change <= 0.0 else difference / (se * sqrt(change))
    return Estimate(
        estimate=difference,
        se=se,
        ci_low=low,
        ci_high=high,
        p_value=None if few else t_two_sided(t, df),
        n=total,
        method=MODEL_DIFFERENCE if alike else DIFFERENCE,
        status=Status.FEW_CLUSTERS if few else Status.CLUSTERS_ALIKE if alike else Status.OK,
        df=df,
        detectable=None if few else detectable_within(width, se, df, level),
        icc=float(inference.icc[0]) if data.clustered else None,
        cautions=data.cautions(df),
    )


def _parts(data: ClusterCounts, means: Floats, values: Floats, inference: Inference) -> list[float]:
    """The part of each group in the sum of the variances of both means, by the working model."""
    n, rho = data.n.astype(np.float64), float(np.clip(inference.icc[0], 0.0, 1.0))
    stack = stacks_of([data])[0][1]
    squares = (stack.people[0] ** 2 * stack.times[0][:, None]).sum(axis=0)
    spread = (data.counts * (values - means[:, None]) ** 2).sum(axis=1) / n
    found = spread * ((1.0 - rho) * n + rho * squares) / (n * n)
    return [float(part) for part in found / found.sum()] if found.sum() > 0.0 else [0.5, 0.5]
