"""Shares with intervals from counts.

Wilson's score interval (1927) keeps its level for small n and for shares of 0 and 1. With clusters it is computed at
the effective sample size n / deff (Korn & Graubard 1998), with Student's t in place of the normal quantile z: at n /
deff * (z / t)^2. Every answer has its own design effect, the bias-reduced cluster-robust variance of its share divided
by the binomial one, and its own degrees of freedom (``working_model``). An answer that nobody or everybody chose has
the design effect of all answers together. Where no cluster holds two people of the group, they are independent.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from analysis.results import Estimate, Status
from analysis.statistics.cluster_counts import ClusterCounts
from analysis.statistics.stacks import Stack, stacks_of
from analysis.statistics.tails import normal_quantile, t_quantile
from analysis.statistics.working_model import infer

PLAIN = "Wilson"
ROBUST = "Wilson at the effective sample size of the answer, t"
LOWEST_DEFF = 1e-3
"""A design effect below this is a rounding error of 0: all clusters have the same share."""


@dataclass(frozen=True)
class DesignEffect:
    """A design effect with the degrees of freedom of its variance; ``df`` is ``None`` for independent people."""

    deff: float = 1.0
    df: float | None = None


INDEPENDENT = DesignEffect()


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


def design_effects(data: ClusterCounts, group: int) -> list[DesignEffect] | None:
    """The design effect of every answer of one group.

    ``None`` if all of the group's people are in one cluster, since the variance between clusters is then unknown.
    """
    one = data.subset([group])
    n, clusters, values = int(one.n[0]), int(one.clusters[0]), one.counts.shape[1]
    if not one.clustered or clusters == n:
        return [INDEPENDENT] * values
    if clusters < 2:
        return None
    varied = bool(np.any((one.counts[0] > 0) & (one.counts[0] < n)))
    return _of_answers(one, stacks_of([one])[0][1]) if varied else [INDEPENDENT] * values


def _of_answers(one: ClusterCounts, stack: Stack) -> list[DesignEffect]:
    n, values = int(one.n[0]), stack.counts.shape[2]
    used = np.flatnonzero((stack.counts[0, 0] > 0) & (stack.counts[0, 0] < n))
    p = stack.counts[0, 0, used] / n
    scores = np.eye(values)[used] - p[:, None]
    weights = np.full((len(used), 1, 1), 1.0 / n)
    inference = infer(stack.repeated(len(used)), scores[:, None, None] / n, scores[:, None], weights)
    variance, binomial = inference.covariance[:, 0, 0], p * (1.0 - p) / n
    deff = np.where(variance < LOWEST_DEFF * binomial, 1.0, variance / binomial)
    overall = DesignEffect(max(1.0, float(variance.sum() / binomial.sum())), float(np.median(inference.df)))
    found = dict(zip(used.tolist(), map(DesignEffect, deff.tolist(), inference.df.tolist()), strict=True))
    return [found.get(value, overall) for value in range(one.counts.shape[1])]


def share(x: int, n: int, effect: DesignEffect | None = INDEPENDENT, level: float = 0.95) -> Estimate:
    """The share x / n with Wilson's interval; without an interval if the design effect is unknown."""
    plain = effect is not None and effect.df is None
    method = PLAIN if plain else ROBUST
    if not n:
        return Estimate(n=0, method=method, status=Status.UNDEFINED_N0)
    if effect is None:
        return Estimate(estimate=x / n, n=n, method=method, status=Status.GROUP_TOO_SMALL)
    shrink = 1.0
    if effect.df is not None:
        shrink = (normal_quantile(0.5 + level / 2.0) / t_quantile(0.5 + level / 2.0, effect.df)) ** 2
    bounds = wilson(x / effect.deff * shrink, n / effect.deff * shrink, level)
    low, high = bounds if bounds else (None, None)
    deff = None if plain else effect.deff
    return Estimate(estimate=x / n, ci_low=low, ci_high=high, n=n, method=method, df=effect.df, deff=deff)
