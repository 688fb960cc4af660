"""The face of the charts: a font that has every Vietnamese letter, and how wide a text becomes in it.

A family name is no promise: some releases of Liberation Serif, STIX and Caladea lack dozens of Vietnamese letters under
the same name. So the character map of each candidate is read, and the first that has every letter in its regular, bold
and italic cut is taken. DejaVu comes with matplotlib and is the guaranteed end of the list.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import FT2Font, LoadFlags

CANDIDATES = (
    "Times New Roman",
    "Tinos",
    "Liberation Serif",
    "TeX Gyre Termes",
    "DejaVu Serif",
    "DejaVu Sans",
)
"""Faces with the widths of Times first, since that is what the papers are set in."""

SIGNS = "0123456789.,;:%()=<>–−…δ²≤≥'’“”"
"""What charts print beside letters; the minus is U+2212."""


_FINE = 20
"""Widths are measured at this many times the size, where whole pixels do not matter."""


def vietnamese_letters() -> str:
    """All 134 letters of Vietnamese as single characters (NFC), capitals and small."""
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    vowels = [unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in tones]
    small = "".join(vowels) + "bcdđghklmnpqrstvx"
    return small + small.upper()


def covers(path: str) -> bool:
    """Whether the font file has a glyph for every Vietnamese letter and every sign the charts print."""
    charmap = get_font(path).get_charmap()
    return all(ord(character) in charmap for character in vietnamese_letters() + SIGNS)


def font_file(family: str, *, bold: bool = False, italic: bool = False) -> str | None:
    """Path of the family's cut on this machine, or ``None`` where the family is not installed."""
    properties = FontProperties(
        family=[family], weight="bold" if bold else "normal", style="italic" if italic else "normal"
    )
    try:
        return str(findfont(properties, fallback_to_default=False))
    except ValueError:
        return None


@cache
def font_family() -> str:
    """The first candidate that has every letter in the three cuts that charts use."""
    for family in CANDIDATES:
        cuts = (font_file(family), font_file(family, bold=True), font_file(family, italic=True))
        if all(cut is not None and covers(cut) for cut in cuts):
            return family
    return "DejaVu Sans"


def tidy(text: str) -> str:
    """The text in NFC with single spaces: decomposed marks are drawn displaced."""
    return " ".join(unicodedata.normalize("NFC", text).split())


@cache
def _font(bold: bool) -> FT2Font:
    return get_font(font_file(font_family(), bold=bold) or findfont("DejaVu Sans"))


@cache
def text_width(text: str, size: float, bold: bool = False) -> float:
    """Width of one line in points at the font size ``size`` (points)."""
    font = _font(bold)
    font.set_size(size, 72.0 * _FINE)
    font.set_text(text, 0.0, flags=LoadFlags.NO_HINTING)
    return float(font.get_width_height()[0]) / 64.0 / _FINE


def wrap(text: str, limit: float, size: float, bold: bool = False) -> tuple[str, ...]:
    """The text in lines no wider than ``limit`` points; a single longer word keeps a line of its own."""
    lines: list[str] = []
    line = ""
    for word in tidy(text).split(" "):
        longer = f"{line} {word}" if line else word
        if line and text_width(longer, size, bold) > limit:
            lines.append(line)
            line = word
        else:
            line = longer
    return (*lines, line)
