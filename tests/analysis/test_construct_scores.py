"""Construct scores and their comparison."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.comparisons.constructs import common_items, compare_constructs
from analysis.comparisons.group_comparisons import compare
from analysis.disclosure.small_cells import Thresholds
from analysis.results import Comparability, Status
from analysis.sources.dataset import Option, Variable
from analysis.sources.score_tally import enough, points_and_answered, score_tally
from analysis.sources.tally import tally
from tests.analysis.made_data import dataset

FIVE = tuple(Option(code) for code in range(1, 6))


def item(name, **changes):
    return replace(Variable(name, options=FIVE, scale="agree5", construct="answerability"), **changes)


def answers(variables, n=24, seed=1, **more):
    rng = np.random.default_rng(seed)
    columns = {v.name: rng.integers(1, 6, 2 * n) for v in variables}
    return dataset(["a"] * n + ["b"] * n, columns, variables, **more)


def scores(data, variables):
    """One score per respondent, 0..100; NaN if fewer than half of the items were answered."""
    points, answered = points_and_answered(data, variables)
    return np.where(answered >= enough(len(variables)), 25 * points / np.maximum(answered, 1), np.nan)


def test_scores_run_from_0_to_100_with_reversed_items_recoded():
    variables = [item("x"), item("y", reversed=True), item("z")]
    data = dataset(["a"] * 3, {"x": [5, 1, 3], "y": [1, 5, 3], "z": [5, 1, 4]}, variables)
    assert scores(data, variables) == pytest.approx([100, 0, 175 / 3])


def test_half_of_the_items_must_be_answered():
    variables = [item("x"), item("y"), item("z"), item("w")]
    data = dataset(["a"] * 2, {"x": [5, 5], "y": [1, -8], "z": [-1, -1], "w": [-9, -2]}, variables)
    found = scores(data, variables)
    assert found[0] == 50
    assert np.isnan(found[1])


def test_only_items_scored_in_both_groups_about_the_same_thing_on_one_scale_count():
    variables = [
        item("ok1"),
        item("ok2"),
        item("ok3"),
        item("norm", scored={"a": True, "b": False}),
        item("self", referent={"a": "self", "b": "own_head"}),
        item("often", scale="freq5"),
        item("middle", averaged=False),
        item("aside", comparability={frozenset("ab"): Comparability.SIDE_BY_SIDE}),
    ]
    assert [v.name for v in common_items(variables, "a", "b")] == ["ok1", "ok2", "ok3"]


def test_fewer_than_three_common_items_are_not_scored():
    found = compare_constructs(tally(answers([item("x"), item("y")])))
    pair = found[0].pairs[0]
    assert (pair.status, pair.items, pair.difference.estimate) == (Status.TOO_FEW_ITEMS, ("x", "y"), None)


def test_an_item_that_one_group_was_never_asked_is_no_common_item():
    variables = [item("x"), item("y"), item("z"), item("w")]
    data = answers(variables)
    data.columns["w"][24:] = -4
    assert compare_constructs(tally(data))[0].pairs[0].items == ("x", "y", "z")


def test_without_clusters_the_difference_has_the_standard_error_of_welch():
    variables = [item("x"), item("y"), item("z")]
    data = answers(variables)
    pair = compare_constructs(tally(data))[0].pairs[0]
    score = scores(data, variables)
    a, b = score[:24], score[24:]
    assert pair.difference.estimate == pytest.approx(a.mean() - b.mean())
    assert pair.difference.se == pytest.approx(np.sqrt(a.var(ddof=1) / 24 + b.var(ddof=1) / 24))
    assert pair.difference.df == pytest.approx(46)
    assert pair.cliffs_delta.estimate == pytest.approx(np.sign(a[:, None] - b[None, :]).mean())


def test_holm_adjusts_over_the_primary_contrasts_only():
    variables = [
        item(name, construct=construct) for construct in ("one", "two") for name in (construct + c for c in "xyz")
    ]
    data = answers(variables)
    both = compare_constructs(tally(data))
    alone = compare_constructs(tally(data), primary=[("two", "b", "a")])
    assert [c.pairs[0].primary for c in alone] == [False, True]
    assert alone[0].pairs[0].difference.p_adjusted is None
    assert alone[1].pairs[0].difference.p_adjusted == alone[1].pairs[0].difference.p_value
    assert min(c.pairs[0].difference.p_adjusted or 0 for c in both) <= 1
    assert compare(data).families[1].m == 2


def test_small_groups_and_few_clusters_have_their_status():
    variables = [item("x"), item("y"), item("z")]
    hidden = compare_constructs(tally(answers(variables, n=9)), Thresholds())[0].pairs[0]
    assert (hidden.status, hidden.means[0].estimate) == (Status.SUPPRESSED, None)
    few = compare_constructs(tally(answers(variables, cluster=[at % 4 for at in range(48)])))[0].pairs[0]
    assert (few.status, few.difference.p_value) == (Status.FEW_CLUSTERS, None)
    assert few.difference.estimate is not None


@pytest.mark.parametrize("clustered", [False, True])
def test_scores_that_are_counted_equal_scores_of_rows(clustered):
    variables = [item("x"), item("y", reversed=True), item("z"), item("w")]
    data = answers(variables, cluster=[at % 7 for at in range(48)] if clustered else None)
    for name, column in data.columns.items():
        column[ord(name) % 5 :: 4] = -1
    counted = score_tally(data, variables)
    rows = np.round(scores(data, variables), 9)
    assert counted.values.tolist() == sorted({value for value in rows.tolist() if value == value})
    for group in (0, 1):
        found = [int(np.count_nonzero((rows == value) & (data.group == group))) for value in counted.values]
        assert counted.data.counts[group].tolist() == found
    assert (counted.data.cube is not None) is clustered
    assert counted.data.clusters.tolist() == ([7, 7] if clustered else counted.data.n.tolist())
