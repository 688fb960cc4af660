"""The groups in the tests of all groups: the largest set without a side-by-side pair."""

import random
from itertools import combinations

import pytest

from analysis.comparisons.item_comparisons import comparable_groups
from analysis.results import Comparability
from analysis.sources.dataset import Variable
from analysis.statistics import largest_sets
from analysis.statistics.largest_sets import largest_compatible


def by_trying_all(compatible):
    places = range(len(compatible))
    for size in range(len(compatible), 0, -1):
        for chosen in combinations(places, size):
            if all(compatible[a] >> b & 1 for a, b in combinations(chosen, 2)):
                return chosen
    return ()


def relation(groups, chance, seed):
    draw, compatible = random.Random(seed), [0] * groups
    for a, b in combinations(range(groups), 2):
        if draw.random() < chance:
            compatible[a] |= 1 << b
            compatible[b] |= 1 << a
    return tuple(compatible)


@pytest.mark.parametrize("chance", [0.0, 0.2, 0.5, 0.8, 1.0])
def test_the_result_equals_that_of_exhaustive_search(chance):
    for seed in range(60):
        compatible = relation(seed % 9, chance, seed)
        assert largest_compatible(compatible) == by_trying_all(compatible)


@pytest.mark.parametrize("default", list(Comparability))
def test_a_hundred_groups_need_few_steps(default, monkeypatch):
    monkeypatch.setattr(largest_sets, "MOST_STEPS", 300)
    names = [f"g{number}" for number in range(100)]
    found = comparable_groups(Variable("x", comparability_default=default), names)
    assert len(found) == (1 if default is Comparability.SIDE_BY_SIDE else 100)


def test_the_search_ends_after_its_steps_with_the_largest_set_found(monkeypatch):
    compatible = relation(100, 0.9, 1)
    found = {}
    for steps in (50, 500):
        monkeypatch.setattr(largest_sets, "MOST_STEPS", steps)
        search = largest_sets._Search(compatible)
        search.extend(0, 0, (1 << 100) - 1)
        assert search.steps == steps
        found[steps] = search.size
    assert 20 < found[50] <= found[500]
