"""Detects columns of a file that are no questions: identifiers and texts.

Without this, they would be compared like items and would take part in the family of tests. An identifier (row number,
code of a form, telephone number) holds whole numbers that are all different: either more than eleven of them, so that
they are no scale, or exactly 1 to n or 0 to n - 1 for at least six rows. A text column (names, open answers, dates) has
no cell that is an answer code. Users can still compare such a column by naming it as an item or describing it in the
codebook.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from analysis.sources.dataset import IntArray

LARGEST_SCALE = 11
FEWEST_ROWS = 6
IDENTIFIERS, TEXTS = "left_out_identifiers", "left_out_texts"


def why_left_out(codes: IntArray, text: bool, people: IntArray | None = None) -> str | None:
    """``IDENTIFIERS``, ``TEXTS``, or ``None`` for a question.

    ``codes``: one per row, or one per entry of ``people``; negative codes are no answers. ``text``: whether a cell held
    text.
    """
    answered = codes >= 0
    answers = codes[answered]
    if not len(answers):
        return TEXTS if text else None
    n = len(answers) if people is None else int(people[answered].sum())
    low, high = int(np.min(answers)), int(np.max(answers))
    counts_rows = n >= FEWEST_ROWS and low in (0, 1) and high == low + n - 1
    # Distinct numbers need as wide a range: this tells a scale from an identifier without sorting.
    if text or not (counts_rows or (n > LARGEST_SCALE and high - low >= n - 1)):
        return None
    return IDENTIFIERS if len(np.unique(answers)) == n else None


def notes(reasons: Mapping[str, str | None]) -> Iterable[str]:
    """A note per reason, with the names of the columns."""
    for reason in (IDENTIFIERS, TEXTS):
        names = [name for name, found in reasons.items() if found == reason]
        if names:
            yield f"{reason}:{', '.join(names)}"
