"""A drawing area in points from the upper left corner, so that the position of every text and bar is known.

One set of axes covers the whole figure; one unit is one point and y grows downwards. Heights are added up before the
figure is made, so nothing is clipped.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from analysis.charts.lettering import stack, text_width, tidy, wrap
from analysis.charts.style import CM, INK, RULE, SMALL, SOFT, WARNING, new_figure

SWATCH, GAP, LEGEND_LINE = 9.0, 13.0, 13.0
"""Legend, in points: side of a colour box, space between two entries, height of a line."""

NOTE_LEADING = 9.5
"""Leading of notes, in points."""
BEFORE = {"left": 0.0, "center": 0.5, "right": 1.0}
"""Share of a line's width to the left of its position, by alignment."""


class Sheet:
    """A figure of ``width`` x ``height`` points. Create it and draw on it inside ``style.settings()``."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.figure: Figure = new_figure(width / CM, height / CM)
        self._axes = self.figure.add_axes((0.0, 0.0, 1.0, 1.0))
        self._axes.set_axis_off()
        self._axes.set_xlim(0.0, width)
        self._axes.set_ylim(height, 0.0)

    def bar(
        self, x: float, y: float, width: float, height: float, colour: str, edge: str = "none", *, zorder: float = 1.0
    ) -> None:
        """Draw a filled rectangle whose upper left corner is (x, y)."""
        place: dict[str, Any] = {"xy": (x, y), "width": width, "height": height, "zorder": zorder}
        self._axes.add_patch(Rectangle(**place, facecolor=colour, edgecolor=edge, linewidth=0.5))

    def line(
        self, x1: float, y1: float, x2: float, y2: float, colour: str = RULE, width: float = 0.6, *, zorder: float = 0.5
    ) -> None:
        """Draw a straight line, behind the bars unless ``zorder`` is above 1."""
        self._axes.add_line(
            Line2D([x1, x2], [y1, y2], color=colour, linewidth=width, solid_capstyle="butt", zorder=zorder)
        )

    def point(self, x: float, y: float, marker: str, colour: str) -> None:
        """Draw a marker with a white rim, so that it is distinct from its interval."""
        marks: dict[str, Any] = {"marker": marker, "markersize": 5.5, "markeredgecolor": "white"}
        self._axes.add_line(Line2D([x], [y], color=colour, linestyle="none", markeredgewidth=0.5, zorder=5, **marks))

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        colour: str = INK,
        *,
        align: str = "left",
        bold: bool = False,
        italic: bool = False,
    ) -> None:
        """Draw one line of text, vertically centred at y; ``align`` is left, center or right of x.

        A line that would leave the sheet is moved inside. It is drawn in the face it was measured in, and mathematical
        markup is not interpreted.
        """
        wide = text_width(text, size, bold, italic)
        left = x - wide * BEFORE[align]
        left = max(0.0, min(left, self.width - wide))
        cut: dict[str, Any] = {"weight": "bold" if bold else "normal", "style": "italic" if italic else "normal"}
        self._axes.text(
            left + wide * BEFORE[align],
            y,
            tidy(text),
            fontsize=size,
            color=colour,
            ha=align,
            va="center_baseline",
            family=stack(),
            parse_math=False,
            **cut,
        )

    def lines(self, x: float, y: float, lines: Sequence[str], leading: float, size: float, **more: Any) -> None:
        """Draw lines below one another, as a block centred at y."""
        for k, line in enumerate(lines):
            self.text(x, y + (k - (len(lines) - 1) / 2) * leading, line, size, **more)

    def note(self, x: float, y: float, lines: Sequence[str]) -> None:
        """Draw italic lines on white in place of bars; see :func:`note_lines`."""
        wide = max(text_width(line, SMALL, italic=True) for line in lines)
        height = NOTE_LEADING * len(lines) + 1.0
        self.bar(x - 1.5, y - height / 2, wide + 3.0, height, "white", zorder=2.5)
        self.lines(x, y, lines, NOTE_LEADING, SMALL, colour=SOFT, italic=True)


def note_lines(note: str, width: float) -> tuple[str, ...]:
    """A note in lines that fit the width."""
    return wrap(note, width, SMALL, italic=True)


class Legend:
    """Colour boxes with their labels, in as many lines as the width requires; labels are never clipped."""

    def __init__(self, labels: Sequence[str], colours: Sequence[str], width: float) -> None:
        self._lines: list[list[tuple[tuple[str, ...], str, float]]] = [[]]
        self._width = width
        room = 0.0
        for label, colour in zip(labels, colours, strict=True):
            wrapped = wrap(label, width - SWATCH - 4, SMALL)
            wide = SWATCH + 4 + max(text_width(line, SMALL) for line in wrapped)
            if self._lines[-1] and room + GAP + wide > width:
                self._lines.append([])
            room = wide if not self._lines[-1] else room + GAP + wide
            self._lines[-1].append((wrapped, colour, wide))

    @property
    def height(self) -> float:
        """Height in points of all its lines."""
        return sum(self._line_height(line) for line in self._lines)

    def draw(self, sheet: Sheet, left: float, top: float) -> None:
        """Draw it centred in its width."""
        for line in self._lines:
            x = left + (self._width - sum(wide for _, _, wide in line) - GAP * (len(line) - 1)) / 2
            middle = top + self._line_height(line) / 2
            for wrapped, colour, wide in line:
                sheet.bar(x, middle - SWATCH / 2, SWATCH, SWATCH, colour, edge=SOFT)
                sheet.lines(x + SWATCH + 4, middle, wrapped, 10, SMALL)
                x += wide + GAP
            top += self._line_height(line)

    @staticmethod
    def _line_height(line: Sequence[tuple[tuple[str, ...], str, float]]) -> float:
        return max(LEGEND_LINE, max((len(wrapped) for wrapped, _, _ in line), default=1) * 10 + 3)


def draw_mark(sheet: Sheet, mark: str) -> None:
    """Print the mark of simulated data at the foot of the sheet, where ``mark_height`` points were reserved."""
    for k, line in enumerate(reversed(mark_lines(mark, sheet.width))):
        sheet.text(0, sheet.height - 7 - 11 * k, line, 8.5, WARNING, bold=True)


def mark_lines(mark: str, width: float) -> tuple[str, ...]:
    """The mark in lines that fit the sheet's width."""
    return wrap(mark, width, 8.5, bold=True)


def mark_height(mark: str | None, width: float) -> float:
    """Points to reserve for the mark at the foot of a sheet."""
    return 0.0 if not mark else 11.0 * len(mark_lines(mark, width)) + 5.0
