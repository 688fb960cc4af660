"""Finds the line of an entry in the text of a JSON file."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

_GAP = re.compile(r"[\s,:]*")
_DECODER = json.JSONDecoder()


def line_of(text: str, path: Sequence[str | int]) -> int:
    """The line, from 1, of the entry at the end of a path of keys and indices; of the last entry found if it is
    missing.
    """
    at = _after_gap(text, 0)
    for step in path:
        found = _member(text, at, step) if text[at] == "{" else _element(text, at, step) if text[at] == "[" else None
        if found is None:
            break
        at = found
    return text.count("\n", 0, at) + 1


def _after_gap(text: str, at: int) -> int:
    gap = _GAP.match(text, at)
    return gap.end() if gap else at


def _member(text: str, at: int, key: str | int) -> int | None:
    """Position of the value of a key in the object at ``at``; the last one if the key is repeated."""
    found, at = None, _after_gap(text, at + 1)
    while text[at] != "}":
        name, end = _DECODER.raw_decode(text, at)
        at = _after_gap(text, end)
        found = at if name == key else found
        at = _after_gap(text, _DECODER.raw_decode(text, at)[1])
    return found


def _element(text: str, at: int, index: str | int) -> int | None:
    """Position of an element in the list at ``at``."""
    number, at = 0, _after_gap(text, at + 1)
    while text[at] != "]":
        if number == index:
            return at
        number, at = number + 1, _after_gap(text, _DECODER.raw_decode(text, at)[1])
    return None
