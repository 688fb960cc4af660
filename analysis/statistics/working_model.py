"""Bias-reduced cluster-robust covariances, and their distribution under a working model.

The working model has one intra-class correlation rho: within a cluster, the scores of any two people have the
correlation rho, whatever their groups; rho is estimated from the counts by the analysis of variance. The model corrects
the robust covariance and gives its degrees of freedom; the covariance itself stays robust, so a wrong rho costs little.

Bias: centring at the mean of a group takes a part of the variance of every cluster, most of it from large clusters.
The contribution of each group in each cluster is multiplied by the square root of (its variance) / (its expected square
after centring) under the model; the result is divided by its remaining bias. With rho = 0 this is the CR2 of Bell and
McCaffrey (2002). People without clusters get the usual n - 1.

Degrees of freedom: Satterthwaite's from the first two moments of the variance (Bell & McCaffrey 2002), improved by
``degrees_of_freedom``. Several statistics are tested together by ``joint_test``.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from analysis.statistics.cluster_counts import Floats
from analysis.statistics.degrees_of_freedom import Moments, matched
from analysis.statistics.stacks import Stack

LARGEST_ICC = 0.95
MODEL_PEOPLE = 3.0
"""In tests of two groups, a variance of a group below the model's is raised by 3 / (3 + n) of the distance."""
NO_VARIANCE = 1e-12
"""A standard error below this is a rounding error of 0."""
EXACT_BELOW = 30.0
"""With fewer degrees of freedom than this the quantile is computed from the mixture itself."""


@dataclass(frozen=True)
class Inference:
    """The covariance (t, s, s) of s statistics per table; their degrees of freedom and the correlation rho, (t,).

    ``mixed``: the variance (t,) that interval and test of one statistic use; for two groups the robust variance with a
    small part of the model's (``MODEL_PEOPLE``). ``target``: covariance under the working model, with a variance of 1
    per person. ``variance``: the pooled variance of the scores within groups, so that ``variance * target`` is the
    covariance that the working model predicts.
    ``root``: the change (t, s, s) to statistics that are independent under the model; ``spread`` is their robust
    covariance and ``noise`` the sum of the variances of its entries, (t,), for a variance of 1 per person. For s > 1,
    ``df`` are those of the trace of ``spread``.
    """

    covariance: Floats
    mixed: Floats
    df: Floats
    icc: Floats
    target: Floats
    variance: Floats
    root: Floats
    spread: Floats
    noise: Floats

    def standard_error(self, row: int, clustered: bool, size: float = 1.0) -> tuple[float, bool]:
        """The standard error of the first statistic of a table: of ``mixed`` with clusters, else the robust one.

        If the robust variance is 0, that of the working model and ``True``. ``size``: the largest value, for rounding.
        """
        robust = float(self.covariance[row, 0, 0])
        if robust >= (NO_VARIANCE * max(1.0, size)) ** 2:
            return sqrt(float(self.mixed[row]) if clustered else robust), False
        return sqrt(float(self.variance[row] * self.target[row, 0, 0])), True

    def joint_test(self, row: int, statistics: Floats) -> tuple[float, float, float] | None:
        """F with its degrees of freedom, for the hypothesis that all statistics (s,) of a table are 0.

        F is the sum of squares of the statistics that are independent under the working model, divided by the trace of
        their robust covariance. The numerator's degrees of freedom are Box's (1954), with the noise of the covariance
        taken off. ``None`` if the covariance is 0.
        """
        q, spread = len(statistics), self.spread[row]
        whole = float(np.trace(spread))
        if whole <= 1e-20 * q:
            return None
        z = self.root[row] @ statistics
        squares = float((spread * spread).sum()) * (q / whole) ** 2 - float(self.noise[row])
        return float(z @ z) / whole, float(np.clip(q * q / max(squares, 1e-12), 1.0, q)), float(self.df[row])


def safe(denominator: Floats) -> Floats:
    """The denominator with 1 in place of values that are not positive."""
    return np.where(denominator > 0, denominator, 1.0)


def intra_class(stack: Stack, scores: Floats) -> tuple[Floats, Floats]:
    """ICC(1) by the analysis of variance, pooled over groups, and the total variance within groups, (t,) each.

    ``scores``: (t, g, k), with mean 0 in every group. 0 where no cluster has two people of a group.
    """
    n, people, times = stack.counts.sum(axis=2), stack.people, stack.times
    total = (stack.counts * scores * scores).sum(axis=(1, 2))
    between = stack.between(scores)
    clusters = ((people > 0) * times[..., None]).sum(axis=1)
    squares = (people * people * times[..., None]).sum(axis=1)
    df_between = np.maximum(clusters - 1.0, 0.0).sum(axis=1)
    df_within = (n - clusters).sum(axis=1)
    size = (n - squares / safe(n)).sum(axis=1) / safe(df_between)
    mean_between = between / safe(df_between)
    mean_within = np.maximum(total - between, 0.0) / safe(df_within)
    whole = mean_between + (size - 1.0) * mean_within
    known = (df_within > 0) & (df_between > 0) & (whole > 1e-12 * safe(total))
    icc = np.where(known, (mean_between - mean_within) / np.where(known, whole, 1.0), 0.0)
    return icc, total / safe(np.maximum(n - 1.0, 0.0).sum(axis=1))


def infer(stack: Stack, tables: Floats, scores: Floats, weights: Floats) -> Inference:
    """The inference on s statistics per table.

    ``tables``: influences (t, s, g, k). ``scores``: (t, g, k), the scores that the working model describes, with mean 0
    in every group. ``weights``: (t, s, g), the statistics as sums over people of weight times score.
    """
    icc, variance = intra_class(stack, scores)
    rho = np.clip(icc, 0.0, LARGEST_ICC)
    people, times, n = stack.people, stack.times, stack.counts.sum(axis=2)
    groups = n.shape[1]
    squares = np.matmul((people * times[..., None]).transpose(0, 2, 1), people)
    total = rho[:, None, None] * squares + (1.0 - rho)[:, None, None] * n[:, None, :] * np.eye(groups)
    share = people / safe(n)[:, None, :]
    factors = _factors(people, share, rho, np.einsum("tgg->tg", total))
    target = np.matmul(np.matmul(weights, total), weights.transpose(0, 2, 1))
    moments = _moments(people, times, share, rho, total, weights[:, :, None, :] * factors[:, None])
    robust = stack.spread(tables, factors)
    root = _inverse_root(target)
    q = tables.shape[1]
    expected = np.matmul(np.matmul(root, moments.expected), root.transpose(0, 2, 1))
    scale = q / safe(np.einsum("tss->t", expected))
    normed = moments.transformed(root * np.sqrt(scale)[:, None, None])
    df = 2.0 * q * q / np.maximum(normed.variance_of_trace(), 1e-12)
    low = np.flatnonzero(df < EXACT_BELOW)
    if len(low) and q == 1:
        df[low] = matched(df[low], normed.rows(low))
    elif len(low):
        # One quadratic form with the same weight for each group; exact where every cluster holds one group.
        own = np.sqrt((np.matmul(root, weights) ** 2).sum(axis=1))[low, None, None, :] * factors[low, None]
        alone = _moments(people[low], times[low], share[low], rho[low], total[low], own)
        alone = alone.transformed(1.0 / np.sqrt(safe(alone.expected)))
        near = 2.0 / np.maximum(alone.variance_of_trace(), 1e-12)
        df[low] *= matched(near, alone) / near
    robust = robust * scale[:, None, None]
    mixed = robust[:, 0, 0]
    if q == 1 and groups == 2:
        # A small group whose answers are nearly all alike has a variance that is far too small, or none.
        own = np.zeros((len(n), groups, *tables.shape[2:]))
        for group in range(groups):
            own[:, group, group] = tables[:, 0, group]
        of_groups = np.einsum("tgg->tg", stack.spread(own, factors))
        of_model = variance[:, None] * weights[:, 0] ** 2 * np.einsum("tgg->tg", total)
        missing = np.maximum(of_model - of_groups, 0.0)
        mixed = mixed + (MODEL_PEOPLE / (MODEL_PEOPLE + n) * missing).sum(axis=1)
    spread = np.matmul(np.matmul(root, robust), root.transpose(0, 2, 1))
    noise = normed.variance() if q > 1 else np.zeros(len(df))
    return Inference(robust, mixed, df, icc, target, variance, root, spread, noise)


def _factors(people: Floats, share: Floats, rho: Floats, total: Floats) -> Floats:
    """The factor of each group in each cluster, (t, b, g); 0 where one cluster holds the whole group."""
    r = rho[:, None, None]
    own = (1.0 - r) * people + r * people * people
    left = own - 2.0 * share * own + share * share * total[:, None, :]
    known = (people > 0) & (left > 1e-9 * own)
    return np.where(known, np.sqrt(np.where(known, own, 0.0) / np.where(known, left, 1.0)), 0.0)


def _moments(people: Floats, times: Floats, share: Floats, rho: Floats, total: Floats, weights: Floats) -> Moments:
    """The covariance of the centred contributions of clusters under the working model; weights (t, s, b, g)."""
    r = rho[:, None, None, None]
    held = people[:, None] * weights
    moved = (1.0 - r) * held + r * people[:, None] * held.sum(axis=3, keepdims=True)
    spared = share[:, None] * weights
    rest = moved - 0.5 * np.matmul(spared, total[:, None])
    diagonal = np.einsum("tsbg,tubg->tsub", weights, moved)
    return Moments(diagonal, np.concatenate([rest, spared], axis=3), np.concatenate([spared, rest], axis=3), times)


def _inverse_root(covariance: Floats) -> Floats:
    """A matrix whose product from both sides makes the covariance the identity; of a singular one, near it."""
    s = covariance.shape[1]
    ridge = 1e-12 * safe(np.einsum("tss->t", covariance))[:, None, None] * np.eye(s)
    return np.asarray(np.linalg.inv(np.linalg.cholesky(covariance + ridge)))
