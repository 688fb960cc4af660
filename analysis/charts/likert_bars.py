"""Diverging stacked bars by group: the share of each group that chose each answer.

The item is the heading of its rows; the groups are adjacent rows in the same order for all items. Bars extend to both
sides of a centre line. The neutral answer has a separate panel with the same scale (Heiberger and Robbins 2014, J.
Stat. Softw. 57(5), with the neutral answer moved out). A scale without two equal sides is drawn as one bar from 0 to
100. Every declared option keeps its place in the order and in the legend, chosen or not.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure

from analysis.charts.lettering import text_width, wrap
from analysis.charts.pages import balanced
from analysis.charts.sheet import NOTE_LEADING, Legend, Sheet, draw_mark, mark_height, note_lines
from analysis.charts.style import (
    CM,
    FIGURE,
    HEADING,
    INK,
    LABEL,
    RULE,
    SMALL,
    SOFT,
    diverges,
    ink_on,
    palette,
    settings,
)
from analysis.translation import translator
from analysis.wording.numbers import Numbers
from forms.languages import DEFAULT_LANGUAGE

REFERENCE = "Heiberger R. M., Robbins N. B. (2014). Design of diverging stacked bar charts. J. Stat. Softw. 57(5)."
ROW, BAR, LEADING, HEAD_LEADING = 14.5, 12.0, 9.5, 11.5
"""In points: pitch of rows, height of bars, leading of labels and of headings."""
BETWEEN = 7.0
"""Space between two items."""
AXIS = 27.0
"""Height of the axis with its title."""
SMALLEST_LABELLED = 0.06
"""Segments below this share have no printed number."""


@dataclass(frozen=True, slots=True)
class LikertRow:
    """One group: ``shares`` in the order of the options (0..1), or ``None`` with the reason in ``note``."""

    label: str
    n: int | None
    shares: tuple[float, ...] | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class LikertItem:
    """One item with its rows, in the wording printed in the chart."""

    heading: str
    rows: tuple[LikertRow, ...]


@dataclass(frozen=True, slots=True)
class _Layout:
    """Horizontal positions in points, common to all figures of one scale."""

    width: float
    labels: float
    zero: float
    unit: float  # points per percent
    low: int
    high: int
    middle: float | None
    middle_high: int
    colours: tuple[str, ...]
    neutral: int | None


def likert_bars(
    items: Sequence[LikertItem],
    options: Sequence[str],
    neutral: int | None = None,
    *,
    language: str = DEFAULT_LANGUAGE,
    mark: str | None = None,
    width_cm: float = 16.0,
    max_height_cm: float = 17.5,
) -> list[Figure]:
    """Draw the items, in order, in as few figures as the height allows.

    ``options``: labels of all declared options in order. ``neutral``: index of the option to draw as neutral, or
    ``None``. ``mark``: printed on every figure. Raises ``ValueError`` for more than seven options.
    """
    with settings():
        width = width_cm * CM
        layout = _layout(items, len(options), neutral, width, Numbers(language))
        legend = Legend(options, layout.colours, width)
        foot = AXIS + 4 + legend.height + mark_height(mark, width)
        heights = [_height(item, layout) for item in items]
        figures = []
        for page in balanced(heights, max_height_cm * CM - foot):
            sheet = Sheet(width, sum(heights[k] for k in page) + foot)
            top = 0.0
            for k in page:
                _draw_item(sheet, top, items[k], layout, language)
                top += heights[k]
            _draw_axis(sheet, top - BETWEEN, layout, language)
            legend.draw(sheet, 0, top + AXIS)
            if mark:
                draw_mark(sheet, mark)
            figures.append(sheet.figure)
        return figures


def _layout(items: Sequence[LikertItem], options: int, neutral: int | None, width: float, numbers: Numbers) -> _Layout:
    rows = [row for item in items for row in item.rows]
    shares = [row.shares for row in rows if row.shares is not None]
    two_sides = diverges(options, neutral)
    if not two_sides:
        neutral = None
    half = options // 2 if two_sides else 0
    low = _up(max((sum(s[:half]) for s in shares), default=0.2), 20) if two_sides else 0
    first = half + (neutral is not None)
    high = _up(max((sum(s[first:]) for s in shares), default=0.2), 20) if two_sides else 100
    middle_high = _up(max((s[neutral] for s in shares), default=0.1), 20) if neutral is not None else 0
    labels = max(
        (text_width(line, LABEL) for row in rows for line in wrap(row.label, width * 0.26, LABEL)), default=0.0
    )
    counts = max((text_width(_n(row.n, numbers), SMALL) for row in rows), default=0.0)
    gap = 20.0 if neutral is not None else 0.0
    unit = (width - labels - 8 - gap - counts - 12) / (low + high + middle_high)
    zero = labels + 8 + low * unit
    middle = zero + high * unit + gap if neutral is not None else None
    return _Layout(width, labels, zero, unit, low, high, middle, middle_high, palette(options, neutral), neutral)


def _up(share: float, step: int) -> int:
    """The share in percent, rounded up to whole steps (at least one)."""
    return max(step, math.ceil(round(share * 100, 6) / step) * step)


def _n(n: int | None, numbers: Numbers) -> str:
    return "" if n is None else f"n = {numbers.integer(n)}"


def _row_height(row: LikertRow, layout: _Layout) -> float:
    note = len(_note(row, layout)) * NOTE_LEADING + 4
    return max(ROW, note, len(wrap(row.label, layout.labels + 1, LABEL)) * LEADING + 4)


def _note(row: LikertRow, layout: _Layout) -> tuple[str, ...]:
    """The text shown in place of the bars, if any."""
    return note_lines(row.note, layout.width - _note_left(layout)) if row.shares is None else ()


def _note_left(layout: _Layout) -> float:
    return layout.zero - layout.low * layout.unit + 4


def _height(item: LikertItem, layout: _Layout) -> float:
    heading = len(wrap(item.heading, layout.width, HEADING, bold=True)) * HEAD_LEADING + 3
    return heading + sum(_row_height(row, layout) for row in item.rows) + BETWEEN


def _draw_item(sheet: Sheet, top: float, item: LikertItem, layout: _Layout, language: str) -> None:
    numbers = Numbers(language)
    lines = wrap(item.heading, layout.width, HEADING, bold=True)
    for k, line in enumerate(lines):
        sheet.text(0, top + HEAD_LEADING * (k + 0.5), line, HEADING, bold=True)
    top += len(lines) * HEAD_LEADING + 3
    bottom = top + sum(_row_height(row, layout) for row in item.rows)
    for tick in range(-layout.low, layout.high + 1, 20):
        x = layout.zero + tick * layout.unit
        sheet.line(x, top - 1, x, bottom)
    sheet.line(layout.zero, top - 1, layout.zero, bottom, INK, 0.8, zorder=2)
    if layout.middle is not None:
        sheet.line(layout.middle, top - 1, layout.middle, bottom, SOFT, zorder=2)
    for row in item.rows:
        height = _row_height(row, layout)
        centre = top + height / 2
        sheet.lines(layout.labels, centre, wrap(row.label, layout.labels + 1, LABEL), LEADING, LABEL, align="right")
        if row.shares is None:
            sheet.note(_note_left(layout), centre, _note(row, layout))
        else:
            _draw_bars(sheet, centre, row.shares, layout, numbers)
            sheet.text(layout.width, centre, _n(row.n, numbers), SMALL, SOFT, align="right")
        top += height
    sheet.line(layout.zero, bottom - sum(_row_height(r, layout) for r in item.rows) - 1, layout.zero, bottom, INK, 0.8)
    if layout.middle is not None:
        sheet.line(
            layout.middle, bottom - sum(_row_height(r, layout) for r in item.rows) - 1, layout.middle, bottom, SOFT
        )


def _draw_bars(sheet: Sheet, centre: float, shares: Sequence[float], layout: _Layout, numbers: Numbers) -> None:
    half = len(shares) // 2 if layout.low else 0
    x = layout.zero - sum(shares[:half]) * 100 * layout.unit
    for k, share in enumerate(shares):
        wide = share * 100 * layout.unit
        left = x
        if k == layout.neutral and layout.middle is not None:
            left = layout.middle
        else:
            x += wide
        if wide <= 0:
            continue
        colour = layout.colours[k]
        sheet.bar(left, centre - BAR / 2, wide, BAR, colour, edge="white" if k != layout.neutral else RULE)
        label = numbers.integer(round(share * 100))
        if share >= SMALLEST_LABELLED and text_width(label, FIGURE) + 2 <= wide:
            sheet.text(left + wide / 2, centre, label, FIGURE, ink_on(colour), align="center")


def _draw_axis(sheet: Sheet, top: float, layout: _Layout, language: str) -> None:
    numbers, _ = Numbers(language), translator(language)
    for tick in range(-layout.low, layout.high + 1, 20):
        sheet.text(layout.zero + tick * layout.unit, top + 8, numbers.integer(abs(tick)), SMALL, SOFT, align="center")
    if layout.middle is not None:
        for tick in range(0, layout.middle_high + 1, 20):
            x = layout.middle + tick * layout.unit
            sheet.text(x, top + 8, numbers.integer(tick), SMALL, SOFT, align="center")
    centre = layout.zero + (layout.high - layout.low) / 2 * layout.unit
    sheet.text(centre, top + 19, _("% of respondents"), SMALL, SOFT, align="center")
