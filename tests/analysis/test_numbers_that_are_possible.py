"""No interval, range or detectable value is impossible, and no interval is shown without support in the data."""

import numpy as np
import pytest

from analysis.comparisons.group_comparisons import compare
from analysis.results import Status
from analysis.sources.dataset import Option, Variable
from analysis.statistics.cluster_counts import ClusterCounts
from analysis.statistics.dominance import cliffs_delta
from analysis.statistics.locations import mean, mean_difference
from tests.analysis.made_data import dataset

SCALE = tuple(Option(code) for code in range(1, 6))


def clusters(seed, k=3, largest=4):
    draw = np.random.default_rng(seed)
    cube = draw.integers(0, largest, size=(draw.integers(2, 7), 2, k))
    return ClusterCounts(cube.sum(axis=0), cube)


def test_shares_of_a_group_inside_one_cluster_have_no_interval():
    data = dataset(
        ["a"] * 40 + ["b"] * 40, {"x": [1, 2, 2, 3] * 20}, cluster=[0] * 40 + [1 + at % 8 for at in range(40)]
    )
    alone, others = compare(data).items[0].groups
    assert {share.share.status for share in alone.shares} == {Status.GROUP_TOO_SMALL}
    assert {(share.share.ci_low, share.share.ci_high) for share in alone.shares} == {(None, None)}
    assert [share.share.estimate for share in alone.shares] == [0.25, 0.5, 0.25]
    assert alone.mean.status is Status.GROUP_TOO_SMALL
    assert {share.share.status for share in others.shares} == {Status.OK}


def test_agencies_with_equal_differences_have_their_own_status():
    group, answers, agency = [], [], []
    for number in range(12):
        group += ["a", "a", "b", "b"]
        answers += [1, 2, 2, 3]
        agency += [number] * 4
    item = compare(dataset(group, {"x": answers}, cluster=agency)).items[0]
    delta, mean_of_a = item.pairs[0].cliffs_delta, item.groups[0].mean
    assert delta.estimate == -0.75
    assert {delta.status, item.omnibus.status, mean_of_a.status} == {Status.CLUSTERS_ALIKE}
    assert delta.p_value < 0.001
    assert item.omnibus.p_value < 0.001
    assert mean_of_a.ci_low < mean_of_a.estimate < mean_of_a.ci_high


def test_delta_lies_inside_its_own_range():
    outside = 0
    for seed in range(400):
        found = cliffs_delta(clusters(seed))
        if found.range_low is not None:
            outside += not found.range_low <= found.estimate <= found.range_high
    assert outside == 0


def test_no_detectable_delta_exceeds_one():
    found = [
        cliffs_delta(ClusterCounts(np.array([[a, b], [c, d]])))
        for a, b, c, d in [(6, 4, 4, 6), (2, 1, 20, 20), (2, 2, 8, 8), (30, 10, 12, 33)]
    ]
    assert all(one.detectable is None or one.detectable <= 1 for one in found)
    assert found[1].detectable is None
    assert found[3].detectable is not None


def test_a_family_without_detectable_differences_is_reported():
    data = dataset(["a"] * 3 + ["b"] * 40, {"x": [1, 2, 3] + [1, 2, 3, 2] * 10})
    family = compare(data).families[0]
    assert (family.detectable_low, family.detectable_high) == (None, None)


@pytest.mark.parametrize("seed", range(30))
def test_intervals_of_means_stay_on_the_scale(seed):
    data, values = clusters(seed, 3), np.array([0.0, 50.0, 100.0])
    for found, width in (
        (mean(data, 0, values, (0.0, 100.0)), 0.0),
        (mean_difference(data, values, (0.0, 100.0)), 100.0),
    ):
        if found.ci_low is not None:
            assert 0.0 - width <= found.ci_low <= found.estimate <= found.ci_high <= 100.0


def test_the_mean_of_an_item_has_no_interval_beyond_its_declared_answers():
    data = dataset(["a"] * 4 + ["b"] * 8, {"x": [5, 5, 5, 4] + [1, 2] * 4}, [Variable("x", options=SCALE)])
    found = compare(data).items[0].group("a").mean
    assert (found.estimate, found.ci_high) == (4.75, 5.0)
