"""A reader who subtracts releases finds no difference about fewer people than the threshold."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations, pairwise
from typing import Any

import pytest

from analysis.results import Comparison
from analysis.views.json import to_json
from forms.missing_values import Missing
from surveyapp.results.releases.release import Release
from tests.surveyapp.results.growing_answers import GROUPS, SENSITIVE, Field, elsewhere, growing

TEN = 10
Seen = dict[tuple[str, ...], Counter[str]]
"""The content of a release: place to numbers of people; ``n`` is the base, ``units`` the agencies."""
Rule = Callable[[Field, Release | None], Release]


def read(release: Release) -> Seen:
    """Return every number of people in the files of a release."""
    parts = [("headline", release.planned), ("headline", release.others)]
    if release.open_entry is not None:
        parts.append(("open_link", release.open_entry))
    return _numbers(parts)


def read_working(comparison: Comparison | None) -> Seen:
    """Return every number of people in the working tables."""
    return _numbers([("headline", comparison)] if comparison else [])


def _numbers(parts: list[tuple[str, Comparison]]) -> Seen:
    seen: Seen = {}
    for entry, comparison in parts:
        document = to_json(comparison)
        for item in document["items"]:
            for group in GROUPS:
                if item["n"].get(group) is not None:
                    seen[entry, item["item"], group] = _cell(item, group)
        for construct in document["constructs"]:
            for pair in construct["pairs"]:
                for group, mean in zip(pair["groups"], pair["means"], strict=True):
                    if mean["estimate"] is not None:
                        seen[entry, "score", *pair["groups"], group] = Counter(n=mean["n"])
    return seen


def _cell(item: Mapping[str, Any], group: str) -> Counter[str]:
    cell = Counter({f"answer {code}": people or 0 for code, people in item["counts"][group].items()})
    for code, people in item["missing"][group].items():
        if int(code) != Missing.NOT_IN_FORM:
            cell[f"missing {code}"] = people
    cell["n"] = item["n"][group]
    if group == "leader":
        cell["units"] = item["clusters"][group]
    return cell


def given_away(states: list[Seen], least: int = TEN) -> Iterator[str]:
    """Return the differences, within a release and between two, about fewer than ``least`` people."""
    yield from through_the_gate(states, least)
    for (first, old), (second, new) in combinations(enumerate(states), 2):
        for place in old.keys() & new.keys():
            difference = {name: new[place][name] - old[place][name] for name in {*old[place], *new[place]}}
            if reason := _too_few(difference, place[1] in SENSITIVE, least):
                yield f"{' '.join(place)} from release {first} to {second}: {reason}"


def through_the_gate(states: list[Seen], least: int) -> Iterator[str]:
    """People who were asked why have said yes before: the same people, unless counted at different times."""
    yes = [(place, seen[place]["answer 1"]) for seen in states for place in seen if place[1] == "gate"]
    why = [(place, seen[place]) for seen in states for place in seen if place[1] == "why"]
    for (entry, _, group), said_yes in yes:
        for (same_entry, _, same_group), cell in why:
            asked = cell["n"] + cell[f"missing {Missing.BLANK}"]
            if (entry, group) == (same_entry, same_group) and cell["n"] and 0 < abs(asked - said_yes) < least:
                yield f"{entry} {group}: {asked} were asked, {said_yes} had said yes"


def _too_few(difference: Mapping[str, int], sensitive: bool, least: int) -> str:
    people = difference["n"]
    answers = [change for name, change in difference.items() if name.startswith("answer") and change]
    missing = sum(change for name, change in difference.items() if name.startswith("missing"))
    if 0 < abs(people) < least:
        return f"{people} people"
    if people and 0 < abs(difference.get("units", TEN)) < TEN:
        return f"{difference['units']} agencies"
    if not people and 0 < abs(missing) < least:
        return f"{missing} people without an answer"
    if sensitive and answers and (len(answers) == 1 or min(map(abs, answers)) < least):
        return f"answers {answers}"
    return ""


def by_the_rule(there: Field, old: Release | None) -> Release:
    """Release as the program does, with a passage through the database or a backup."""
    return elsewhere(there.release(old))


def by_numbers_of_forms(there: Field, old: Release | None) -> Release:
    """Release as the program formerly did: everything at once, when every group had grown enough, or with a new
    version.
    """
    if old is not None and old.version == str(there.version):
        now = there.forms()
        changes = {name: now[name] - old.forms.get(name, 0) for name in now}
        due = all(not change or change >= TEN or old.forms.get(name, 0) < TEN for name, change in changes.items())
        if not (due and any(changes.values())):
            return old
    return there.release(None)


def states_of(seed: int, rule: Rule) -> list[Seen]:
    release: Release | None = None
    states = []
    for there in growing(seed):
        release = rule(there, release)
        states.append(read(release))
    return states


def look(seeds: range) -> None:
    renewed = 0
    for seed in seeds:
        states = states_of(seed, by_the_rule)
        assert not list(given_away(states)), f"way {seed}"
        renewed += sum(new != old for old, new in pairwise(states))
    # The test does not pass merely because nothing new is shown.
    assert renewed > len(seeds)


def test_the_difference_of_two_releases_is_about_nobody_or_about_enough_people() -> None:
    look(range(16))


@pytest.mark.long
def test_two_hundred_ways_for_a_field_to_grow_give_nobody_away() -> None:
    look(range(200))


def test_the_same_reader_finds_people_where_all_is_counted_again_by_numbers_of_forms() -> None:
    found = [len(list(given_away(states_of(seed, by_numbers_of_forms)))) for seed in range(5)]
    assert all(found), found
