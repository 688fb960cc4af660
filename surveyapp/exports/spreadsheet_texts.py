"""Texts in files opened with a spreadsheet: none is run as a formula."""

import unicodedata
from typing import TypeVar

Cell = TypeVar("Cell")

_BEGINS_A_FORMULA = frozenset("=+-@")
# Some programs drop these characters when reading and then interpret what follows them.
_DROPPED = ("\t", "\r", "\n")


def without_formula(cell: Cell) -> Cell:
    """Return the cell, with an apostrophe before a text that a spreadsheet could run.

    Judged by the first visible character in compatibility form (NFKC), because some spreadsheets read a fullwidth
    ``＝`` as ``=``. Numbers, also negative ones, stay numbers.
    """
    if isinstance(cell, str) and (cell.startswith(_DROPPED) or _first_visible(cell) in _BEGINS_A_FORMULA):
        return f"'{cell}"  # type: ignore[return-value]
    return cell


def _first_visible(text: str) -> str:
    """Return the first character that is no space, control or format character, in compatibility form."""
    for sign in text:
        if unicodedata.category(sign)[0] not in "CZ":
            return unicodedata.normalize("NFKC", sign)[:1]
    return ""
