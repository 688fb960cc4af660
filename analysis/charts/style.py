"""Shared style of all charts: colours that stay distinct in greyscale, sizes, and settings of matplotlib.

Colours are computed from their lightness L* (CIELAB, 0 black to 100 white), so that neighbours differ by at least 15
and stay distinct in a greyscale print. None lies between L* 50 and 57, where neither white nor dark numbers are
legible. No setting is global; drawing and saving happen inside :func:`settings`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from analysis.charts.lettering import font_family, stack

INK, SOFT, RULE, BAND = "#1b2330", "#566072", "#e3dfd4", "#e9e5da"
"""Text and axes; secondary text; light rules behind bars; a band behind points."""
WARNING = "#8a5a00"
"""The mark of simulated data."""

HEADING, LABEL, FIGURE, SMALL = 9.0, 8.5, 7.5, 7.5
"""Font sizes in points: item headings, row labels, numbers in bars, notes."""

CM = 72 / 2.54
"""Points per centimetre."""

MAX_OPTIONS = 7
"""More colours than this cannot be told apart in greyscale."""

_BROWN, _TEAL, _INDIGO = (76.0, 50.0), (190.0, 28.0), (295.0, 36.0)  # hue in degrees and chroma of LCh
_LOW_SIDE = {0: (), 1: (74.0,), 2: (45.0, 76.0), 3: (36.0, 58.0, 78.0)}
_HIGH_SIDE = {0: (), 1: (40.0,), 2: (60.0, 30.0), 3: (61.5, 41.0, 22.0)}
_MIDDLE = 94.0
_ONE_HUE = {  # L* of the first option and the step to the next, by the number of options
    1: (40.0, 0.0),
    3: (88.0, 24.0),
    5: (91.0, 16.6),
    7: (96.0, 15.7),
    2: (80.0, 40.0),
    4: (88.0, 20.0),
    6: (91.0, 15.5),
}


def shade(lightness: float, hue: float, chroma: float) -> str:
    """The sRGB colour of that CIELAB lightness and hue; chroma is reduced so that screens can show the colour."""
    chroma *= min(1.0, (100 - lightness) / 35)
    while True:
        red, green, blue = _rgb(lightness, chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue)))
        if chroma <= 0 or all(0 <= part <= 1 for part in (red, green, blue)):
            return "#" + "".join(f"{round(min(1, max(0, part)) * 255):02x}" for part in (red, green, blue))
        chroma -= 1


def _rgb(lightness: float, a: float, b: float) -> tuple[float, float, float]:
    """CIELAB (white D65) to sRGB in 0..1; values outside are colours that no screen can show."""
    fy = (lightness + 16) / 116
    x, y, z = (
        white * (t**3 if t > 6 / 29 else 3 * (6 / 29) ** 2 * (t - 4 / 29))
        for white, t in ((0.95047, fy + a / 500), (1.0, fy), (1.08883, fy - b / 200))
    )
    linear = (
        3.2404542 * x - 1.5371385 * y - 0.4985314 * z,
        -0.9692660 * x + 1.8760108 * y + 0.0415560 * z,
        0.0556434 * x - 0.2040259 * y + 1.0572252 * z,
    )
    red, green, blue = (12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055 for c in linear)
    return red, green, blue


def palette(options: int, neutral: int | None = None) -> tuple[str, ...]:
    """One colour per option, in the order of the scale.

    With a neutral option in the middle, or an even number of options, each half has its own hue. An odd number of
    options without a neutral one gets a single hue from light to dark. Raises ``ValueError`` above seven.
    """
    if not 1 <= options <= MAX_OPTIONS:
        raise ValueError(f"a chart shows 1 to {MAX_OPTIONS} options, not {options}")
    if not diverges(options, neutral):
        top, step = _ONE_HUE[options]
        return tuple(shade(top - step * k, *_TEAL) for k in range(options))
    low, high = (neutral, options - neutral - 1) if neutral is not None else (options // 2, options // 2)
    middle = () if neutral is None else (shade(_MIDDLE, 90.0, 2.0),)
    return (
        *(shade(lightness, *_BROWN) for lightness in _LOW_SIDE[low]),
        *middle,
        *(shade(lightness, *_TEAL) for lightness in _HIGH_SIDE[high]),
    )


def diverges(options: int, neutral: int | None) -> bool:
    """Whether the scale has two sides of equal length, so that bars extend to the left and right of a line."""
    if neutral is not None:
        return options % 2 == 1 and neutral == options // 2 and options > 1
    return options % 2 == 0


def ink_on(colour: str) -> str:
    """White or dark, whichever is more legible on the colour."""
    red, green, blue = to_rgb(colour)
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)]
    luminance = 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    return INK if (luminance + 0.05) / 0.067 > 1.05 / (luminance + 0.05) else "white"


def group_colours(count: int) -> tuple[str, ...]:
    """One colour per group for points and intervals; their shapes differ too, see ``MARKERS``."""
    hues = (_BROWN, _TEAL, _INDIGO)
    return tuple(shade((38.0, 44.0, 40.0)[k % 3] + 9.0 * (k // 3), *hues[k % 3]) for k in range(count))


MARKERS = ("o", "s", "D", "^", "v", "P", "X", "h")
"""One shape per group, in the order of the groups."""


UNHINTED: dict[Any, Any] = {"text.hinting": "none"}
"""Letters are not hinted, so that a line is as wide as ``lettering.text_width`` says at any resolution."""


@contextmanager
def settings(**more: Any) -> Iterator[None]:
    """Set matplotlib's options for our charts inside a ``with`` block."""
    family = font_family()
    rc: dict[Any, Any] = {
        "font.family": stack(),
        "font.size": LABEL,
        "mathtext.fontset": "custom",
        "mathtext.rm": family,
        "axes.unicode_minus": True,
        "axes.linewidth": 0.6,
        "pdf.fonttype": 42,
        "svg.hashsalt": "surveyapp",
        "svg.fonttype": "path",
        "text.usetex": False,
        **UNHINTED,
        **more,
    }
    with matplotlib.rc_context(rc):
        yield


class Chart(Figure):
    """A figure whose texts keep the widths of the layout, whatever matplotlib's settings are when it is drawn."""

    def draw(self, renderer: RendererBase) -> None:
        """Draw it without hinting."""
        with matplotlib.rc_context(UNHINTED):
            super().draw(renderer)


def new_figure(width_cm: float, height_cm: float) -> Figure:
    """An empty figure of that size on its own canvas, without pyplot."""
    figure = Chart(figsize=(width_cm / 2.54, height_cm / 2.54), facecolor="white")
    FigureCanvasAgg(figure)
    return figure
