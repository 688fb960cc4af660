"""The omnibus test of equal relative effects over all groups, for people in clusters.

The relative effect of group g is p_g = P(Z < X_g) + P(Z = X_g) / 2, where Z is drawn from the unweighted mean of the
groups' distributions (Brunner, Konietschke, Pauly & Puri 2017), so that it does not depend on group sizes. It is a sum
of pairwise dominances, p_g - 1/2 = sum_h delta_gh / (2 k), whose influences by cluster are known (``dominance``).

The statistic is Hotelling's: W = p' C' (C V C')^-1 C p with the cluster-robust V, nu = min(clusters per group) - 1, F =
W (nu - q + 1) / (nu q) on q = k - 1 and nu - q + 1 degrees of freedom. With two groups F is the square of the t of
Cliff's delta, on the same degrees of freedom.
"""

from __future__ import annotations

import numpy as np

from analysis.results import Status, Test
from analysis.statistics.cluster_counts import FEWEST_CLUSTERS, ClusterCounts, Floats
from analysis.statistics.dominance import influence
from analysis.statistics.tails import f_upper

METHOD = "Wald test of relative effects, cluster-robust covariance, F(k - 1, min clusters - k + 1)"


def relative_effects(data: ClusterCounts) -> tuple[Floats, Floats]:
    """Effects p_g - 1/2, shape (k,), and their influence tables, shape (k, k, values); no group may be empty."""
    k = len(data.counts)
    effects, tables = np.zeros(k), np.zeros((k, *data.counts.shape))
    for g in range(k):
        for h in range(g + 1, k):
            delta, table = influence(data, g, h)
            for group, sign in ((g, 1.0), (h, -1.0)):
                effects[group] += sign * delta / (2 * k)
                tables[group] += sign * table / (2 * k)
    return effects, tables


def omnibus(data: ClusterCounts) -> Test:
    """The test over the groups that are not empty. ``df`` is k - 1, ``df_error`` the denominator."""
    data = data.subset([int(g) for g in np.flatnonzero(data.n)])
    k = len(data.counts)
    if k < 2:
        return Test(method=METHOD, status=Status.ONE_GROUP if k else Status.GROUP_EMPTY)
    if np.count_nonzero(data.counts.sum(axis=0)) < 2:
        return Test(df=k - 1, method=METHOD, status=Status.NO_VARIATION)
    q = k - 1
    nu = int(np.min(data.clusters)) - 1
    if nu - q + 1 < 1:
        return Test(df=q, method=METHOD, status=Status.GROUP_TOO_SMALL)
    if data.clusters_together(range(k)) < FEWEST_CLUSTERS:
        return Test(df=q, method=METHOD, status=Status.FEW_CLUSTERS)
    effects, tables = relative_effects(data)
    # The effects sum to zero, so any q of them contain all information.
    covariance = data.covariance(tables)[:q, :q]
    spread = np.linalg.eigvalsh(covariance)
    if spread[-1] < 1e-24:
        return Test(df=q, method=METHOD, status=Status.CLUSTERS_ALIKE)
    if spread[0] <= 1e-10 * max(spread[-1], 1e-12):
        return Test(df=q, method=METHOD, status=Status.SINGULAR)
    wald = float(effects[:q] @ np.linalg.solve(covariance, effects[:q]))
    df_error = nu - q + 1
    statistic = wald * df_error / (nu * q)
    return Test(statistic=statistic, df=q, df_error=df_error, p_value=f_upper(statistic, q, df_error), method=METHOD)
