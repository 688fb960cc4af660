"""Texts in files that people open with a spreadsheet: none is run as a formula."""

import unicodedata
from typing import TypeVar

Cell = TypeVar("Cell")

_BEGINS_A_FORMULA = frozenset("=+-@")
# Some programs drop them when they read a file, and then see what stands behind them.
_DROPPED = ("\t", "\r", "\n")


def without_formula(cell: Cell) -> Cell:
    """The cell as it may be written: a text that a spreadsheet could run gets an apostrophe before it.

    Judged by the first sign that can be seen, in its plain form: some spreadsheets read a fullwidth ``＝`` as ``=``.
    Numbers, -5 too, stay numbers.
    """
    if isinstance(cell, str) and (cell.startswith(_DROPPED) or _first_visible(cell) in _BEGINS_A_FORMULA):
        return f"'{cell}"  # type: ignore[return-value]
    return cell


def _first_visible(text: str) -> str:
    """The first sign that is neither a space nor a control or format character, in its plain form."""
    for sign in text:
        if unicodedata.category(sign)[0] not in "CZ":
            return unicodedata.normalize("NFKC", sign)[:1]
    return ""
