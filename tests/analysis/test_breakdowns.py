"""One group by one attribute: parts of at least twenty, items in all parts or none, no small remainders."""

import random
from collections.abc import Iterator
from itertools import chain, combinations

import numpy as np
import pytest

from analysis.comparisons.breakdowns import (
    Breakdown,
    Parts,
    Places,
    are_apart,
    break_down,
    can_divide,
    parts_of,
    places_in,
)
from analysis.disclosure.small_cells import Thresholds
from analysis.sources.dataset import Codebook, Dataset, Group, Option, Variable

TWENTY = Thresholds(people=20)
STAFF = Group("staff")
SEX = Variable("sex", "nominal", {"en": "Sex", "vi": "Giới tính"}, (Option(1, {"en": "M"}), Option(2, {"en": "F"})))
AGE = Variable("age", "ordinal", {}, tuple(Option(code) for code in (1, 2, 3, 4)))


def parts(variable: Variable, **people: int) -> list[set[int]]:
    """``parts(AGE, _1=30, none=5)``: codes of each part, -1 for no answer."""
    given = {-1 if name == "none" else int(name[1:]): number for name, number in people.items()}
    return [set(part) for part in parts_of(variable, given, 20)]


def test_answers_of_twenty_people_are_parts_of_their_own() -> None:
    assert parts(SEX, _1=20, _2=40) == [{1}, {2}]


def test_people_without_an_answer_are_merged_with_the_smallest_part_if_few() -> None:
    assert parts(SEX, _1=40, _2=30, none=3) == [{1}, {2, -1}]
    assert parts(SEX, _1=40, _2=30, none=20) == [{1}, {2}, {-1}]


def test_an_ordered_answer_of_few_people_is_joined_with_its_smaller_neighbour() -> None:
    assert parts(AGE, _1=25, _2=50, _3=5, _4=30) == [{1}, {2}, {3, 4}]
    assert parts(AGE, _1=3, _2=50, _3=40, _4=30) == [{1, 2}, {3}, {4}]


def test_a_group_that_has_no_two_parts_of_twenty_is_not_divided() -> None:
    assert len(parts(SEX, _1=200, _2=19)) < 2
    assert len(parts(SEX, _1=10, _2=5)) < 2


def test_facts_amounts_and_texts_divide_no_group() -> None:
    assert can_divide(SEX)
    assert not can_divide(Variable("case", "binary", options=SEX.options, sensitive=True))
    assert not can_divide(Variable("years", "numeric", options=SEX.options))


def test_two_attributes_that_leave_a_few_people_between_them_are_not_both_used() -> None:
    student = np.array([0] * 30 + [1] * 60, dtype=np.int16)
    young = np.array([0] * 35 + [1] * 55, dtype=np.int16)  # all students are young, and five others
    assert not are_apart(student, young, 20)
    assert not are_apart(young, student, 20)
    assert are_apart(student, np.array([0, 1] * 45, dtype=np.int16), 20)
    assert are_apart(student, student, 20)


def test_two_attributes_with_very_many_parts_are_not_both_used() -> None:
    many = np.arange(400, dtype=np.int16) % 20
    assert not are_apart(many, many, 20)
    assert are_apart(many, np.arange(400, dtype=np.int16) // 200, 20)


def dataset(luck: random.Random) -> Dataset:
    """A group with two attributes, of which one can nearly contain the other; opinions, a fact and a follow-up."""
    n = luck.randint(60, 160)
    sex = [luck.choice((1, 1, 2, 2, -1)) if luck.random() < 0.3 else luck.choice((1, 2)) for _ in range(n)]
    nested = luck.random() < 0.5
    age = [
        (1 if code == 1 and luck.random() < 0.97 else luck.choice((2, 3))) if nested else luck.choice((1, 2, 3, 4, -1))
        for code in sex
    ]
    case = [int(luck.random() < 0.45) for _ in range(n)]
    columns = {
        "sex": sex,
        "age": age,
        "agree": [luck.choice((1, 2, 3, 4, 5, -1)) for _ in range(n)],
        "case": case,
        "why": [luck.randint(1, 5) if said else -2 for said in case],
    }
    yes_no, five = (Option(0), Option(1)), tuple(Option(code) for code in range(1, 6))
    variables = (
        SEX,
        AGE,
        Variable("agree", options=five, question="agree"),
        Variable("case", "binary", options=yes_no, question="case", sensitive=True),
        Variable("why", options=five, question="why", gates={"staff": ("case",)}),
    )
    arrays = {name: np.array(column, dtype=np.int16) for name, column in columns.items()}
    return Dataset(Codebook(variables, (STAFF,)), arrays, np.zeros(n, dtype=np.int16))


ITEMS = ("agree", "case", "why")


def by_the_rule(data: Dataset) -> Iterator[tuple[Parts, Breakdown]]:
    earlier: list[Places] = []
    for attribute in (SEX, AGE):
        column = data.columns[attribute.name]
        people = dict(zip(*np.unique(column, return_counts=True), strict=True))
        found = parts_of(attribute, {int(code): int(number) for code, number in people.items()}, 20)
        if len(found) > 1:
            places = places_in(found, column)
            if all(are_apart(other, places, 20) for other in earlier):
                earlier.append(places)
                yield found, break_down(data, STAFF, attribute, found, ITEMS, TWENTY)


def by_single_answers(data: Dataset) -> Iterator[tuple[Parts, None]]:
    """The rule that hides answers of fewer than twenty people and shows the others."""
    for attribute in (SEX, AGE):
        yield (
            tuple(
                frozenset({o.code}) for o in attribute.options if (data.columns[attribute.name] == o.code).sum() >= 20
            ),
            None,
        )


def few_between(data: Dataset, shown: list[Parts]) -> list[int]:
    """Sizes below twenty of sets of people that a reader gets by subtracting figures: of parts, unions, the group."""
    everybody = frozenset(range(data.n))
    unions: set[frozenset[int]] = {everybody}
    for attribute, found in zip((SEX, AGE), shown, strict=False):
        column = data.columns[attribute.name]
        members = [frozenset(np.flatnonzero(np.isin(np.maximum(column, -1), list(part))).tolist()) for part in found]
        chosen = chain.from_iterable(combinations(members, size) for size in range(1, len(members) + 1))
        unions |= {frozenset().union(*sets) for sets in chosen}
    return [len(large - small) for small in unions for large in unions if small < large and len(large - small) < 20]


@pytest.mark.parametrize("seed", range(60))
def test_no_subtraction_of_parts_of_two_attributes_finds_fewer_than_twenty_people(seed: int) -> None:
    data = dataset(random.Random(seed))
    assert few_between(data, [found for found, _ in by_the_rule(data)]) == []


def test_the_same_reader_finds_people_if_small_answers_are_hidden_one_by_one() -> None:
    found = [
        few_between(data, [each for each, _ in by_single_answers(data)])
        for data in map(dataset, map(random.Random, range(60)))
    ]
    assert sum(map(bool, found)) > 20


@pytest.mark.parametrize("seed", range(30))
def test_an_item_is_shown_in_all_parts_that_add_up_to_the_group_or_in_none(seed: int) -> None:
    data = dataset(random.Random(seed))
    for _, found in by_the_rule(data):
        shown = {item.item: item for item in found.comparison.items}
        assert set(shown) | set(found.hidden) == set(ITEMS)
        for name, item in shown.items():
            bases = [group.n for group in item.groups]
            assert None not in bases
            assert sum(filter(None, bases)) == int((data.columns[name] >= 0).sum())
            assert all(group.n is not None and (group.n >= 20 or group.n == 0) for group in item.groups)
        if "case" in shown:
            assert all(share.count == 0 or (share.count or 0) >= 20 for g in shown["case"].groups for share in g.shares)
        else:
            assert "why" in found.hidden


def test_an_item_whose_total_is_hidden_is_hidden_in_the_parts() -> None:
    data = dataset(random.Random(3))
    (found, _), *_more = by_the_rule(data)
    divided = break_down(data, STAFF, SEX, found, ("agree",), TWENTY)
    assert {item.item for item in divided.comparison.items} <= {"agree"}
