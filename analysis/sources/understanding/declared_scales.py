"""Scales declared in words: ``agree5`` (a known one), ``1-5``, ``Kém|Khá|Tốt`` (ascending from 1), ``0=Không|1=Có``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.sources.dataset import Option
from analysis.sources.understanding.known_scales import KNOWN_SCALES
from forms.languages import LANGUAGES

MOST_POINTS = 101
_RANGE = re.compile(r"(\d{1,3})\s*(?:-|–|\.\.)\s*(\d{1,3})")


@dataclass(frozen=True, slots=True)
class DeclaredScale:
    """``name``: of a known scale, else ``""``."""

    name: str
    kind: str
    options: tuple[Option, ...]


class UnknownScaleError(ValueError):
    """Raised for a text that declares no scale."""


def scale_from_text(text: str) -> DeclaredScale:
    """The scale that a text declares; raises ``UnknownScaleError``."""
    text = text.strip()
    if text in KNOWN_SCALES:
        known = KNOWN_SCALES[text]
        return DeclaredScale(text, known.kind, tuple(Option(code, label) for code, label in known.labels().items()))
    if match := _RANGE.fullmatch(text):
        low, high = int(match[1]), int(match[2])
        if not low < high < low + MOST_POINTS:
            raise UnknownScaleError(text)
        return DeclaredScale("", "ordinal", tuple(Option(code) for code in range(low, high + 1)))
    labels = [label.strip() for label in text.split("|")]
    if len(labels) < 2 or not all(labels):
        raise UnknownScaleError(text)
    return DeclaredScale("", "ordinal", tuple(_option(label, at) for at, label in enumerate(labels, 1)))


def _option(text: str, place: int) -> Option:
    code, equals, label = text.partition("=")
    if equals and code.strip().isdigit():
        return Option(int(code), dict.fromkeys(LANGUAGES, label.strip()))
    return Option(place, dict.fromkeys(LANGUAGES, text))
