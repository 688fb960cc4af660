"""Comparing the groups of a data set: statuses, families, and what may not be tested."""

import numpy as np
import pytest

from analysis.comparisons.group_comparisons import compare, compare_tally, describe_tally
from analysis.disclosure.small_cells import Thresholds, decide_cells
from analysis.results import Comparability, Status
from analysis.sources.dataset import Group, Option, Variable
from analysis.sources.tally import tally
from forms.model.thresholds import Thresholds as StudyThresholds
from tests.analysis.made_data import dataset
from tests.analysis.report.made_report import made_dataset


def three_groups(n=30, items=4, seed=3, shift=0.8, **changes):
    rng = np.random.default_rng(seed)
    group = ["a"] * n + ["b"] * n + ["c"] * n
    columns = {
        f"q{at}": np.clip(
            np.round(3 + rng.normal(size=3 * n) + (shift if at < 2 else 0) * np.repeat([0, 1, 2], n)), 1, 5
        )
        for at in range(items)
    }
    return dataset(group, columns, **changes)


def test_items_with_a_difference_are_selected_and_their_pairs_judged_at_the_selected_level():
    found = compare(three_groups())
    family = found.families[0]
    selected = [item.omnibus.selected for item in found.items]
    assert selected[:2] == [True, True]
    assert (family.m, family.selected) == (4, sum(map(bool, selected)))
    assert family.pair_level == pytest.approx(0.05 * sum(map(bool, selected)) / 4)
    for item in found.items:
        for pair in item.pairs:
            assert pair.tested == item.omnibus.selected
            assert pair.significant == (pair.tested and pair.cliffs_delta.p_adjusted <= family.pair_level)
    assert 0 < family.detectable_low < family.detectable_high < 1


def test_an_empty_group_is_named_and_the_others_are_compared():
    data = three_groups()
    data.columns["q0"][:30] = -1
    item = compare(data).items[0]
    assert item.status is Status.GROUP_EMPTY
    assert [group.status for group in item.groups] == [Status.GROUP_EMPTY, Status.OK, Status.OK]
    assert item.group("a").missing == {-1: 30}
    assert item.kruskal_wallis.df == 1
    assert [pair.cliffs_delta.status for pair in item.pairs] == [Status.GROUP_EMPTY, Status.GROUP_EMPTY, Status.OK]


def test_a_constant_item_has_no_variation_and_does_not_count_in_the_family():
    data = three_groups()
    data.columns["q1"][:] = 3
    found = compare(data)
    item = found.items[1]
    assert {item.status, item.omnibus.status, item.chi_square.status} == {Status.NO_VARIATION}
    assert (item.cramers_v, item.epsilon_squared, item.omnibus.p_adjusted) == (None, None, None)
    assert found.families[0].m == 3


def test_unused_options_keep_their_place():
    options = tuple(Option(code) for code in range(1, 7))
    data = three_groups(items=1, variables=[Variable("q0", options=options)])
    item = compare(data).items[0]
    assert [share.code for share in item.groups[0].shares] == [1, 2, 3, 4, 5, 6]
    assert item.groups[1].shares[5].count == 0


def test_side_by_side_groups_are_shown_but_not_tested():
    rules = {frozenset("ac"): Comparability.SIDE_BY_SIDE, frozenset("bc"): Comparability.SIDE_BY_SIDE}
    item = compare(three_groups(items=1, variables=[Variable("q0", comparability=rules)])).items[0]
    assert item.tested_groups == ("a", "b")
    assert item.omnibus.df == 1
    assert item.group("c").n == 30
    assert [pair.cliffs_delta.status for pair in item.pairs] == [Status.OK, Status.SIDE_BY_SIDE, Status.SIDE_BY_SIDE]
    assert item.pairs[2].mann_whitney.u is None
    assert item.pairs[2].cliffs_delta.estimate is None


def test_nominal_answers_have_no_ranks_and_the_middle_optimum_no_mean():
    variables = [Variable("q0", kind="nominal"), Variable("q1", averaged=False)]
    nominal, middle = compare(three_groups(items=2, variables=variables)).items
    assert nominal.omnibus.status is Status.NOT_ORDERED
    assert nominal.chi_square.statistic is not None
    assert nominal.groups[0].median is None
    assert {nominal.groups[0].mean.status, middle.groups[0].mean.status} == {Status.NOT_AVERAGED}
    assert middle.omnibus.p_value is not None


def test_small_groups_are_hidden_with_everything_that_would_reveal_them():
    data = three_groups()
    data.columns["q0"][:21] = -8
    item = compare(data, thresholds=Thresholds.for_file(10)).items[0]
    hidden = item.group("a")
    assert (hidden.status, hidden.n, dict(hidden.missing), hidden.mean.estimate) == (Status.SUPPRESSED, None, {}, None)
    assert all(share.count is None and share.share.estimate is None for share in hidden.shares)
    assert item.tested_groups == ("b", "c")
    assert [pair.cliffs_delta.estimate is None for pair in item.pairs] == [True, True, False]


def test_heads_need_ten_agencies_and_facts_ten_people_per_answer():
    data = three_groups(
        items=1, groups=[Group("a", census_of_units=True), Group("b"), Group("c")], cluster=[at % 9 for at in range(90)]
    )
    assert compare(data, thresholds=Thresholds()).items[0].group("a").status is Status.SUPPRESSED
    fact = three_groups(items=1, variables=[Variable("q0", kind="binary", sensitive=True)])
    fact.columns["q0"][:] = [1] * 4 + [0] * 26 + [1] * 12 + [0] * 18 + [1] * 15 + [0] * 15
    statuses = [group.status for group in compare(fact, thresholds=Thresholds()).items[0].groups]
    assert statuses == [Status.SUPPRESSED, Status.OK, Status.OK]


def test_a_study_may_raise_the_thresholds_but_not_lower_them():
    own = StudyThresholds(respondents=3, agencies=12)
    assert Thresholds.published(own) == Thresholds(people=10, units=12)


def test_people_without_group_or_cluster_are_left_out_and_counted():
    data = three_groups(cluster=[at % 12 for at in range(90)])
    data.group[0] = -1
    data.cluster[5:7] = -1
    found = compare(data)
    assert found.notes == ("without_group:1", "without_cluster:2")
    assert found.items[0].group("a").n == 27
    assert found.items[0].group("a").clusters == 12


def test_shares_in_clusters_have_wider_intervals():
    data = three_groups(items=1)
    data.columns["q0"][:] = np.tile(np.repeat([1, 2, 3, 4, 5], 6), 3)
    alone = compare(data).items[0].groups[0].shares[0].share
    clustered = three_groups(items=1, cluster=list(np.tile(np.repeat(np.arange(5), 6), 3)))
    clustered.columns["q0"][:] = data.columns["q0"]
    together = compare(clustered).items[0].groups[0].shares[0].share
    assert together.estimate == alone.estimate
    assert together.ci_high - together.ci_low > 1.5 * (alone.ci_high - alone.ci_low)
    assert (alone.method, together.method) == ("Wilson", "Wilson at the effective sample size of the answer, t")


def test_an_empty_data_set_has_a_status():
    data = dataset(["a", "b"], {"q": [-1, -1]})
    item = compare(data).items[0]
    assert (item.status, item.omnibus.status) == (Status.GROUP_EMPTY, Status.GROUP_EMPTY)
    assert compare(dataset([], {"q": []}, groups=[Group("a"), Group("b")])).items[0].status is Status.GROUP_EMPTY


def test_a_description_has_the_answers_of_a_comparison_and_no_test():
    for thresholds in (None, Thresholds()):
        counted, book = tally(made_dataset()), made_dataset().codebook
        cells = decide_cells(counted.items, book.groups, thresholds)
        compared = compare_tally(counted, book, thresholds, cells=cells)
        described = describe_tally(counted, book, thresholds, cells)
        assert described.families == ()
        for item, tested in zip(described.items, compared.items, strict=True):
            assert (item.pairs, item.tested_groups, item.omnibus.p_value) == ((), (), None)
            assert (item.groups, item.status, item.note) == (tested.groups, tested.status, tested.note)
