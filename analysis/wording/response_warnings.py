"""Warnings where people of some clusters answer selectively: no test of the item allows for that.

A test of non-response counts if its p is at most .05 divided by the number of such tests of the item, so that an item
without selective non-response carries a warning in at most 5 % of surveys.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from analysis.results import ItemComparison, Test
from analysis.translation import N_
from analysis.wording.phrasing import Phrasing

LEVEL = 0.05
SIGN = "⚠"
"""Stands beside the tests of an item with a warning."""


class Selective(StrEnum):
    """How the people of a group fail to answer. ``BY_CLUSTER``: more often in some clusters, in this group and not in
    all groups. ``WITH_ANSWERS``: more often where the others answer higher, or lower.
    """

    BY_CLUSTER = "non_response_by_cluster"
    WITH_ANSWERS = "non_response_with_answers"


FIGURES = {Selective.BY_CLUSTER: "response_by_cluster", Selective.WITH_ANSWERS: "response_and_answers"}
TEXTS = {
    Selective.BY_CLUSTER: N_(
        "⚠ {group}: in some clusters more people left out the question than by chance: {items}. If these clusters "
        "think differently, the comparison of the groups can be wrong, and no test allows for that; see the bounds."
    ),
    Selective.WITH_ANSWERS: N_(
        "⚠ {group}: where more people left out the question, the others answered differently: {items}. The answers "
        "that are missing would probably differ too, and no test allows for that; see the bounds."
    ),
}


@dataclass(frozen=True, slots=True)
class ResponseWarning:
    """One group on one item, with the p-value of the test that gives the warning."""

    kind: Selective
    group: str
    p_value: float


def response_warnings(item: ItemComparison) -> tuple[ResponseWarning, ...]:
    """The warnings about the groups of an item that are tested together, in the order of ``Selective``."""
    if len(item.tested_groups) < 2:
        return ()
    tests = [
        ResponseWarning(kind, group.group, test.p_value)
        for kind, name in FIGURES.items()
        for group in item.groups
        if group.group in item.tested_groups
        and isinstance(test := group.extra.get(name), Test)
        and test.p_value is not None
    ]
    found = [test for test in tests if test.p_value <= LEVEL / len(tests)]
    everywhere = {test.group for test in found if test.kind is Selective.BY_CLUSTER} == set(item.tested_groups)
    return tuple(test for test in found if not (everywhere and test.kind is Selective.BY_CLUSTER))


def response_sign(item: ItemComparison) -> str:
    """The sign beside the tests of an item with a warning, otherwise nothing."""
    return SIGN if response_warnings(item) else ""


def response_sentences(items: Iterable[ItemComparison], phrasing: Phrasing) -> list[str]:
    """One sentence for each group and kind of warning, with the items that it is about."""
    found: dict[tuple[Selective, str], list[str]] = {}
    for item in items:
        for warning in response_warnings(item):
            found.setdefault((warning.kind, warning.group), []).append(item.item)
    return [
        phrasing.say(TEXTS[kind]).format(group=phrasing.group(group), items=phrasing.numbers.join(names))
        for (kind, group), names in sorted(found.items(), key=lambda entry: entry[0][0])
    ]
