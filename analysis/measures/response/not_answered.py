"""The share of a group that was asked and did not answer, and the bounds of its shares and mean."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.measures.measure import NO_ANSWERS, Answers, Column, Counts, Figures, Level, Measure, Number, View
from analysis.results import GroupSummary, Status
from analysis.sources.dataset import Variable
from analysis.statistics.response.bounds import Bounds, mean_bounds, share_bounds
from analysis.translation import N_
from analysis.wording.cells import Cell
from analysis.wording.numbers import NOTHING
from analysis.wording.phrasing import Phrasing
from forms.missing_values import NON_RESPONSE

NON_RESPONSE_TABLE = frozenset({View.NON_RESPONSE})


def silent_people(group: GroupSummary) -> int:
    """Number of people of the group who were asked and could have answered, and did not."""
    return sum(group.missing.get(int(reason), 0) for reason in NON_RESPONSE)


def bounds_of_shares(group: GroupSummary) -> dict[int, Bounds]:
    """Maps the code of each answer to the bounds of its share; empty if no share is shown, or if no measure says that
    somebody did not answer.
    """
    if not group.n or "not_answered" not in group.extra or group.extra["not_answered"] is None:
        return {}
    silent = silent_people(group)
    return {share.code: share_bounds(share.count, group.n, silent) for share in group.shares if share.count is not None}


class NotAnswered(Measure):
    """Without figures where everybody who was asked a question answered it, in all groups."""

    level = Level.GROUP
    names = ("not_answered", "mean_low", "mean_high")
    label = N_("No answer, %")
    term = N_("bounds for non-response")
    introduction = N_(
        "Bounds are the lowest and the highest value that a figure could have if everybody who was asked had answered, "
        "whatever those who did not answer think; unlike a confidence interval they hold without any assumption "
        "(worst-case bounds)."
    )
    method = N_(
        "Bounds for non-response: all who were asked and did not answer are given the lowest, then the highest answer "
        "(Manski 2003). Counted as non-response: left blank, unreadable, not reached, don’t know, refused; not "
        "counted: not asked, not in the form, does not apply."
    )
    references = ("Manski C. F. (2003). Partial identification of probability distributions. New York: Springer.",)
    ordered_only = False

    def compute(self, counts: Counts) -> Figures:
        n = int(counts.data.n[0])
        silent = None if counts.silent is None else int(counts.silent.n[0])
        if silent is None or not n:
            return self.empty(Status.OK)
        found: Figures = {"not_answered": silent / (n + silent)}
        ends = _ends(counts.variable)
        if ends is None:
            return {**found, "mean_low": None, "mean_high": None}
        mean = float(counts.data.counts[0] @ counts.values) / n
        low, high = mean_bounds(mean, n, silent, ends)
        return {**found, "mean_low": low, "mean_high": high}

    def empty(self, status: Status, answers: Answers = NO_ANSWERS) -> Figures:
        return dict.fromkeys(self.names)

    columns: Sequence[Column] = (
        Column(label, lambda group, phrasing: _share(group, phrasing), NON_RESPONSE_TABLE, 1.3),
        Column(N_("Mean, bounds"), lambda group, phrasing: _mean(group, phrasing), NON_RESPONSE_TABLE, 1.5),
    )
    numbers: Sequence[Number] = tuple(
        Number(name, lambda group, name=name: group.extra.get(name))  # type: ignore[misc]
        for name in ("not_answered", "mean_low", "mean_high")
    )


def _ends(variable: Variable | None) -> Bounds | None:
    """The ends of the declared scale of answers that may be averaged."""
    if variable is None or not variable.averaged or variable.kind == "nominal" or not variable.options:
        return None
    codes = [option.code for option in variable.options]
    return float(min(codes)), float(max(codes))


def _share(group: GroupSummary, phrasing: Phrasing) -> Cell:
    share = group.extra.get("not_answered")
    if not isinstance(share, float):
        return Cell(NOTHING)
    return Cell(f"{phrasing.numbers.percent(share, sign=False)} ({phrasing.numbers.integer(silent_people(group))})")


def _mean(group: GroupSummary, phrasing: Phrasing) -> Cell:
    low, high = group.extra.get("mean_low"), group.extra.get("mean_high")
    if not isinstance(low, float) or not isinstance(high, float):
        return Cell(NOTHING)
    return Cell(phrasing.numbers.interval(low, high))


MEASURE = NotAnswered()
