"""Means of groups with their 95 % intervals: one block per construct or item, one lane per group.

A light band runs from the lowest to the highest mean (dumbbell plot). Each group has its own lane, shape and colour,
its name on the left and its figures on the right, so that intervals do not overlap and no legend is needed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from matplotlib.figure import Figure

from analysis.charts.lettering import text_width, wrap
from analysis.charts.pages import balanced
from analysis.charts.sheet import NOTE_LEADING, Sheet, draw_mark, mark_height, note_lines
from analysis.charts.style import BAND, CM, HEADING, LABEL, MARKERS, SMALL, SOFT, group_colours, settings
from analysis.wording.numbers import Numbers
from forms.languages import DEFAULT_LANGUAGE

LANE, LEADING, LABEL_LEADING, BETWEEN, AXIS = 13.5, 11.5, 9.5, 7.0, 22.0
"""In points: pitch of lanes, leading of headings and labels, space between blocks, height of the axis."""


@dataclass(frozen=True, slots=True)
class GroupMean:
    """One group's mean; ``mean`` is ``None`` if it may not be shown, and ``note`` gives the reason."""

    label: str
    position: int  # index of the group in the study: determines shape and colour
    mean: float | None
    ci_low: float | None = None
    ci_high: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class MeanRow:
    """A construct or an item with the means of its groups."""

    heading: str
    means: tuple[GroupMean, ...]
    detail: str = ""


def group_means(
    rows: Sequence[MeanRow],
    *,
    axis_title: str,
    limits: tuple[float, float],
    places: int = 1,
    language: str = DEFAULT_LANGUAGE,
    mark: str | None = None,
    width_cm: float = 16.0,
    max_height_cm: float = 17.5,
) -> list[Figure]:
    """Draw the rows, in order, in as few figures as the height allows.

    ``limits``: the ends of the scale, which are also the ends of the axis. ``places``: decimals printed.
    """
    numbers = Numbers(language)
    width = width_cm * CM
    with settings():
        layout = _layout(rows, width, limits, numbers, places)
        heights = [_height(row, layout) for row in rows]
        title = wrap(axis_title, width, SMALL)
        foot = AXIS + (len(title) - 1) * LABEL_LEADING + mark_height(mark, width)
        figures = []
        for page in balanced(heights, max_height_cm * CM - foot):
            bottom = sum(heights[k] for k in page)
            sheet = Sheet(width, bottom + foot)
            top = 0.0
            for k in page:
                _draw_row(sheet, top, rows[k], layout)
                top += heights[k]
            for tick in layout.ticks():
                sheet.text(layout.at(tick), bottom + 2, numbers.decimal(tick, 0), SMALL, SOFT, align="center")
            for k, line in enumerate(title):
                place = bottom + 13 + LABEL_LEADING * k
                sheet.text((layout.left + layout.right) / 2, place, line, SMALL, SOFT, align="center")
            if mark:
                draw_mark(sheet, mark)
            figures.append(sheet.figure)
        return figures


@dataclass(frozen=True, slots=True)
class _Layout:
    """Horizontal positions in points, and the texts at the right of each lane."""

    width: float
    labels: float
    left: float
    right: float
    low: float
    high: float
    numbers: Numbers
    places: int

    def at(self, value: float) -> float:
        """Horizontal position of a value."""
        value = min(self.high, max(self.low, value))
        return self.left + (value - self.low) / (self.high - self.low) * (self.right - self.left)

    def ticks(self) -> list[float]:
        """Round tick values from end to end, at most about six."""
        span = self.high - self.low
        step = next((s for s in (1.0, 2.0, 5.0, 10.0, 20.0, 25.0, 50.0, 100.0) if span / s <= 6), span / 5)
        first = math.ceil(self.low / step)
        return [step * k for k in range(first, math.floor(self.high / step) + 1)]

    def value(self, group: GroupMean) -> str:
        """The mean with its interval."""
        return self.numbers.with_interval(group.mean, group.ci_low, group.ci_high, self.places)


def _layout(
    rows: Sequence[MeanRow], width: float, limits: tuple[float, float], numbers: Numbers, places: int
) -> _Layout:
    means = [group for row in rows for group in row.means]
    words = [line for group in means for line in wrap(group.label, width * 0.26, LABEL)]
    labels = max((text_width(line, LABEL) for line in words), default=0.0)
    draft = _Layout(width, labels, labels + 8, 0.0, *limits, numbers, places)
    values = max((text_width(draft.value(group), SMALL) for group in means), default=0.0)
    return replace(draft, right=width - values - 14)


def _lane(group: GroupMean, layout: _Layout) -> float:
    note = len(_note(group, layout)) * NOTE_LEADING + 4
    return max(LANE, note, len(wrap(group.label, layout.labels + 1, LABEL)) * LABEL_LEADING + 4)


def _note(group: GroupMean, layout: _Layout) -> tuple[str, ...]:
    """The text shown in place of the interval, if any."""
    return note_lines(group.note, layout.width - layout.left - 4) if group.mean is None else ()


def _heading(row: MeanRow, layout: _Layout) -> tuple[str, ...]:
    detail = max(text_width(line, SMALL) for line in _detail(row, layout)) + 8 if row.detail else 0.0
    return wrap(row.heading, layout.width - detail, HEADING, bold=True)


def _detail(row: MeanRow, layout: _Layout) -> tuple[str, ...]:
    return wrap(row.detail, layout.width * 0.4, SMALL)


def _head_height(row: MeanRow, layout: _Layout) -> float:
    return max(len(_heading(row, layout)), len(_detail(row, layout))) * LEADING + 3


def _height(row: MeanRow, layout: _Layout) -> float:
    return _head_height(row, layout) + sum(_lane(group, layout) for group in row.means) + BETWEEN


def _draw_row(sheet: Sheet, top: float, row: MeanRow, layout: _Layout) -> None:
    for k, line in enumerate(_heading(row, layout)):
        sheet.text(0, top + LEADING * (k + 0.5), line, HEADING, bold=True)
    for k, line in enumerate(_detail(row, layout)):
        sheet.text(layout.width, top + LEADING * (k + 0.5), line, SMALL, SOFT, align="right")
    top += _head_height(row, layout)
    bottom = top + sum(_lane(group, layout) for group in row.means)
    for tick in layout.ticks():
        sheet.line(layout.at(tick), top - 1, layout.at(tick), bottom)
    shown = [group.mean for group in row.means if group.mean is not None]
    if len(shown) > 1:
        sheet.bar(layout.at(min(shown)), top, layout.at(max(shown)) - layout.at(min(shown)), bottom - top, BAND)
    colours = group_colours(max((group.position for group in row.means), default=0) + 1)
    for group in row.means:
        lane = _lane(group, layout)
        _draw_lane(sheet, top + lane / 2, group, layout, colours[group.position])
        top += lane


def _draw_lane(sheet: Sheet, y: float, group: GroupMean, layout: _Layout, colour: str) -> None:
    label = wrap(group.label, layout.labels + 1, LABEL)
    sheet.lines(layout.labels, y, label, LABEL_LEADING, LABEL, align="right")
    if group.mean is None:
        sheet.note(layout.left + 4, y, _note(group, layout))
        return
    if group.ci_low is not None and group.ci_high is not None:
        sheet.line(layout.at(group.ci_low), y, layout.at(group.ci_high), y, colour, 1.4, zorder=3)
    sheet.point(layout.at(group.mean), y, MARKERS[group.position % len(MARKERS)], colour)
    sheet.text(layout.width, y, layout.value(group), SMALL, align="right")
