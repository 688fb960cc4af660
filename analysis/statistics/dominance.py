"""Cliff's delta, P(X > Y) - P(X < Y), with a cluster-robust and with the classical variance.

Robust: the influences of delta summed by cluster (Obuchowski 1997; Datta & Satten 2005), bias-reduced under a working
model, Student's t with the degrees of freedom of that model (``working_model``). Interval and test use one statistic on
the arcsine scale, on which the variance 1 - delta^2 becomes constant: (asin d - asin delta) sqrt(1 - d^2) / se. The
interval stays inside -1..1, and it leaves out 0 exactly when p is below .05. Classical: Cliff's (1996) unbiased
variance, at least (1 - d^2) / (mn - 1), t with m + n - 2 degrees of freedom, interval of Feng & Cliff (2004).

If all clusters show the same difference the robust variance is 0; that of the working model takes its place. At |delta|
= 1 no variance can be estimated: with g clusters in the smaller group, 2 * .025^(1/g) - 1 is the exact binomial bound
for g clusters out of g, and p = 2 * .5^g. With too few clusters (``ClusterCounts.few``) there is no p-value; the
estimate is given with its range when each cluster is left out in turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import asin, copysign, pi, sin, sqrt

import numpy as np

from analysis.results import Estimate, Status
from analysis.statistics.cluster_counts import ClusterCounts, Counts, Floats
from analysis.statistics.stacks import Stack, stacks_of
from analysis.statistics.tails import median_chi_square, noncentrality, t_quantile, t_two_sided
from analysis.statistics.working_model import Inference, infer

ROBUST = "Cliff's delta, bias-reduced cluster-robust variance, Bell-McCaffrey t, arcsine interval"
ALIKE = "Cliff's delta, variance of the working model (no variation between clusters), arcsine interval"
SEPARATED = "Cliff's delta, exact binomial bound over clusters"
CLASSICAL = "Cliff's delta, unbiased variance (Cliff 1996), t(m + n - 2), Feng-Cliff interval; ignores clusters"
LARGEST_DETECTABLE = 0.8
"""Near 1 the variance shrinks with the difference, so that power cannot be told beforehand."""


def dominance(first: Counts, second: Counts) -> tuple[float, Floats, Floats]:
    """delta, and for every value its dominance over the other group: d_x (k,), d_y (k,), both signed as delta."""
    delta, d_x, d_y = dominances(first[None].astype(np.float64), second[None].astype(np.float64))
    return float(delta[0]), d_x[0], d_y[0]


def dominances(first: Floats, second: Floats) -> tuple[Floats, Floats, Floats]:
    """``dominance`` of many pairs of groups, whose counts (t, k) must not be empty: (t,), (t, k), (t, k)."""
    m, n = first.sum(axis=-1, keepdims=True), second.sum(axis=-1, keepdims=True)
    below_x, below_y = np.cumsum(first, axis=-1) - first, np.cumsum(second, axis=-1) - second
    d_x = (2.0 * below_y + second - n) / n
    d_y = (m - 2.0 * below_x - first) / m
    return (first * d_x).sum(axis=-1) / m[..., 0], d_x, d_y


def feng_cliff(delta: float, se: float, quantile: float) -> tuple[float, float]:
    """Feng & Cliff's asymmetric interval, inside -1..1."""
    rest, v = 1.0 - delta * delta, (quantile * se) ** 2
    half = sqrt(v) * sqrt(rest * rest + v)
    return max(-1.0, (delta * rest - half) / (rest + v)), min(1.0, (delta * rest + half) / (rest + v))


def arcsine_interval(delta: float, se: float, quantile: float) -> tuple[float, float]:
    """The interval of the statistic in the module docstring, inside -1..1."""
    half, centre = quantile * se / sqrt(1.0 - delta * delta), asin(delta)
    return sin(max(-pi / 2.0, centre - half)), sin(min(pi / 2.0, centre + half))


def arcsine_t(delta: float, se: float) -> float:
    """The statistic of the module docstring at delta = 0."""
    return asin(delta) * sqrt(1.0 - delta * delta) / se


def cliffs_delta(data: ClusterCounts, i: int = 0, j: int = 1, level: float = 0.95) -> Estimate:
    """Cliff's delta of group i over group j with cluster-robust uncertainty; statuses as in the module docstring."""
    return cliffs_deltas([data.subset([i, j])], level)[0]


def cliffs_deltas(pairs: Sequence[ClusterCounts], level: float = 0.95) -> list[Estimate]:
    """``cliffs_delta`` of many pairs of groups, each with its own counts."""
    found: dict[int, Estimate] = {}
    open_pairs = [at for at, pair in enumerate(pairs) if pair.n.all()]
    for places, stack in stacks_of([pairs[at] for at in open_pairs]):
        deltas, inference = pair_inference(stack)
        for row, place in enumerate(places):
            at = open_pairs[place]
            found[at] = _estimate(pairs[at], float(deltas[row]), inference, row, level)
    empty = {
        at: Estimate(n=int(pair.n.sum()), method=ROBUST, status=Status.GROUP_EMPTY) for at, pair in enumerate(pairs)
    }
    return [found.get(at, empty[at]) for at in range(len(pairs))]


def pair_inference(stack: Stack) -> tuple[Floats, Inference]:
    """delta of the first group over the second, (t,), and its inference."""
    counts = stack.counts
    deltas, d_x, d_y = dominances(counts[:, 0], counts[:, 1])
    scores = np.stack([d_x, d_y], axis=1) - deltas[:, None, None]
    n = counts.sum(axis=2)
    weights = np.stack([1.0 / n[:, 0], -1.0 / n[:, 1]], axis=1)
    tables = scores / n[:, :, None]
    # The working model speaks of answers: those of the second group lower delta.
    return deltas, infer(stack, tables[:, None], scores, weights[:, None])


def _estimate(pair: ClusterCounts, delta: float, inference: Inference, row: int, level: float) -> Estimate:
    total, fewest = int(pair.n.sum()), int(np.min(pair.clusters))
    if np.count_nonzero(pair.counts.sum(axis=0)) < 2:
        return Estimate(estimate=0.0, n=total, method=ROBUST, status=Status.NO_VARIATION)
    df = float(inference.df[row])
    few = pair.few(df)
    low, high = leave_one_out_range(pair) if few else (None, None)
    if abs(delta) >= 1.0:
        return _separated(delta, fewest, total, few, (low, high))
    if fewest < 2:
        return Estimate(delta, n=total, method=ROBUST, status=Status.GROUP_TOO_SMALL, range_low=low, range_high=high)
    se, alike = inference.standard_error(row, pair.clustered)
    quantile = t_quantile(0.5 + level / 2.0, df)
    ci_low, ci_high = arcsine_interval(delta, se, quantile)
    return Estimate(
        estimate=delta,
        se=se,
        ci_low=ci_low,
        ci_high=ci_high,
        p_value=None if few else t_two_sided(arcsine_t(delta, se), df),
        n=total,
        method=ALIKE if alike else ROBUST,
        status=Status.FEW_CLUSTERS if few else Status.CLUSTERS_ALIKE if alike else Status.OK,
        df=df,
        range_low=low,
        range_high=high,
        detectable=None if few else detectable_delta(delta, se, df, level),
        icc=float(inference.icc[row]) if pair.clustered else None,
        cautions=pair.cautions(df),
    )


def _separated(delta: float, fewest: int, n: int, few: bool, extent: tuple[float | None, float | None]) -> Estimate:
    bound = 2.0 * 0.025 ** (1.0 / fewest) - 1.0
    low, high = (bound, 1.0) if delta > 0 else (-1.0, -bound)
    return Estimate(
        estimate=copysign(1.0, delta),
        ci_low=low,
        ci_high=high,
        p_value=None if few else 2.0 * 0.5 ** min(fewest, 1000),
        n=n,
        method=SEPARATED,
        status=Status.COMPLETE_SEPARATION,
        range_low=extent[0],
        range_high=extent[1],
    )


def detectable(se: float, df: float, level: float = 0.95, power: float = 0.80) -> float:
    """The smallest true difference that a two-sided t test detects with that power, by the noncentral t.

    ``se`` is an estimate and mostly lies below its mean when ``df`` are few; it is multiplied by what makes its median
    right. ``inf`` where the degrees of freedom are too few to tell.
    """
    return noncentrality(t_quantile(0.5 + level / 2.0, df), df, power) * se / sqrt(median_chi_square(df))


def detectable_within(largest: float, se: float, df: float, level: float = 0.95) -> float | None:
    """``detectable`` at 80 % power; ``None`` if not even the ``largest`` possible difference would be detected."""
    smallest = detectable(se, df, level)
    return smallest if smallest <= largest else None


def detectable_delta(delta: float, se: float, df: float, level: float = 0.95) -> float | None:
    """The smallest true delta found with 80 % power, on the arcsine scale; ``None`` above ``LARGEST_DETECTABLE``."""
    angle = detectable(se / sqrt(1.0 - delta * delta), df, level)
    return sin(angle) if angle <= asin(LARGEST_DETECTABLE) else None


def leave_one_out_range(pair: ClusterCounts) -> tuple[float | None, float | None]:
    """Smallest and largest delta of two groups, over all clusters together and with each left out in turn."""
    deltas = [dominance(rest[0], rest[1])[0] for rest in pair.leave_one_out() if rest.sum(axis=1).all()]
    # The delta of all clusters is no mean of the others, so it can lie outside their range.
    deltas += [dominance(pair.counts[0], pair.counts[1])[0]] if deltas else []
    return (min(deltas), max(deltas)) if deltas else (None, None)


def classical_delta(first: Counts, second: Counts, level: float = 0.95) -> Estimate:
    """Cliff's delta with the variance for independent people; counts (k,) of each group."""
    return classical_deltas(np.stack([first, second])[None], level)[0]


def classical_deltas(pairs: Counts, level: float = 0.95) -> list[Estimate]:
    """``classical_delta`` of many pairs of groups, (t, 2, k)."""
    people, n = pairs.astype(np.float64), pairs.sum(axis=2)
    some = np.flatnonzero(n.all(axis=1))
    first, second = people[some, 0], people[some, 1]
    deltas, d_x, d_y = dominances(first, second)
    sizes = n[some].astype(np.float64)
    untied = sizes.prod(axis=1) - (first * second).sum(axis=1)
    rows = (first * (d_x - deltas[:, None]) ** 2).sum(axis=1)
    columns = (second * (d_y - deltas[:, None]) ** 2).sum(axis=1)
    varied = ((first + second) > 0).sum(axis=1) > 1
    parts = zip(*(x.tolist() for x in (n[some], deltas, untied, rows, columns, varied)), strict=True)
    found = {at: _classical(level, *part) for at, part in zip(some.tolist(), parts, strict=True)}
    return [
        found.get(at) or Estimate(n=total, method=CLASSICAL, status=Status.GROUP_EMPTY)
        for at, total in enumerate(n.sum(axis=1).tolist())
    ]


def _classical(
    level: float, sizes: list[int], d: float, untied: float, rows: float, columns: float, varied: bool
) -> Estimate:
    m, n = sizes
    if m < 2 or n < 2:
        return Estimate(estimate=d, n=m + n, method=CLASSICAL, status=Status.GROUP_TOO_SMALL)
    if abs(d) >= 1.0:
        return Estimate(estimate=d, n=m + n, method=CLASSICAL, status=Status.COMPLETE_SEPARATION)
    numerator = float(n) ** 2 * rows + float(m) ** 2 * columns - (untied - m * n * d * d)
    floor = (1.0 - d * d) / (m * n - 1.0)
    variance = max(numerator / (float(m) * n * (m - 1) * (n - 1)), floor)
    df = m + n - 2
    low, high = feng_cliff(d, sqrt(variance), t_quantile(0.5 + level / 2.0, df))
    status = Status.OK if varied else Status.NO_VARIATION
    return Estimate(d, sqrt(variance), low, high, None, None, m + n, CLASSICAL, status, df)
