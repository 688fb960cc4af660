"""The typeface of charts: a font with every Vietnamese letter, and the width of a text in it.

A family name does not guarantee the glyphs: some releases of Liberation Serif, STIX and Caladea lack dozens of
Vietnamese letters. The character map of each candidate is therefore read, and the first candidate with every letter in
its regular, bold and italic fonts is used. DejaVu comes with matplotlib, so the list always ends with a usable face.
DejaVu also draws characters that the face lacks; a character that DejaVu lacks too is drawn as an empty box.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache

from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import LoadFlags

CANDIDATES = (
    "Times New Roman",
    "Tinos",
    "Liberation Serif",
    "TeX Gyre Termes",
    "DejaVu Serif",
    "DejaVu Sans",
)
"""Candidates, those with the widths of Times first, since papers are set in Times."""

SIGNS = "0123456789.,;:%()=<>–−…δ²≤≥'’“”"
"""Characters that charts print besides letters; the minus is U+2212."""

LAST = CANDIDATES[-1]
SUBSTITUTE = "□"
"""Drawn in place of a character that no face has."""

CUTS = ((False, False), (True, False), (False, True))
"""Bold and italic of the fonts that charts use."""

_FINE = 20
"""Widths are measured at this multiple of the size, so that rounding to whole pixels has no effect."""


def vietnamese_letters() -> str:
    """All 134 letters of Vietnamese as single characters (NFC), upper and lower case."""
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    vowels = [unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in tones]
    small = "".join(vowels) + "bcdđghklmnpqrstvx"
    return small + small.upper()


def covers(path: str) -> bool:
    """Whether the font file has a glyph for every Vietnamese letter and every other character that charts print."""
    charmap = get_font(path).get_charmap()
    return all(ord(character) in charmap for character in vietnamese_letters() + SIGNS)


def font_file(family: str, *, bold: bool = False, italic: bool = False) -> str | None:
    """Path of the family's font on this machine, or ``None`` if the family is not installed."""
    properties = FontProperties(
        family=[family], weight="bold" if bold else "normal", style="italic" if italic else "normal"
    )
    try:
        return str(findfont(properties, fallback_to_default=False))
    except ValueError:
        return None


@cache
def faces() -> tuple[str, ...]:
    """The candidates on this machine that have every letter in the fonts that charts use, in order."""
    return tuple(
        family
        for family in CANDIDATES
        if all((cut := font_file(family, bold=bold, italic=italic)) and covers(cut) for bold, italic in CUTS)
    )


_named: ContextVar[str | None] = ContextVar("face of the charts", default=None)


@contextmanager
def lettered_in(family: str) -> Iterator[None]:
    """Draw charts in this face inside a ``with`` block; ``ValueError`` unless it is one of :func:`faces`."""
    if family not in faces():
        raise ValueError(f"charts can be drawn in {', '.join(faces())} on this machine, not in {family}")
    token = _named.set(family)
    try:
        yield
    finally:
        _named.reset(token)


def font_family() -> str:
    """The face that charts are drawn in: the one set by :func:`lettered_in`, otherwise the first of :func:`faces`."""
    return _named.get() or faces()[0]


def stack() -> list[str]:
    """The face, and the fallback face for characters that it lacks."""
    return list(dict.fromkeys((font_family(), LAST)))


def tidy(text: str) -> str:
    """The text as it can be drawn: in NFC, with single spaces, and with the substitute for characters that no face has.

    Decomposed marks would be drawn displaced. Invisible characters that no face has are removed.
    """
    words = unicodedata.normalize("NFC", text).split()
    if not text.isascii() or not text.isprintable():
        drawable = _drawable(font_family())
        words = ["".join(sign if ord(sign) in drawable else _instead(sign) for sign in word) for word in words]
    return " ".join(filter(None, words))


def _instead(sign: str) -> str:
    """The empty text for control characters, joiners and variant selectors; the substitute for all others."""
    invisible = unicodedata.category(sign) in ("Cc", "Cf") or "\ufe00" <= sign <= "\ufe0f"
    return "" if invisible else SUBSTITUTE


def _files(family: str, bold: bool, italic: bool) -> list[str]:
    cuts = (font_file(name, bold=bold, italic=italic) for name in dict.fromkeys((family, LAST)))
    return [cut for cut in cuts if cut]


@cache
def _drawable(family: str) -> frozenset[int]:
    """Code points that can be drawn in every font used."""
    cuts = [frozenset[int]().union(*(get_font(path).get_charmap() for path in _files(family, *cut))) for cut in CUTS]
    return frozenset.intersection(*cuts)


def text_width(text: str, size: float, bold: bool = False, italic: bool = False) -> float:
    """Width in points of one line at the font size ``size`` (points), in the font that is drawn."""
    return _width(font_family(), tidy(text), size, bold, italic)


@lru_cache(maxsize=10_000)
def _width(family: str, line: str, size: float, bold: bool, italic: bool) -> float:
    font = get_font(_files(family, bold, italic))
    font.set_size(size, 72.0 * _FINE)
    font.set_text(line, 0.0, flags=LoadFlags.NO_HINTING)
    return float(font.get_width_height()[0]) / 64.0 / _FINE


def wrap(text: str, limit: float, size: float, bold: bool = False, italic: bool = False) -> tuple[str, ...]:
    """The text in lines no wider than ``limit`` points; a word that is wider is broken between letters."""
    lines: list[str] = []
    line = ""
    for word in tidy(text).split(" "):
        longer = f"{line} {word}" if line else word
        if text_width(longer, size, bold, italic) <= limit:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _broken(word, limit, size, bold, italic)
        lines.extend(full)
    return (*lines, line)


def _broken(word: str, limit: float, size: float, bold: bool, italic: bool) -> Iterator[str]:
    """Pieces of the word no wider than the limit, of at least one letter each."""
    start = 0
    for end in range(1, len(word) + 1):
        if end - start > 1 and text_width(word[start:end], size, bold, italic) > limit:
            yield word[start : end - 1]
            start = end - 1
    yield word[start:]
