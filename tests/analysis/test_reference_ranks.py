"""Rank tests and Cliff's delta compared with R."""

import numpy as np
import pytest

from analysis.results import Status
from analysis.statistics import dominance, locations, ranks
from analysis.statistics.cluster_counts import ClusterCounts
from analysis.statistics.multiplicity import benjamini_hochberg, holm
from tests.analysis.reference_cases import cases, counts, expected, holds, params

RANK_CASES = cases("rank")


def pairs_of(name):
    groups = params(name)["groups"]
    for key, wanted in expected(name).get("pairwise", {}).items():
        first, second = key.split("|")
        yield groups.index(first), groups.index(second), key, wanted


@pytest.mark.parametrize("name", RANK_CASES)
def test_counts_equal_those_of_r(name):
    assert counts(name).tolist() == expected(name)["counts"]["table"]


@pytest.mark.parametrize("name", RANK_CASES)
def test_kruskal_wallis_and_epsilon_squared_equal_r(name):
    wanted, found = expected(name)["kruskal"], ranks.kruskal_wallis(counts(name))
    holds(found.statistic, wanted["H"])
    holds(found.p_value, wanted["p"])
    assert found.df == wanted["df"]
    holds(ranks.epsilon_squared(counts(name)), wanted["epsilon_sq"])
    assert (found.status is Status.OK) == (found.statistic is not None)


@pytest.mark.parametrize("name", RANK_CASES)
def test_mann_whitney_and_its_adjusted_p_values_equal_r(name):
    table, p_values, wanted_all = counts(name), [], []
    for i, j, _, wanted in pairs_of(name):
        found = ranks.mann_whitney(table[i], table[j])
        holds(found.u, wanted["W_first"])
        holds(found.p_value, wanted["p_cc"])
        p_values.append(found.p_value)
        wanted_all.append(wanted)
    for p_holm, p_bh, wanted in zip(holm(p_values), benjamini_hochberg(p_values), wanted_all, strict=True):
        holds(p_holm, wanted["p_cc_holm"])
        holds(p_bh, wanted["p_cc_BH"])


@pytest.mark.parametrize("name", RANK_CASES)
def test_dunn_equals_rstatix(name):
    groups, wanted = params(name)["groups"], expected(name)["dunn_holm_rstatix"]
    keys = [key for _, _, key, _ in pairs_of(name)]
    places = [tuple(groups.index(part) for part in key.split("|")) for key in keys]
    for key, found in zip(keys, ranks.dunn(counts(name), places), strict=True):
        row = wanted.get(key, {})
        holds(found.z, row.get("z_group2_minus_group1"))
        holds(found.p_value, row.get("p"))
        holds(found.p_adjusted, row.get("p_holm"))


@pytest.mark.parametrize("name", RANK_CASES)
def test_classical_delta_equals_cliff_and_feng(name):
    table = counts(name)
    for i, j, _, wanted in pairs_of(name):
        found, cliff = dominance.classical_delta(table[i], table[j]), wanted["cliff"]
        holds(found.estimate, cliff["delta"])
        holds(found.se, cliff.get("se"))
        holds(found.ci_low, cliff.get("ci_t_low"))
        holds(found.ci_high, cliff.get("ci_t_high"))
        if "se" not in cliff:
            assert found.status is Status.GROUP_TOO_SMALL


@pytest.mark.parametrize("name", RANK_CASES)
def test_robust_delta_without_clusters_has_the_variance_of_delong(name):
    data = ClusterCounts(counts(name))
    for i, j, _, wanted in pairs_of(name):
        found, cliff = dominance.cliffs_delta(data, i, j), wanted["cliff"]
        holds(found.estimate, cliff["delta"])
        if cliff.get("var_delong"):
            holds(found.se, cliff["var_delong"] ** 0.5)
        else:
            assert found.se is None
            assert found.status in (Status.NO_VARIATION, Status.GROUP_TOO_SMALL, Status.COMPLETE_SEPARATION)


@pytest.mark.parametrize("name", RANK_CASES)
def test_means_medians_and_deviations_equal_r(name):
    table, given = counts(name), params(name)
    data, values = ClusterCounts(table), np.array(given["categories"], dtype=float)
    mean_ranks = ranks.mean_ranks(table)
    for place, group in enumerate(given["groups"]):
        wanted = expected(name)["descriptives"][group]
        holds(locations.mean(data, place, values).estimate, wanted["mean"])
        holds(locations.median(table[place], values), wanted["median"])
        holds(locations.standard_deviation(table[place], values), wanted["sd"])
        holds(mean_ranks[place] if wanted["n"] else None, wanted["mean_rank"])
