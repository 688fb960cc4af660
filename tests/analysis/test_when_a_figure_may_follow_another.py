from collections.abc import Mapping

import pytest

from analysis.disclosure.release_blocks import blocks
from analysis.disclosure.renewals import Figures, Standing, may_follow, standing
from analysis.disclosure.small_cells import Thresholds
from analysis.sources.dataset import Variable

TEN = Thresholds()


def shown(answers: Mapping[int, int], missing: Mapping[int, int] | None = None, units: int | None = None) -> Standing:
    n = sum(answers.values())
    return standing(n, units, Figures(n, units, answers, missing or {}))


def hidden(n: int, last: Standing | None = None, units: int | None = None) -> Standing:
    return standing(n, units, None, last)


@pytest.mark.parametrize(
    ("last", "new", "may"),
    [
        ({1: 20, 2: 10}, {1: 20, 2: 10}, True),
        ({1: 20, 2: 10}, {1: 25, 2: 14}, False),
        ({1: 20, 2: 10}, {1: 25, 2: 15}, True),
        ({1: 20, 2: 10}, {1: 20, 2: 20}, True),
        ({1: 20, 2: 10}, {1: 40, 2: 9}, False),
        ({1: 20, 2: 10}, {1: 20, 2: 9}, False),
        ({}, {1: 6, 3: 4}, True),
    ],
)
def test_every_change_is_about_at_least_as_many_people_as_the_threshold(
    last: Mapping[int, int], new: Mapping[int, int], may: bool
) -> None:
    assert may_follow(shown(new), shown(last), TEN) is may


@pytest.mark.parametrize(
    ("new", "may"),
    [
        ({0: 30, 1: 25}, True),
        ({0: 30, 1: 24}, False),  # nine of nineteen said yes
        ({0: 20, 1: 30}, False),  # all fifteen said yes
        ({0: 20, 1: 15}, True),
    ],
)
def test_for_sensitive_items_the_difference_is_hidden_as_a_table_of_its_own_would_be(
    new: Mapping[int, int], may: bool
) -> None:
    assert may_follow(shown(new), shown({0: 20, 1: 15}), TEN, sensitive=True) is may


def test_people_who_left_the_question_blank_are_a_change_as_well() -> None:
    before = shown({1: 20}, {-1: 2})
    assert not may_follow(shown({1: 20}, {-1: 5}), before, TEN)
    assert may_follow(shown({1: 20}, {-1: 12}), before, TEN)
    assert may_follow(shown({1: 31}, {-1: 5}), before, TEN)
    assert not may_follow(shown({1: 31}, {-1: 1}), before, TEN)


def test_people_left_out_by_a_skip_rule_do_not_count_for_those_who_were_asked() -> None:
    before = shown({1: 20}, {-1: 2, -2: 5})
    assert not may_follow(shown({1: 20}, {-1: 6, -2: 40}), before, TEN)
    assert may_follow(shown({1: 20}, {-1: 12, -2: 40}), before, TEN)
    assert may_follow(shown({1: 20}, {-1: 2, -2: 40}), before, TEN)


def test_groups_with_one_person_per_agency_need_as_many_new_agencies() -> None:
    before = shown({1: 12}, units=12)
    assert not may_follow(shown({1: 24}, units=21), before, TEN)
    assert may_follow(shown({1: 24}, units=22), before, TEN)


def test_a_group_that_was_too_small_appears_when_it_is_large_enough() -> None:
    assert may_follow(shown({1: 10}), hidden(9), TEN)
    assert may_follow(shown({1: 10}, units=10), hidden(12, units=9), TEN)


def test_figures_hidden_because_of_answers_change_only_with_enough_new_people() -> None:
    assert not may_follow(shown({0: 20, 1: 10}), hidden(29), TEN, sensitive=True)
    assert not may_follow(hidden(31), shown({0: 20, 1: 10}), TEN, sensitive=True)
    assert may_follow(shown({0: 29, 1: 10}), hidden(29), TEN, sensitive=True)


def test_figures_shown_again_are_compared_with_the_last_published_ones() -> None:
    first = shown({0: 20, 1: 10})
    between = hidden(40, first)
    assert between.published == first.published
    assert not may_follow(shown({0: 40, 1: 19}), between, TEN, sensitive=True)
    assert may_follow(shown({0: 40, 1: 20}), between, TEN, sensitive=True)


def test_an_item_that_no_release_has_counted_may_be_shown() -> None:
    assert may_follow(shown({1: 10}), None, TEN)


def test_columns_that_could_be_subtracted_are_in_one_block() -> None:
    variables = (
        Variable("a1", construct="a"),
        Variable("gate"),
        Variable("b1", construct="b"),
        Variable("a2", construct="a"),
        Variable("why__1", question="why", gates={"leader": ("gate",)}),
        Variable("why__2", question="why", gates={"leader": ("gate",)}),
        Variable("after", gates={"outsider": ("why__2",)}),
        Variable("alone"),
    )
    assert blocks(variables) == (("a1", "a2"), ("gate", "why__1", "why__2", "after"), ("b1",), ("alone",))
    # Two questions behind a gate that is not shown are still counted on people who came through it.
    assert blocks(variables[4:]) == (("why__1", "why__2", "after"), ("alone",))
    assert blocks(variables, earlier=[("b1", "gone"), ("gone", "alone")])[2] == ("b1", "alone")
