"""Figures as table cells, the same in every view."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.results import Estimate, Status, Test
from analysis.wording.phrasing import Phrasing
from analysis.wording.status_texts import status_text


@dataclass(frozen=True, slots=True)
class Cell:
    """``remark``: the status beside a figure, for views with room for it. ``strong``: significant."""

    text: str
    remark: str = ""
    strong: bool = False


def figure_cell(value: Estimate | Test | float | None, phrasing: Phrasing) -> Cell:
    """An estimate with its interval, a test with its p-value, a number, or the reason why there is none."""
    if isinstance(value, Estimate):
        return Cell(phrasing.delta(value))
    if isinstance(value, Test):
        return test_cell(value, phrasing)
    return Cell(phrasing.numbers.decimal(value))


def test_cell(test: Test, phrasing: Phrasing) -> Cell:
    """``4,2; p = 0,015``, or the reason why there is no test."""
    if test.statistic is None:
        return Cell(phrasing.status(test.status))
    p = f"p {phrasing.numbers.p_value(test.p_value, equals=True)}"
    return Cell(phrasing.numbers.join([phrasing.numbers.decimal(test.statistic), p]))


def remarked_cell(value: Estimate, phrasing: Phrasing, places: int = 2) -> Cell:
    """An estimate with its interval, or with its range if there are few clusters; the status as a remark."""
    reason = status_text(value.status, phrasing.language)
    if value.estimate is None:
        return Cell(reason)
    text = phrasing.numbers.with_interval(value.estimate, value.ci_low, value.ci_high, places)
    if value.status is Status.FEW_CLUSTERS and value.range_low is not None:
        ends = phrasing.numbers.interval(value.range_low, value.range_high, places)
        text = f"{phrasing.numbers.decimal(value.estimate, places)} [{ends[1:-1]}]"
    return Cell(text, "" if value.status is Status.OK else reason)


def statistic_cell(test: Test, phrasing: Phrasing) -> Cell:
    """``4,2 (2; 57)``: the statistic with its degrees of freedom, or the reason why there is none."""
    if test.statistic is None:
        return Cell(status_text(test.status, phrasing.language))
    df = "; ".join(phrasing.numbers.integer(round(d)) for d in (test.df, test.df_error) if d is not None)
    return Cell(f"{phrasing.numbers.decimal(test.statistic, 1)} ({df})")
