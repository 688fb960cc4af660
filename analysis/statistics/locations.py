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
from itertools import accumulate
from math import inf, sqrt

import numpy as np

from analysis.results import Estimate, Status
from analysis.statistics.cluster_counts import ClusterCounts, Counts, Floats
from analysis.statistics.dominance import detectable_within
from analysis.statistics.stacks import stacks_of
from analysis.statistics.tails import t_quantile, t_two_sided
from analysis.statistics.working_model import NO_VARIANCE, Inference, infer

MEAN = "mean, t(n - 1)"
CLUSTERED_MEAN = "mean, bias-reduced cluster-robust variance, Bell-McCaffrey t, score interval on the scale"
MODEL_MEAN = "mean, variance of the working model (no variation between clusters), score interval on the scale"
DIFFERENCE = "difference of means, bias-reduced cluster-robust variance, Bell-McCaffrey t, score interval on the scale"
MODEL_DIFFERENCE = "difference of means, variance of the working model (no variation between clusters)"
Limits = tuple[float, float] | None


def median(counts: Counts, values: Floats) -> float | None:
    """The median of values (k,) with counts (k,): the mean of the two middle ones for an even number."""
    people = counts.tolist()
    n = sum(people)
    if not n:
        return None
    low, high = (_ranked(people, rank) for rank in ((n + 1) // 2, n // 2 + 1))
    return float(values[low] + values[high]) / 2.0


def _ranked(people: Sequence[int], rank: int) -> int:
    """The index of the value of the person with this rank, from 1."""
    return next(at for at, sum_to in enumerate(accumulate(people)) if sum_to >= rank)


def standard_deviation(counts: Counts, values: Floats) -> float | None:
    """Standard deviation with denominator n - 1; ``None`` for fewer than two people."""
    return standard_deviations(counts[None], values)[0]


def standard_deviations(counts: Counts, values: Floats) -> list[float | None]:
    """``standard_deviation`` of many groups with the same values, (t, k)."""
    n = counts.sum(axis=1)
    mean = (counts * values).sum(axis=1) / np.maximum(n, 1)
    squares = (counts * (values - mean[:, None]) ** 2).sum(axis=1)
    found = np.sqrt(squares / np.maximum(n - 1, 1))
    return [None if people < 2 else sd for people, sd in zip(n.tolist(), found.tolist(), strict=True)]


def _infer(parts: Sequence[ClusterCounts], values: Sequence[Floats]) -> list[tuple[Floats, Inference, int]]:
    """For each table the means of its one or two groups, and the inference on the mean or difference with its row.

    No group may be empty; ``values``: those of each table's columns.
    """
    found: dict[int, tuple[Floats, Inference, int]] = {}
    for places, stack in stacks_of(parts):
        n = stack.counts.sum(axis=2)
        scale = np.zeros((len(places), 1, stack.counts.shape[2]))
        for row, at in enumerate(places):
            scale[row, 0, : len(values[at])] = values[at]
        means = (stack.counts * scale).sum(axis=2) / n
        scores = scale - means[:, :, None]
        weights = np.array([1.0, -1.0])[: n.shape[1]] / n
        inference = infer(stack, (scores * weights[:, :, None])[:, None], scores, weights[:, None])
        found |= {at: (means[row], inference, row) for row, at in enumerate(places)}
    return [found[at] for at in range(len(parts))]


def mean(data: ClusterCounts, group: int, values: Floats, limits: Limits = None, level: float = 0.95) -> Estimate:
    """The mean of one group's ``values`` (k,), in the unit of the values."""
    return means([data.subset([group])], [values], [limits], level)[0]


def means(
    groups: Sequence[ClusterCounts], values: Sequence[Floats], limits: Sequence[Limits], level: float = 0.95
) -> list[Estimate]:
    """``mean`` of many groups, each with its own counts, values and limits."""
    some = [at for at, one in enumerate(groups) if one.n[0]]
    found = _infer([groups[at] for at in some], [values[at] for at in some])
    estimates = {
        at: _mean(groups[at], values[at], limits[at], level, *one) for at, one in zip(some, found, strict=True)
    }
    nobody = Estimate(n=0, method=MEAN, status=Status.UNDEFINED_N0)
    return [estimates.get(at, nobody) for at in range(len(groups))]


def _mean(
    one: ClusterCounts, values: Floats, limits: Limits, level: float, means: Floats, inference: Inference, row: int
) -> Estimate:
    n, clusters, method = int(one.n[0]), int(one.clusters[0]), CLUSTERED_MEAN if one.clustered else MEAN
    centre = float(means[0])
    if clusters < 2:
        return Estimate(estimate=centre, n=n, method=method, status=Status.GROUP_TOO_SMALL)
    if np.count_nonzero(one.counts[0]) < 2:
        return Estimate(estimate=centre, se=0.0, n=n, method=method, status=Status.NO_VARIATION)
    simple = float(inference.variance[row]) / n
    se, alike = inference.standard_error(row, one.clustered, _size(values))
    df = float(inference.df[row]) if one.clustered else float(n - 1)
    half = t_quantile(0.5 + level / 2.0, df) * se
    if limits is None or not one.clustered:
        low, high = _inside(centre - half, centre + half, limits)
    else:
        low, high = score_interval([centre], [1.0], half, limits)
    counted = one.clustered and clusters < n
    return Estimate(
        estimate=centre,
        se=se,
        ci_low=low,
        ci_high=high,
        n=n,
        method=MODEL_MEAN if alike else method,
        status=Status.CLUSTERS_ALIKE if alike else Status.OK,
        df=df,
        deff=se * se / simple if counted else None,
        icc=float(inference.icc[row]) if counted else None,
        cautions=one.cautions(df),
    )


def _size(values: Floats) -> float:
    return float(np.abs(values).max())


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
    return mean_differences([data], [values], [limits], level)[0]


def mean_differences(
    pairs: Sequence[ClusterCounts], values: Sequence[Floats], limits: Sequence[Limits], level: float = 0.95
) -> list[Estimate]:
    """``mean_difference`` of many pairs of groups, each with its own counts, values and limits."""
    some = [at for at, pair in enumerate(pairs) if pair.n.all()]
    found = _infer([pairs[at] for at in some], [values[at] for at in some])
    estimates = {
        at: _difference(pairs[at], values[at], limits[at], level, *one) for at, one in zip(some, found, strict=True)
    }
    return [
        estimates.get(at) or Estimate(n=int(pair.n.sum()), method=DIFFERENCE, status=Status.GROUP_EMPTY)
        for at, pair in enumerate(pairs)
    ]


def _difference(
    data: ClusterCounts, values: Floats, limits: Limits, level: float, means: Floats, inference: Inference, row: int
) -> Estimate:
    total, difference = int(data.n.sum()), float(means[0] - means[1])
    if int(np.min(data.clusters)) < 2:
        return Estimate(difference, n=total, method=DIFFERENCE, status=Status.GROUP_TOO_SMALL)
    se, alike = inference.standard_error(row, data.clustered, _size(values))
    if se < NO_VARIANCE * max(1.0, _size(values)):
        return Estimate(difference, n=total, method=DIFFERENCE, status=Status.NO_VARIATION)
    df = float(inference.df[row])
    few = data.few(df)
    half, width = t_quantile(0.5 + level / 2.0, df) * se, inf
    low, high, change = difference - half, difference + half, 1.0
    if limits is not None:
        both, width = [float(each) for each in means], limits[1] - limits[0]
        shares = _parts(data, means, values, float(inference.icc[row]))
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
        icc=float(inference.icc[row]) if data.clustered else None,
        cautions=data.cautions(df),
    )


def _parts(data: ClusterCounts, means: Floats, values: Floats, icc: float) -> list[float]:
    """The part of each group in the sum of the variances of both means, by the working model."""
    n, rho = data.n.astype(np.float64), min(1.0, max(0.0, icc))
    squares = np.array([data.sizes_of(group)[0] for group in range(2)])
    spread = (data.counts * (values - means[:, None]) ** 2).sum(axis=1) / n
    found = spread * ((1.0 - rho) * n + rho * squares) / (n * n)
    return [float(part) for part in found / found.sum()] if found.sum() > 0.0 else [0.5, 0.5]
