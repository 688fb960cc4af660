"""Leaves out the columns of a file that are no questions, by the roles that ``describe`` shows.

Without this, they would be compared like items and would take part in the family of tests: identifiers (row numbers,
codes of forms, telephone numbers), texts and dates, attributes of people, other groups and agencies, weights, numbers
with decimals. Users can still compare such a column by naming it as an item, or by declaring its role.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from analysis.sources.dataset import IntArray
from analysis.sources.files.answer_codes import Column
from analysis.sources.understanding.role_guesses import (
    ATTRIBUTE,
    CLUSTER,
    DATE,
    GROUP,
    IDENTIFIER,
    LEFT_OUT,
    TEXT,
    WEIGHT,
    ColumnShape,
    guess_role,
)

NOTES: Mapping[str, tuple[str, ...]] = {
    "left_out_identifiers": (IDENTIFIER,),
    "left_out_texts": (TEXT, DATE),
    "left_out_attributes": (ATTRIBUTE, GROUP, CLUSTER, WEIGHT),
    "left_out_decimals": (LEFT_OUT,),
}
"""The note on the columns that have one of the roles."""


def why_left_out(column: Column, codes: IntArray, people: IntArray | None = None) -> str | None:
    """The role of a column that is no question; ``None`` for a question and for an empty column.

    ``codes``: one per row, or one per entry of ``people``; negative codes are no answers.
    """
    answered = codes >= 0
    answers = codes[answered]
    number = len(answers) if people is None else int(people[answered].sum())
    texts = [] if column.fault is None else column.codes.texts
    shape = ColumnShape(
        number,
        int(np.min(answers)) if len(answers) else 0,
        int(np.max(answers)) if len(answers) else 0,
        lambda: len(np.unique(answers)),
        texts,
        number + column.people_with_text(people),
    )
    role, why = guess_role(shape, column.variable.name, *column.variable.label.values())
    return role if why != "empty" and any(role in roles for roles in NOTES.values()) else None


def notes(reasons: Mapping[str, str | None]) -> Iterable[str]:
    """A note per kind of role, with the names of the columns."""
    for note, roles in NOTES.items():
        names = [name for name, found in reasons.items() if found in roles]
        if names:
            yield f"{note}:{', '.join(names)}"
