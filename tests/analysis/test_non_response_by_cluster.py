"""People of some clusters who answer less often are found, and the item's tests carry a warning."""

import itertools

import numpy as np
import pytest

from analysis.comparisons.group_comparisons import compare
from analysis.disclosure.small_cells import Thresholds
from analysis.measures.response.not_answered import bounds_of_shares
from analysis.results import Status
from analysis.sources.dataset import Option, Variable
from analysis.sources.tally import tally
from analysis.statistics.response.by_cluster import WITHIN, _moments, association, homogeneity
from analysis.statistics.sparse_counts import SparseCounts
from analysis.views.json import item_to_json
from analysis.wording.phrasing import Phrasing
from analysis.wording.response_warnings import Selective, response_sentences, response_warnings
from tests.analysis.made_data import dataset

SCALED = [Variable("x", options=tuple(Option(code) for code in range(1, 6)))]


def test_mean_and_variance_are_those_of_all_choices_of_silent_people():
    asked = np.array([2.0, 3.0, 4.0])
    weight = 1 / (1 + WITHIN * (asked - 1))
    place = np.repeat(np.arange(3), asked.astype(int))
    for silent in (1, 3, 4):
        chosen = [np.bincount(place[list(who)], minlength=3) for who in itertools.combinations(range(9), silent)]
        found = [(weight * (number - asked * silent / 9) ** 2).sum() for number in chosen]
        assert _moments(asked, weight, float(silent)) == pytest.approx((np.mean(found), np.var(found)))


def test_the_p_value_is_close_to_that_of_a_permutation():
    draw = np.random.default_rng(5)
    asked = draw.integers(2, 15, 20).astype(float)
    silent = draw.binomial(asked.astype(int), draw.beta(2, 10, 20)).astype(float)
    place, without = np.repeat(np.arange(20), asked.astype(int)), int(silent.sum())
    weight, expected = 1 / (1 + WITHIN * (asked - 1)), asked * silent.sum() / asked.sum()
    found = (weight * (silent - expected) ** 2).sum()
    drawn = [np.bincount(draw.permutation(place)[:without], minlength=20) for _ in range(4000)]
    share = np.mean([(weight * (number - expected) ** 2).sum() >= found - 1e-9 for number in drawn])
    assert homogeneity(asked, silent).p_value == pytest.approx(share, abs=0.02)


@pytest.mark.parametrize(
    ("asked", "silent", "status"),
    [
        ([], [], Status.FEW_CLUSTERS),
        ([5] * 5, [1] * 5, Status.FEW_CLUSTERS),
        ([1] * 50, [1] * 50, Status.FEW_CLUSTERS),
        ([5] * 8, [0] * 8, Status.GROUP_TOO_SMALL),
        ([5] * 8, [1] * 4 + [0] * 4, Status.GROUP_TOO_SMALL),
    ],
)
def test_without_enough_to_test_there_is_a_reason(asked, silent, status):
    asked, silent = np.array(asked, dtype=float), np.array(silent, dtype=float)
    for test in (homogeneity(asked, silent), association(asked, silent, 2 * (asked - silent))):
        assert (test.status, test.p_value) == (status, None)


def survey(selective: bool, seed: int = 1):
    """Groups a and b in 30 agencies; with ``selective`` half of group a is silent where opinions are low."""
    draw = np.random.default_rng(seed)
    group, answers, agency = [], [], []
    for number in range(30):
        opinion = draw.normal(0, 0.7)
        for at in range(24):
            code = int(np.clip(np.round(3 + opinion + draw.normal()), 1, 5))
            silent = 0.5 if selective and at % 2 and opinion < 0 else 0.05
            group.append("ba"[at % 2])
            answers.append(-1 if draw.random() < silent else code)
            agency.append(number)
    return dataset(group, {"x": answers}, SCALED, agency)


def test_an_item_whose_agencies_answer_selectively_carries_a_warning():
    comparison = compare(survey(selective=True))
    warnings = response_warnings(comparison.items[0])
    assert {(warning.kind, warning.group) for warning in warnings} == {(kind, "a") for kind in Selective}
    assert [entry["kind"] for entry in item_to_json(comparison.items[0])["warnings"]] == [*Selective]
    for language in ("vi", "en"):
        assert all("x" in sentence for sentence in response_sentences(comparison.items, Phrasing(comparison, language)))


def test_people_who_leave_out_a_question_by_chance_cause_none():
    comparisons = [compare(survey(selective=False, seed=seed)) for seed in range(40)]
    assert sum(bool(response_warnings(comparison.items[0])) for comparison in comparisons) <= 5


def test_nothing_by_cluster_is_computed_where_single_clusters_could_be_seen():
    data = survey(selective=True)
    few = dataset(
        [data.codebook.groups[at].code for at in data.group.tolist()],
        {"x": data.columns["x"].tolist()},
        SCALED,
        [min(number, 8) for number in data.cluster.tolist()],
    )
    shown = compare(few, thresholds=Thresholds.for_file(5)).items[0]
    assert shown.group("a").extra["response_by_cluster"].p_value is not None
    hidden = compare(few, thresholds=Thresholds.for_file(13)).items[0]
    assert hidden.group("a").extra["response_by_cluster"].status is Status.FEW_CLUSTERS
    assert hidden.group("a").extra["not_answered"] is not None


def test_a_cluster_in_which_nobody_answered_counts_as_a_cluster_that_could_be_seen():
    group, answers, agency = ["a"] * 100 + ["b"] * 100, [1, 2, -1, 3, 4] * 40, [at % 5 for at in range(200)]
    quiet = dataset([*group, "a", "a", "a"], {"x": [*answers, -9, -9, -9]}, SCALED, [*agency, 5, 5, 5])
    found = compare(quiet, thresholds=Thresholds.for_file(10)).items[0].group("a")
    assert found.mean.ci_low is not None
    assert found.extra["response_by_cluster"].status is Status.FEW_CLUSTERS


def test_sparse_counts_give_the_same_tests(monkeypatch: pytest.MonkeyPatch):
    data = survey(selective=True)
    dense = compare(data).items[0].group("a").extra
    monkeypatch.setattr("analysis.statistics.sparse_counts.LARGEST_CUBE", 0)
    assert isinstance(tally(data).items[0].silent, SparseCounts)
    sparse = compare(data).items[0].group("a").extra
    for name in ("response_by_cluster", "response_and_answers"):
        assert sparse[name].p_value == pytest.approx(dense[name].p_value)


def test_500_awkward_tables_give_possible_numbers():
    for seed in range(500):
        draw = np.random.default_rng([12, seed])
        people, groups = int(draw.integers(1, 80)), int(draw.integers(1, 4))
        codes = draw.choice([-9, -8, -7, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5], people, p=draw.dirichlet(np.ones(13) / 2))
        members = [f"g{at}" for at in draw.integers(0, groups, people)]
        clusters = draw.integers(0, int(draw.integers(1, 20)), people).tolist() if draw.random() < 0.8 else None
        threshold = Thresholds.for_file(int(draw.integers(1, 12))) if draw.random() < 0.5 else None
        item = compare(dataset(members, {"x": codes.tolist()}, SCALED, clusters), thresholds=threshold).items[0]
        for group in item.groups:
            assert_possible(group)
        for pair in item.pairs:
            low, high = pair.extra["delta_low"], pair.extra["delta_high"]
            if low is not None:
                assert -1 <= low <= pair.cliffs_delta.estimate + 1e-12
                assert pair.cliffs_delta.estimate - 1e-12 <= high <= 1
                certain = pair.extra["sign_holds_up_to"]
                assert certain is None or 0 < certain < 1


def assert_possible(group):
    for share in group.shares:
        low, high = bounds_of_shares(group).get(share.code, (0.0, 1.0))
        assert share.share.estimate is None or 0 <= low <= share.share.estimate <= high <= 1
    if group.extra["mean_low"] is not None:
        assert 1 <= group.extra["mean_low"] <= group.mean.estimate + 1e-12
        assert group.mean.estimate - 1e-12 <= group.extra["mean_high"] <= 5
    for name in ("response_by_cluster", "response_and_answers"):
        test = group.extra[name]
        assert test is None or test.p_value is None or 0 < test.p_value <= 1
