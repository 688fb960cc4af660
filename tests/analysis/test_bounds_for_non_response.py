"""Bounds are what a figure can become if everybody who was asked had answered: found here by trying all answers."""

import itertools

import numpy as np
import pytest

from analysis.comparisons.group_comparisons import compare
from analysis.disclosure.small_cells import Thresholds
from analysis.measures.response.not_answered import bounds_of_shares
from analysis.sources.dataset import Option, Variable
from analysis.statistics.response.bounds import delta_bounds, mean_bounds, share_bounds, sign_holds_up_to
from analysis.views.json import item_to_json
from tests.analysis.made_data import dataset

SCALE = tuple(Option(code) for code in range(1, 4))
SCALED = Variable("x", options=SCALE)


def delta(first: tuple[int, ...], second: tuple[int, ...]) -> float:
    x, y = (np.repeat(np.arange(len(counts)), counts) for counts in (first, second))
    return float(np.sign(x[:, None] - y[None, :]).mean())


def completed(counts: tuple[int, ...], silent: int) -> list[tuple[int, ...]]:
    """The counts after all ways in which the silent people could have answered."""
    ways = itertools.combinations_with_replacement(range(len(counts)), silent)
    return [tuple(n + way.count(at) for at, n in enumerate(counts)) for way in ways]


CASES = [
    ((3, 1, 2), (1, 2, 4), (2, 1)),
    ((0, 0, 5), (5, 0, 0), (1, 3)),
    ((2, 2, 2), (2, 2, 2), (0, 2)),
    ((4,), (3,), (2, 2)),
    ((1, 0), (0, 1), (0, 0)),
]


@pytest.mark.parametrize(("first", "second", "silent"), CASES)
def test_the_bounds_of_delta_are_its_extremes_over_all_answers(first, second, silent):
    found = [delta(x, y) for x, y in itertools.product(completed(first, silent[0]), completed(second, silent[1]))]
    assert delta_bounds(first, second, silent, closed=True) == pytest.approx((min(found), max(found)))


def test_without_a_declared_scale_silent_people_may_lie_beyond_all_others():
    # The values 1 and 3 are the lowest and highest found; a silent person may have 0 or 4.
    assert delta_bounds((1, 1), (1, 1), (1, 0), closed=False) == pytest.approx((-1 / 3, 1 / 3))
    assert delta_bounds((1, 1), (1, 1), (1, 0), closed=True) == pytest.approx((-1 / 6, 1 / 6))


def test_the_bounds_of_shares_and_means_give_everybody_the_same_answer():
    assert share_bounds(3, 8, 2) == (0.3, 0.5)
    assert share_bounds(0, 0, 0) == (0.0, 1.0)
    assert mean_bounds(4.0, 8, 2, (1.0, 5.0)) == pytest.approx((3.4, 4.2))


def test_the_sign_holds_exactly_up_to_the_printed_share():
    for first, second in (((2, 3, 5), (5, 3, 2)), ((6, 3, 1), (1, 3, 6)), ((1, 1, 8), (8, 1, 1))):
        share = sign_holds_up_to(first, second, closed=True)
        for factor, certain in ((0.999, True), (1.001, False)):
            q = share * factor
            # A million people, of whom the share q is silent.
            silent = round(q / (1 - q) * 1_000_000)
            many = [tuple(n * 100_000 for n in counts) for counts in (first, second)]
            low, high = delta_bounds(many[0], many[1], (silent, silent), closed=True)
            assert (low > 0 or high < 0) is certain
    assert sign_holds_up_to((1, 1), (1, 1), closed=True) is None
    assert sign_holds_up_to((0, 0), (1, 1), closed=True) is None


def made(missing, threshold=None):
    answers = [1, 2, 3, 2] * 5
    data = dataset(["a"] * 22 + ["b"] * 20, {"x": [*answers, missing, missing, *answers]}, [SCALED])
    return compare(data, thresholds=threshold and Thresholds.for_file(threshold)).items[0]


@pytest.mark.parametrize("reason", [-1, -3, -5, -8, -9])
def test_who_could_have_answered_counts_as_non_response(reason):
    item = made(reason)
    assert item.group("a").extra["not_answered"] == pytest.approx(2 / 22)
    assert item.group("b").extra["not_answered"] == 0.0
    assert bounds_of_shares(item.group("a"))[1] == (5 / 22, 7 / 22)
    assert item.group("a").extra["mean_low"] == pytest.approx(42 / 22)
    assert item.pairs[0].extra["delta_low"] < 0 < item.pairs[0].extra["delta_high"]
    document = item_to_json(item)
    assert document["share_bounds"]["b"]["1"] == {"low": 0.25, "high": 0.25}


@pytest.mark.parametrize("reason", [-2, -4, -7])
def test_who_was_not_asked_or_has_nothing_to_say_does_not(reason):
    item = made(reason)
    assert item.group("a").extra["not_answered"] is None
    assert bounds_of_shares(item.group("a")) == {}
    assert item.pairs[0].extra["delta_low"] is None
    assert item_to_json(item)["not_answered"] == {}


def test_hidden_groups_have_no_bounds():
    item = made(-1, threshold=21)
    assert {group.status for group in item.groups} == {"suppressed"}
    assert [bounds_of_shares(group) for group in item.groups] == [{}, {}]
    assert all(value is None for group in item.groups for value in group.extra.values())
    assert all(value is None for value in item.pairs[0].extra.values())
