"""What may be shown: the thresholds of METHOD 11 and the one function that hides small bases.

The base counts, not the numerator: few people choosing an answer may be shown for opinions. For facts and sensitive
items an answer chosen by fewer than the threshold hides the whole distribution of that group, since the shares, the
mean and the comparisons would give the number away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.dataset import Group, Variable
from analysis.results import Status
from analysis.statistics.cluster_counts import ClusterCounts
from analysis.tally import ItemTally, undeclared_codes

FLOOR_PEOPLE = 10
FLOOR_UNITS = 10
FLOOR_CROSSES = 20
FLOOR_INTERNAL = 5


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The smallest bases: ``people`` for any figure, ``units`` (agencies) for groups with one person per unit and for
    gaps, ``crosses`` for crosses of two attributes and for comments. ``for_study`` holds the floors.
    """

    people: int = FLOOR_PEOPLE
    units: int = FLOOR_UNITS
    crosses: int = FLOOR_CROSSES

    @classmethod
    def for_study(
        cls, people: int = FLOOR_PEOPLE, units: int = FLOOR_UNITS, crosses: int = FLOOR_CROSSES
    ) -> Thresholds:
        """A study's own thresholds, never below the floors."""
        return cls(max(people, FLOOR_PEOPLE), max(units, FLOOR_UNITS), max(crosses, FLOOR_CROSSES))

    @classmethod
    def internal(cls) -> Thresholds:
        """For working views of authorised researchers only."""
        return cls(FLOOR_INTERNAL, FLOOR_UNITS, FLOOR_CROSSES)

    @classmethod
    def for_file(cls, people: int) -> Thresholds:
        """For a bare file: the number asked for, no floor."""
        return cls(people, people, people)


def may_show(n: int, thresholds: Thresholds | None, units: int | None = None) -> bool:
    """Whether a figure on ``n`` people (and, where given, ``units`` agencies) may be shown. Nobody at all may."""
    if thresholds is None or n == 0:
        return True
    return n >= thresholds.people and (units is None or units >= thresholds.units)


def group_status(item: ItemTally, index: int, group: Group, thresholds: Thresholds | None) -> Status:
    """``ok``, ``group_empty`` or ``suppressed`` for one group's answers to one item."""
    counts = item.data.counts[index]
    n = int(counts.sum())
    if not n:
        return Status.GROUP_EMPTY
    units = int(item.data.clusters[index]) if group.census_of_units else None
    if not may_show(n, thresholds, units):
        return Status.SUPPRESSED
    if hides_small_answers(item.variable, thresholds) and thresholds is not None:
        small = counts[(counts > 0) & (counts < thresholds.people)]
        if np.size(small):
            return Status.SUPPRESSED
    return Status.OK


def without_hidden_codes(item: ItemTally, statuses: Sequence[Status]) -> ItemTally:
    """The item without the undeclared codes that only hidden groups chose: their presence alone would tell of them."""
    if Status.SUPPRESSED not in statuses:
        return item
    shown = [index for index, status in enumerate(statuses) if status is not Status.SUPPRESSED]
    declared = {option.code for option in item.variable.options}
    chosen = item.data.counts[shown].sum(axis=0) > 0
    kept = [at for at, code in enumerate(item.codes) if code in declared or chosen[at]]
    cube = item.data.cube
    codes = tuple(item.codes[at] for at in kept)
    return replace(
        item,
        codes=codes,
        data=ClusterCounts(item.data.counts[:, kept], None if cube is None else cube[:, :, kept]),
        note=undeclared_codes(item.variable, codes),
    )


def hides_small_answers(variable: Variable, thresholds: Thresholds | None) -> bool:
    """Whether few people choosing an answer is itself too much to show."""
    return thresholds is not None and variable.sensitive
