"""Decides what may be shown: the thresholds of METHOD 11, and what one release must hide.

The rule counts the base, not the numerator: for opinions, an answer chosen by few people may be shown. For facts and
sensitive items, an answer chosen by fewer people than the threshold, or by everybody, hides the whole distribution of
that group, because the shares, the mean and the comparisons would reveal it.

``decide_cells`` then hides what other figures of the same release would reveal: all columns of a question with one
hidden column, and every question whose skip rule refers to a hidden one, because its base is a count of hidden answers.
All hidden cells have the same status, because the reason itself would reveal something about the answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.results import Estimate, Status
from analysis.sources.dataset import Group, Variable
from analysis.sources.tally import ItemTally
from analysis.statistics.cluster_counts import FEWEST_CLUSTERS, ClusterCounts
from analysis.statistics.response.cluster_sums import of_equal_length, sums_by_cluster
from forms.missing_values import Missing

if TYPE_CHECKING:
    from forms.model.thresholds import Thresholds as StudyThresholds


def _floors() -> StudyThresholds:
    # Imported when a floor is asked for: the objects of a study take a tenth of a second, and a bare file has none.
    from forms.model.thresholds import FLOORS

    return FLOORS


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The minimum bases: ``people`` for any figure, ``units`` (agencies) for groups with one person per unit.

    The values of a study are never below the floors of ``forms.model.thresholds``.
    """

    people: int = field(default_factory=lambda: _floors().respondents)
    units: int = field(default_factory=lambda: _floors().agencies)

    @classmethod
    def published(cls, own: StudyThresholds) -> Thresholds:
        """For everything that may be published: figures, files of numbers, reports."""
        held = own.with_floors
        return cls(held.respondents, held.agencies)

    @classmethod
    def working(cls, own: StudyThresholds) -> Thresholds:
        """For tables that only signed-in researchers see; never above the value for publication."""
        held = own.with_floors
        return cls(min(held.working, held.respondents), held.agencies)

    @classmethod
    def crossed(cls, own: StudyThresholds) -> Thresholds:
        """For the parts into which an attribute of the plan divides a group; never below the value for publication."""
        held = own.with_floors
        return cls(max(held.crossed, held.respondents), held.agencies)

    @classmethod
    def for_file(cls, people: int) -> Thresholds:
        """For a bare file: the number requested, without a floor."""
        return cls(people, people)


def may_show(n: int, thresholds: Thresholds | None, units: int | None = None) -> bool:
    """Whether a figure on ``n`` people (and, if given, ``units`` agencies) may be shown. False for nobody."""
    if thresholds is None or n == 0:
        return True
    return n >= thresholds.people and (units is None or units >= thresholds.units)


Cells = Mapping[str, tuple[Status, ...]]
"""Maps variable names to the status of every group's answers: ``ok``, ``group_empty`` or ``suppressed``."""


def decide_cells(items: Sequence[ItemTally], groups: Sequence[Group], thresholds: Thresholds | None) -> Cells:
    """What one release may show of each item and group.

    ``items`` must hold everything that the release shows, and should hold the gates that it does not show.
    """
    cells = {
        item.variable.name: [_alone(item, index, group, thresholds) for index, group in enumerate(groups)]
        for item in items
    }
    if thresholds is not None:
        for index, group in enumerate(groups):
            asked = {item.variable.name: item for item in items if _asked(item, index)}
            hidden = [name for name, statuses in cells.items() if statuses[index] is Status.SUPPRESSED]
            for name in hidden_with(hidden, [item.variable for item in asked.values()], group.code):
                cells[name][index] = Status.SUPPRESSED
    return {name: tuple(statuses) for name, statuses in cells.items()}


def _alone(item: ItemTally, index: int, group: Group, thresholds: Thresholds | None) -> Status:
    """The status of one group's answers to one item, judged by this item alone."""
    counts = item.data.counts[index]
    n = int(counts.sum())
    if thresholds is None or not _asked(item, index):
        return Status.OK if n else Status.GROUP_EMPTY
    units = int(item.data.clusters[index]) if group.census_of_units else None
    everybody = n + sum(item.missing[index].values())
    if not may_show(n, thresholds, units) or not may_show(everybody, thresholds):
        return Status.SUPPRESSED
    if item.variable.sensitive:
        chosen = counts[counts > 0]
        if len(chosen) < 2 or int(chosen.min()) < thresholds.people:
            return Status.SUPPRESSED
    return Status.OK if n else Status.GROUP_EMPTY


def _asked(item: ItemTally, index: int) -> bool:
    """Whether a form of the group has the item."""
    return bool(item.data.counts[index].any()) or any(reason != Missing.NOT_IN_FORM for reason in item.missing[index])


def hidden_with(hidden: Iterable[str], variables: Sequence[Variable], group: str) -> set[str]:
    """The hidden items of one group, and the items that must be hidden with them."""
    together: dict[str, list[str]] = {}
    depending: dict[str, list[str]] = {}
    for variable in variables:
        if variable.question:
            together.setdefault(variable.question, []).append(variable.name)
        for gate in variable.gates.get(group, ()):
            depending.setdefault(gate, []).append(variable.name)
    question = {variable.name: variable.question for variable in variables}
    found: set[str] = set()
    waiting = list(hidden)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [*together.get(question.get(name, ""), ()), *depending.get(name, ())]
    return found


def without_hidden_codes(item: ItemTally, statuses: Sequence[Status]) -> ItemTally:
    """The item without the undeclared codes that only hidden groups chose: their presence would reveal an answer."""
    if Status.SUPPRESSED not in statuses:
        return item
    shown = [index for index, status in enumerate(statuses) if status is not Status.SUPPRESSED]
    declared = {option.code for option in item.variable.options}
    chosen = item.data.counts[shown].sum(axis=0) > 0
    kept = [at for at, code in enumerate(item.codes) if code in declared or chosen[at]]
    codes = tuple(item.codes[at] for at in kept)
    return replace(
        item,
        codes=codes,
        data=item.data.columns(kept),
    )


def reasons_shown(item: ItemTally, index: int, thresholds: Thresholds | None) -> Mapping[int, int]:
    """Counts of missing answers by reason; empty for a group whose size may not be shown."""
    reasons = item.missing[index]
    everybody = int(item.data.counts[index].sum()) + sum(reasons.values())
    return reasons if may_show(everybody, thresholds) else {}


def few_parts(data: ClusterCounts, index: int, thresholds: Thresholds | None, sensitive: bool = False) -> bool:
    """Whether a variance over clusters, or a range with each left out, would reveal something about too few people.

    Below ten clusters this is the case if the group's people in one cluster, or all its other people, are fewer than
    the threshold; for facts and sensitive items it is always the case below ten clusters.
    """
    if thresholds is None or not data.clustered or int(data.clusters[index]) >= FEWEST_CLUSTERS:
        return False
    parts = data.parts(index)
    if len(parts) < 2:
        return False
    return sensitive or int(np.minimum(parts, parts.sum() - parts).min()) < thresholds.people


def few_asked(item: ItemTally, index: int, thresholds: Thresholds | None) -> bool:
    """``few_parts`` of everybody in the group who was asked, so that a cluster in which nobody answered counts too."""
    if thresholds is None or item.silent is None or not item.data.clustered:
        return False
    silent, answered = of_equal_length(sums_by_cluster(item.silent, index), sums_by_cluster(item.data, index))
    asked = (silent + answered).astype(np.int64)
    alone = item.data.alone[index].sum() + item.silent.alone[index].sum()
    counts = np.array([[asked.sum() + alone]], dtype=np.int64)
    return few_parts(ClusterCounts(counts, asked.reshape(-1, 1, 1)), 0, thresholds, item.variable.sensitive)


def without_parts(estimate: Estimate) -> Estimate:
    """The estimate without the parts computed from single clusters."""
    if estimate.status is Status.COMPLETE_SEPARATION:
        # Its bound depends only on the number of clusters.
        return replace(estimate, range_low=None, range_high=None)
    if estimate.estimate is None:
        return estimate
    status = (
        Status.FEW_CLUSTERS
        if estimate.status in (Status.OK, Status.NO_VARIATION, Status.CLUSTERS_ALIKE)
        else estimate.status
    )
    return Estimate(estimate.estimate, n=estimate.n, status=status)
