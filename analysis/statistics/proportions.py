"""Shares with intervals from counts.

Wilson's score interval (1927) keeps its level for small n and for shares of 0 and 1. With clusters it is computed at
the effective sample size n / deff (Korn & Graubard 1998), with Student's t in place of the normal quantile z: at n /
deff * (z / t)^2. Every answer has its own design effect, the bias-reduced cluster-robust variance of its share divided
by the binomial one, and its own degrees of freedom (``working_model``). An answer that nobody or everybody chose has
the design effect of all answers together. Where no cluster holds two people of the group, they are independent.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    return all_design_effects([data.subset([group])])[0]


def all_design_effects(groups: Sequence[ClusterCounts]) -> list[list[DesignEffect] | None]:
    """``design_effects`` of many groups, each with its own counts of one group."""
    found: list[list[DesignEffect] | None] = []
    for one in groups:
        known = not one.clustered or int(one.clusters[0]) > 1 or int(one.n[0]) == int(one.clusters[0])
        found.append([INDEPENDENT] * one.counts.shape[1] if known else None)
    together = [
        at
        for at, one in enumerate(groups)
        if one.clustered and 1 < int(one.clusters[0]) < int(one.n[0]) and int(np.count_nonzero(one.counts[0])) > 1
    ]
    for places, stack in stacks_of([groups[at] for at in together]):
        for row, effects in enumerate(_of_answers(stack)):
            at = together[places[row]]
            found[at] = effects[: groups[at].counts.shape[1]]
    return found


def _of_answers(stack: Stack) -> list[list[DesignEffect]]:
    """The design effects of all values of each table, which holds one group of people with more than one value."""
    counts = stack.counts[:, 0]
    values = counts.shape[1]
    row, used = np.nonzero(counts)
    n = counts.sum(axis=1)[row]
    p = counts[row, used] / n
    scores = np.eye(values)[used] - p[:, None]
    weights = (1.0 / n)[:, None, None]
    inference = infer(stack.repeated(row), scores[:, None, None] * weights[:, None], scores[:, None], weights)
    variance, binomial = inference.covariance[:, 0, 0], p * (1.0 - p) / n
    deff = np.where(variance < LOWEST_DEFF * binomial, 1.0, variance / binomial)
    found = []
    for at in range(len(counts)):
        mine = row == at
        df = inference.df[mine]
        overall = DesignEffect(max(1.0, float(variance[mine].sum() / binomial[mine].sum())), float(np.median(df)))
        of_value = dict(zip(used[mine].tolist(), map(DesignEffect, deff[mine].tolist(), df.tolist()), strict=True))
        found.append([of_value.get(value, overall) for value in range(values)])
    return found


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
