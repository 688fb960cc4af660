"""Mean of a group's answers with its interval, median and standard deviation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from analysis.disclosure.small_cells import without_parts
from analysis.measures.measure import NO_ANSWERS, Answers, Column, Counts, Figures, Level, Measure, Number, Reads, View
from analysis.results import Estimate, GroupSummary, Status
from analysis.sources.dataset import Variable
from analysis.statistics import locations
from analysis.translation import N_
from analysis.wording.cells import Cell, remarked_cell
from analysis.wording.numbers import NOTHING
from analysis.wording.phrasing import Phrasing

UNADJUSTED = ("estimate", "se", "ci_low", "ci_high", "df", "method", "status")
WITH_DESIGN = (*UNADJUSTED, "deff", "icc")
"""The fields of an estimate that is not tested."""


class Means(Measure):
    level = Level.GROUP
    reads = Reads.CLUSTERS
    names = ("mean", "median", "sd")
    label = N_("Mean (SD)")
    term = N_("means")
    introduction = N_(
        "A mean is the average of a group’s answer codes, and the number after it in brackets says how much the "
        "answers vary; the lines in the charts show where the true mean is likely to lie (mean, standard deviation, "
        "95% confidence interval)."
    )
    method = N_(
        "Means: t intervals; with clusters by the same variance and degrees of freedom, as a score interval that stays "
        "inside the scale."
    )
    references = ("Cochran W. G. (1977). Sampling techniques. 3rd edition. New York: Wiley.",)
    ordered_only = False

    def compute(self, counts: Counts) -> Figures:
        """``median`` for ordered answers; ``mean`` and ``sd`` for answers that may be averaged."""
        return self.compute_items([[counts]])[0][0]

    def compute_items(self, items: Sequence[Sequence[Counts]]) -> Sequence[Sequence[Figures]]:
        return self.all_at_once(_means, items)

    def empty(self, status: Status, answers: Answers = NO_ANSWERS) -> Figures:
        return {"mean": Estimate(status=status), "median": None, "sd": None}

    def without_parts(self, figures: Figures) -> Figures:
        # Median and standard deviation are computed from the counts that are shown.
        return {**figures, "mean": without_parts(figures["mean"])}

    def to_json(self, name: str, value: Any) -> Any:
        return {key: getattr(value, key) for key in WITH_DESIGN} if name == "mean" else value

    columns: Sequence[Column] = (
        Column(
            N_("Mean (95 % CI)"),
            lambda group, phrasing: remarked_cell(group.mean, phrasing),
            frozenset({View.TERMINAL}),
        ),
        Column(label, lambda group, phrasing: _mean(group, phrasing), frozenset({View.REPORT, View.PAGE}), 1.5),
    )
    numbers: Sequence[Number] = (
        Number("mean", lambda group: group.mean.estimate),
        Number("sd", lambda group: group.sd),
    )


def _means(groups: Sequence[Counts]) -> Sequence[Figures]:
    averaged = [each for each in groups if each.variable and each.variable.averaged and each.variable.kind != "nominal"]
    limits = [_limits(each.variable) for each in averaged if each.variable]
    found = locations.means([each.data for each in averaged], [each.values for each in averaged], limits)
    deviations = _deviations(averaged)
    known = {id(each): (mean, sd) for each, mean, sd in zip(averaged, found, deviations, strict=True)}
    return [_of_group(each, *known.get(id(each), (None, None))) for each in groups]


def _deviations(groups: Sequence[Counts]) -> list[float | None]:
    by_values: dict[bytes, list[int]] = {}
    for at, each in enumerate(groups):
        by_values.setdefault(each.values.tobytes(), []).append(at)
    found: dict[int, float | None] = {}
    for places in by_values.values():
        counts = np.stack([groups[at].data.counts[0] for at in places])
        found |= dict(zip(places, locations.standard_deviations(counts, groups[places[0]].values), strict=True))
    return [found[at] for at in range(len(groups))]


def _of_group(counts: Counts, mean: Estimate | None, sd: float | None) -> Figures:
    answers, variable = counts.data.counts[0], counts.variable
    none = Estimate(n=None if variable is None else int(counts.data.n[0]), status=Status.NOT_AVERAGED)
    return {
        "mean": mean or none,
        "median": locations.median(answers, counts.values) if variable is not None and variable.ordered else None,
        "sd": sd,
    }


def _mean(group: GroupSummary, phrasing: Phrasing) -> Cell:
    if group.mean.estimate is None:
        return Cell(NOTHING)
    return Cell(f"{phrasing.numbers.decimal(group.mean.estimate)} ({phrasing.numbers.decimal(group.sd)})")


def _limits(variable: Variable) -> tuple[float, float] | None:
    """The ends of the declared scale, which are the limits of every mean."""
    codes = [option.code for option in variable.options]
    return (min(codes), max(codes)) if codes else None


MEASURE = Means()
