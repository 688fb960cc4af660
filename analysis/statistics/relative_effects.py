"""The omnibus test of equal relative effects over all groups, for people in clusters.

The relative effect of group g is p_g = P(Z < X_g) + P(Z = X_g) / 2, where Z is drawn from the unweighted mean of the
groups' distributions (Brunner, Konietschke, Pauly & Puri 2017), so that it does not depend on group sizes. It is a sum
of pairwise dominances, p_g - 1/2 = sum_h delta_gh / (2 k), whose influences by cluster are known (``dominance``).

The k - 1 effects are made independent under the working model (``working_model``). F is the sum of their squares,
divided by the trace of their bias-reduced cluster-robust covariance; its degrees of freedom are Box's (1954), as in the
ANOVA-type statistic of Brunner, Dette & Munk (1997), and those of the trace under the working model. Two groups are
tested by Cliff's delta, with F the square of its t. The approximate Hotelling test of Pustejovsky & Tipton (2018)
almost never rejects when agencies are very unequal (docs/decisions). If all clusters show the same, the covariance of
the working model is used; if people vary in no group, p is that of the pairs of groups, times their number.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from analysis.results import Estimate, Status, Test
from analysis.statistics.cluster_counts import ClusterCounts, Floats
from analysis.statistics.dominance import arcsine_t, cliffs_deltas, dominances
from analysis.statistics.stacks import Stack, stacks_of
from analysis.statistics.tails import f_upper
from analysis.statistics.working_model import Inference, infer

METHOD = "relative effects, bias-reduced cluster-robust covariance, ANOVA-type F"
PAIR = "Cliff's delta of two groups, F = t squared"
MODEL = "relative effects, covariance of the working model (no variation between clusters)"
PAIRS = "exact binomial tests of the pairs of groups over clusters, Bonferroni"


def relative_effects(counts: Floats) -> tuple[Floats, Floats, Floats]:
    """Effects p_g - 1/2, (t, k), their influences (t, k, k, values) and the ridits of each value, (t, values).

    ``counts``: (t, k, values); no group may be empty. An influence is what one person adds; its mean in a group is 0.
    """
    tables, k, values = counts.shape
    n = counts.sum(axis=2)
    effects, influences = np.zeros((tables, k)), np.zeros((tables, k, k, values))
    for g, h in combinations(range(k), 2):
        delta, d_g, d_h = dominances(counts[:, g], counts[:, h])
        of_g = (d_g - delta[:, None]) / (2 * k * n[:, g, None])
        of_h = (d_h - delta[:, None]) / (2 * k * n[:, h, None])
        for group, sign in ((g, 1.0), (h, -1.0)):
            effects[:, group] += sign * delta / (2 * k)
            influences[:, group, g] += sign * of_g
            influences[:, group, h] += sign * of_h
    share = (counts / n[:, :, None]).mean(axis=1)
    return effects, influences, np.cumsum(share, axis=1) - share / 2.0


def omnibus(data: ClusterCounts) -> Test:
    """The test over the groups that are not empty. ``df`` is at most k - 1, ``df_error`` the denominator."""
    return omnibuses([data])[0]


def omnibuses(tables: Sequence[ClusterCounts]) -> list[Test]:
    """``omnibus`` of many tables of counts."""
    tables = [data.subset([int(g) for g in np.flatnonzero(data.n)]) for data in tables]
    found: dict[int, Test] = {}
    for at, data in enumerate(tables):
        if len(data.counts) < 2:
            found[at] = Test(method=METHOD, status=Status.ONE_GROUP if len(data.counts) else Status.GROUP_EMPTY)
        elif np.count_nonzero(data.counts.sum(axis=0)) < 2:
            found[at] = Test(df=len(data.counts) - 1, method=METHOD, status=Status.NO_VARIATION)
        elif int(np.min(data.clusters)) < 2:
            found[at] = Test(df=len(data.counts) - 1, method=METHOD, status=Status.GROUP_TOO_SMALL)
    pairs = [at for at, data in enumerate(tables) if at not in found and len(data.counts) == 2]
    found |= dict(zip(pairs, map(_of_pair, cliffs_deltas([tables[at] for at in pairs])), strict=True))
    rest = [at for at in range(len(tables)) if at not in found]
    for places, stack in stacks_of([tables[at] for at in rest]):
        effects, inference = effect_inference(stack)
        for row, place in enumerate(places):
            found[rest[place]] = _test(tables[rest[place]], effects[row], inference, row)
    return [found[at] for at in range(len(tables))]


def effect_inference(stack: Stack) -> tuple[Floats, Inference]:
    """The first k - 1 effects, (t, k - 1), which contain all information because all sum to 0; their inference."""
    counts = stack.counts
    effects, influences, ridits = relative_effects(counts)
    n, k = counts.sum(axis=2), counts.shape[1]
    means = (counts * ridits[:, None]).sum(axis=2) / n
    scores = ridits[:, None] - means[:, :, None]
    weights = (np.eye(k) - 1.0 / k)[None, : k - 1] / n[:, None, :]
    return effects[:, : k - 1], infer(stack, influences[:, : k - 1], scores, weights)


def _of_pair(delta: Estimate) -> Test:
    if delta.estimate is None or delta.p_value is None:
        return Test(df=1, method=PAIR, status=delta.status)
    statistic = None if delta.se is None else arcsine_t(delta.estimate, delta.se) ** 2
    return Test(statistic, 1, delta.p_value, delta.df, method=PAIR, status=delta.status, cautions=delta.cautions)


def _test(data: ClusterCounts, effects: Floats, inference: Inference, row: int) -> Test:
    q = len(effects)
    if data.few(float(inference.df[row])):
        return Test(df=q, method=METHOD, status=Status.FEW_CLUSTERS)
    found = inference.joint_test(row, effects)
    if found is not None:
        statistic, df, df_error = found
        p_value = f_upper(statistic, df, df_error)
        return Test(statistic, df, p_value, df_error, method=METHOD, cautions=data.cautions(df_error))
    variance, df_error = float(inference.variance[row]), float(inference.df[row])
    if variance > 1e-20:
        z = inference.root[row] @ effects
        statistic = float(z @ z) / (q * variance)
        p_value = f_upper(statistic, q, df_error)
        return Test(statistic, q, p_value, df_error, method=MODEL, status=Status.CLUSTERS_ALIKE)
    deltas = cliffs_deltas([data.subset(pair) for pair in combinations(range(q + 1), 2)])
    known = [delta.p_value for delta in deltas if delta.p_value is not None]
    if not known:
        return Test(df=q, method=METHOD, status=Status.SINGULAR)
    return Test(df=q, p_value=min(1.0, len(deltas) * min(known)), method=PAIRS, status=Status.CLUSTERS_ALIKE)
