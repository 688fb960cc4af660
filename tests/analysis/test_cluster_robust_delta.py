"""Cliff's delta between groups of people in clusters."""

import itertools

import numpy as np
import pytest

from analysis.results import Status
from analysis.statistics.cluster_counts import ClusterCounts
from analysis.statistics.dominance import arcsine_interval, arcsine_t, cliffs_delta, feng_cliff, pair_inference
from analysis.statistics.relative_effects import omnibus
from analysis.statistics.stacks import DenseStack
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


def delta_of(rows):
    """Cliff's delta computed from persons by the definition."""
    x, y = rows[rows[:, 1] == 0, 2], rows[rows[:, 1] == 1, 2]
    return np.sign(x[:, None] - y[None, :]).mean()


def test_a_cluster_per_person_gives_nearly_the_same_as_no_clusters():
    rows = people()
    rows[:, 0] = np.arange(len(rows))
    with_clusters = counted(rows)
    alone = cliffs_delta(ClusterCounts(with_clusters.counts))
    together = cliffs_delta(with_clusters)
    # With clusters a small part of the variance is that of the working model.
    assert together.se == pytest.approx(alone.se, rel=0.02)
    assert together.df == pytest.approx(alone.df)


def test_equal_clusters_of_both_groups_have_their_number_minus_one_degrees_of_freedom():
    cube = np.random.default_rng(1).multinomial(8, [0.2] * 5, size=(12, 2))
    assert cliffs_delta(ClusterCounts(cube.sum(axis=0), cube)).df == pytest.approx(11)
    apart = np.zeros((24, 2, 5), dtype=np.int64)
    apart[:12, 0], apart[12:, 1] = cube[:, 0], cube[:, 1]
    assert cliffs_delta(ClusterCounts(apart.sum(axis=0), apart)).df == pytest.approx(22)


def test_one_large_cluster_takes_away_degrees_of_freedom():
    cube = np.random.default_rng(1).multinomial(8, [0.2] * 5, size=(12, 2))
    cube[0] *= 9
    assert cliffs_delta(ClusterCounts(cube.sum(axis=0), cube)).df < 6


def test_the_interval_stays_inside_and_uses_the_t_quantile():
    found = cliffs_delta(counted(people()))
    assert found.estimate is not None
    assert found.se is not None
    assert found.df is not None
    ends = arcsine_interval(found.estimate, found.se, t_quantile(0.975, found.df))
    assert (found.ci_low, found.ci_high) == ends
    angle = np.arcsin(found.estimate)
    half = t_quantile(0.975, found.df) * found.se / np.cos(angle)
    assert ends == pytest.approx((np.sin(angle - half), np.sin(angle + half)))
    assert all(-1 <= bound <= 1 for bound in (*arcsine_interval(0.99, 0.3, 2.0), *feng_cliff(0.99, 0.3, 2.0)))


def test_p_is_below_the_level_exactly_when_the_interval_leaves_out_0():
    near = 0
    for seed in range(300):
        found = cliffs_delta(counted(people(seed, agencies=12)))
        leaves_out = not found.ci_low <= 0 <= found.ci_high
        assert (found.p_value < 0.05) is leaves_out
        assert found.icc is not None
        near += abs(found.p_value - 0.05) < 0.02
    assert near


def test_exchanging_the_groups_changes_only_the_sign():
    data = counted(people())
    one, other = cliffs_delta(data, 0, 1), cliffs_delta(data, 1, 0)
    assert (one.estimate, one.ci_low) == pytest.approx((-other.estimate, -other.ci_high))
    assert one.p_value == pytest.approx(other.p_value)


def test_with_few_clusters_there_is_a_range_but_no_p_value():
    rows = people(agencies=5)
    found = cliffs_delta(counted(rows))
    assert (found.status, found.p_value) == (Status.FEW_CLUSTERS, None)
    deltas = [delta_of(rows), *(delta_of(rows[rows[:, 0] != agency]) for agency in range(5))]
    assert (found.range_low, found.range_high) == pytest.approx((min(deltas), max(deltas)))
    assert found.range_low <= found.estimate <= found.range_high


def test_clusters_count_in_each_group_and_not_together():
    rows = people(agencies=20)
    few = rows[(rows[:, 1] == 0) | (rows[:, 0] < 5)]
    assert cliffs_delta(counted(few)).status is Status.FEW_CLUSTERS
    enough = rows[(rows[:, 1] == 0) | (rows[:, 0] < 10)]
    assert cliffs_delta(counted(enough)).status is Status.OK


def test_with_ten_clusters_in_every_group_there_is_always_a_p_value():
    for seed in range(40):
        draw = np.random.default_rng(seed)
        cube = draw.multinomial(3, [0.4, 0.3, 0.3], size=(10, 2))
        cube[0] *= int(draw.integers(1, 60))
        found = cliffs_delta(ClusterCounts(cube.sum(axis=0), cube))
        assert found.p_value is not None


def test_complete_separation_has_an_exact_bound_and_p_value():
    counts = np.array([[0, 0, 12], [15, 3, 0]])
    found = cliffs_delta(ClusterCounts(counts))
    assert (found.status, found.estimate, found.se) == (Status.COMPLETE_SEPARATION, 1.0, None)
    assert found.p_value == pytest.approx(2 * 0.5**12)
    assert (found.ci_low, found.ci_high) == pytest.approx((2 * 0.025 ** (1 / 12) - 1, 1.0))
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
    assert pair.estimate is not None
    assert pair.se is not None
    assert both.statistic == pytest.approx(arcsine_t(pair.estimate, pair.se) ** 2)
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


def test_a_group_without_variation_between_clusters_is_tested_by_the_working_model():
    cube = np.tile(np.array([[1, 1, 0], [0, 1, 1]]), (12, 1, 1))
    data = ClusterCounts(cube.sum(axis=0), cube)
    pair, both = cliffs_delta(data), omnibus(data)
    assert (pair.estimate, pair.status) == (-0.75, Status.CLUSTERS_ALIKE)
    assert pair.p_value < 0.001
    assert -1 <= pair.ci_low < pair.estimate < pair.ci_high < 0
    assert both.p_value == pytest.approx(pair.p_value)
    three = np.tile(np.array([[1, 1, 0], [0, 1, 1], [1, 0, 1]]), (12, 1, 1))
    joint = omnibus(ClusterCounts(three.sum(axis=0), three))
    assert (joint.status, joint.p_value < 0.01) == (Status.CLUSTERS_ALIKE, True)


def test_groups_in_which_nobody_varies_are_tested_by_the_number_of_clusters():
    cube = np.tile(np.array([[2, 0, 0], [0, 2, 0], [0, 0, 2]]), (12, 1, 1))
    joint = omnibus(ClusterCounts(cube.sum(axis=0), cube))
    assert joint.p_value == pytest.approx(3 * 2 * 0.5**12)


def test_a_small_group_that_is_nearly_of_one_mind_borrows_a_part_of_the_variance():
    """Twelve heads who all answer alike, beside staff who do not: their variance is not 0."""
    cube = np.zeros((12, 2, 3), dtype=np.int64)
    cube[:, 0, 0], cube[:, 1] = 1, (6, 1, 1)
    cube[::2, 1] = (4, 2, 2)
    data = ClusterCounts(cube.sum(axis=0), cube)
    found, (_, bare) = cliffs_delta(data), pair_inference(DenseStack.of([data]))
    robust, staff = float(bare.covariance[0, 0, 0]), float(bare.variance[0])
    assert found.se is not None
    assert found.se**2 - robust == pytest.approx(3 / 15 * staff / 12, rel=0.2)
