"""Cliff's delta between groups of people in clusters."""

import itertools

import numpy as np
import pytest

from analysis.results import Status
from analysis.statistics.cluster_counts import ClusterCounts
from analysis.statistics.dominance import cliffs_delta, feng_cliff
from analysis.statistics.relative_effects import omnibus
from analysis.statistics.tails import t_quantile


def people(seed=7, agencies=14, groups=2, codes=5):
    rng = np.random.default_rng(seed)
    rows = []
    for agency, group in itertools.product(range(agencies), range(groups)):
        level = rng.normal(0, 0.5) + 0.4 * group
        for _ in range(int(rng.integers(1, 6))):
            rows.append((agency, group, int(np.clip(round(2 + level + rng.normal()), 0, codes - 1))))
    return np.array(rows)


def counted(rows, groups=2, codes=5):
    cube = np.zeros((rows[:, 0].max() + 1, groups, codes), dtype=np.int64)
    np.add.at(cube, tuple(rows.T), 1)
    return ClusterCounts(cube.sum(axis=0), cube)


def obuchowski_variance(rows):
    """The variance computed from persons by the definition, without counts or tables."""
    x, y = rows[rows[:, 1] == 0], rows[rows[:, 1] == 1]
    signs = np.sign(x[:, 2][:, None] - y[:, 2][None, :])
    delta = signs.mean()
    di, dj = signs.mean(axis=1) - delta, signs.mean(axis=0) - delta
    gx, gy = len(set(x[:, 0])), len(set(y[:, 0]))
    total = 0.0
    for agency in set(rows[:, 0]):
        psi = di[x[:, 0] == agency].sum() / len(x) * np.sqrt(gx / (gx - 1))
        psi += dj[y[:, 0] == agency].sum() / len(y) * np.sqrt(gy / (gy - 1))
        total += psi**2
    return delta, total


def test_the_variance_equals_that_of_the_influences_summed_by_cluster():
    rows = people()
    delta, variance = obuchowski_variance(rows)
    found = cliffs_delta(counted(rows))
    assert found.estimate == pytest.approx(delta, rel=1e-12)
    assert found.se == pytest.approx(np.sqrt(variance), rel=1e-12)


def test_a_cluster_per_person_gives_the_same_as_no_clusters():
    rows = people()
    rows[:, 0] = np.arange(len(rows))
    with_clusters = counted(rows)
    alone = cliffs_delta(ClusterCounts(with_clusters.counts))
    together = cliffs_delta(with_clusters)
    assert together.se == pytest.approx(alone.se, rel=1e-12)
    assert together.df == alone.df


def test_degrees_of_freedom_are_the_smaller_number_of_clusters_minus_one():
    rows = people()
    rows = rows[(rows[:, 1] == 0) | (rows[:, 0] < 6)]
    assert cliffs_delta(counted(rows)).df == 5


def test_the_interval_stays_inside_and_uses_the_t_quantile():
    found = cliffs_delta(counted(people()))
    assert found.estimate is not None
    assert found.se is not None
    assert found.df is not None
    assert (found.ci_low, found.ci_high) == feng_cliff(found.estimate, found.se, t_quantile(0.975, found.df))
    assert all(-1 <= bound <= 1 for bound in feng_cliff(0.99, 0.3, 2.0))


def test_exchanging_the_groups_changes_only_the_sign():
    data = counted(people())
    one, other = cliffs_delta(data, 0, 1), cliffs_delta(data, 1, 0)
    assert (one.estimate, one.ci_low) == pytest.approx((-other.estimate, -other.ci_high))
    assert one.p_value == pytest.approx(other.p_value)


def test_below_ten_clusters_there_is_a_range_but_no_p_value():
    rows = people(agencies=5)
    found = cliffs_delta(counted(rows))
    assert (found.status, found.p_value) == (Status.FEW_CLUSTERS, None)
    deltas = [obuchowski_variance(rows[rows[:, 0] != agency])[0] for agency in range(5)]
    assert (found.range_low, found.range_high) == pytest.approx((min(deltas), max(deltas)))
    assert found.range_low <= found.estimate <= found.range_high


def test_complete_separation_has_a_one_sided_bound():
    counts = np.array([[0, 0, 12], [15, 3, 0]])
    found = cliffs_delta(ClusterCounts(counts))
    assert (found.status, found.estimate, found.se, found.p_value) == (Status.COMPLETE_SEPARATION, 1.0, None, None)
    assert (found.ci_low, found.ci_high) == pytest.approx((2 * 0.05 ** (1 / 12) - 1, 1.0))
    turned = cliffs_delta(ClusterCounts(counts[::-1]))
    assert (turned.ci_low, turned.ci_high) == pytest.approx((-1.0, -found.ci_low))


@pytest.mark.parametrize(
    ("counts", "status"),
    [
        ([[0, 0], [3, 4]], Status.GROUP_EMPTY),
        ([[5, 0], [9, 0]], Status.NO_VARIATION),
        ([[1, 0], [9, 8]], Status.GROUP_TOO_SMALL),
    ],
)
def test_data_without_a_variance_have_a_named_status(counts, status):
    found = cliffs_delta(ClusterCounts(np.array(counts)))
    assert (found.status, found.se, found.p_value) == (status, None, None)


def test_with_two_groups_the_omnibus_test_is_the_square_of_the_pair():
    data = counted(people())
    pair, both = cliffs_delta(data), omnibus(data)
    assert both.statistic == pytest.approx((pair.estimate / pair.se) ** 2)
    assert both.p_value == pytest.approx(pair.p_value)
    assert (both.df, both.df_error) == (1, pair.df)


def test_the_omnibus_test_does_not_depend_on_the_order_of_the_groups():
    data = counted(people(groups=3), groups=3)
    found = [omnibus(data.subset(order)).statistic for order in itertools.permutations(range(3))]
    assert found == pytest.approx([found[0]] * 6)


def test_a_million_squared_people_do_not_overflow():
    counts = np.array([[2_000_000_000, 1_000_000_000], [1_500_000_000, 1_500_000_000]])
    found = cliffs_delta(ClusterCounts(counts))
    assert found.estimate == pytest.approx(-1 / 6)
    assert 0 < found.se < 1e-3
