"""Finds the header of a table below its title, and joins the headings of two header rows.

All functions are pure: they see the first rows of a table as texts. Terms: a *title row* fills less than half of the
width; the *header* is the first row that fills more. Above it, a row of headings may span several columns; below it, a
row of sub-headings or of full wordings may follow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from analysis.sources.files.answer_codes import BLANKS

Rows = Sequence[Sequence[str]]
SAMPLE_ROWS = 40
FEWEST_ROWS = 3
FEWEST_NUMBERS = 2
"""Columns of numbers that tell a row of wordings above them from the answers of a person."""


@dataclass(frozen=True, slots=True)
class Head:
    """The header of a table.

    ``names``: of the columns kept, with the index of each in ``columns``. ``labels``: the wording under a name, where a
    second header row has one. ``rows``: number of rows down to the last header row. ``width``: cells of a row.
    """

    names: tuple[str, ...]
    columns: tuple[int, ...]
    rows: int
    width: int
    labels: Mapping[str, str] = field(default_factory=dict)


def letters(column: int) -> str:
    """The letters of a column (from 0) in a spreadsheet: A, B, …, Z, AA."""
    text, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def find_head(rows: Rows, spans: Mapping[tuple[int, int], int] | None = None) -> Head | None:
    """The header in the first rows of a table; ``None`` if no row has a name.

    ``spans``: for a merged cell (row, column), both from 0, the number of columns that it covers; ``None`` if the file
    has no merged cells (a heading then covers the blanks after it).
    """
    filled = [sum(1 for cell in row if cell.strip()) for row in rows]
    if not any(filled):
        return None
    at = next(at for at, number in enumerate(filled) if number * 2 > max(filled))
    width = len(rows[at])
    names = _cells(rows, at, width)
    above = _cells(rows, at - 1, width) if at and filled[at - 1] > 1 else [""] * width
    below = _cells(rows, at + 1, width)
    last, labels = at, [""] * width
    if any(above) and all(name or top for name, top in zip(names, above, strict=True)):
        names = [name or top for name, top in zip(names, above, strict=True)]
        above = _spread(above, at - 1, spans)
    elif _fills_the_gaps(names, below, spread := _spread(names, at, spans), rows[at + 2 :]):
        names, above, last = [low or top for top, low in zip(names, below, strict=True)], spread, at + 1
    elif _are_wordings(names, below, rows[at + 2 + (keys := _are_keys(rows, at + 2)) :]):
        labels, last = below, at + 1 + keys
    names = _distinct(names, above)
    kept = [column for column in range(width) if names[column] or _has_values(rows, last + 1, column)]
    names = [name or _unnamed(column, names) for column, name in enumerate(names)]
    return Head(
        tuple(names[column] for column in kept),
        tuple(kept),
        last + 1,
        width,
        {names[column]: labels[column] for column in kept if labels[column]},
    )


def doubled_columns(head: Head) -> tuple[str, list[int]] | None:
    """The first name that stands more than once, with the columns where it stands."""
    name = next((name for name in head.names if head.names.count(name) > 1), None)
    if name is None:
        return None
    return name, [column for column, other in zip(head.columns, head.names, strict=True) if other == name]


def is_number(text: str) -> bool:
    """Whether a cell is a number, with a decimal point or comma."""
    try:
        float(text.strip().replace(",", ".", 1))
    except ValueError:
        return False
    return True


def _cells(rows: Rows, at: int, width: int) -> list[str]:
    cells = [" ".join(cell.split()) for cell in rows[at][:width]] if 0 <= at < len(rows) else []
    return cells + [""] * (width - len(cells))


def _fills_the_gaps(names: list[str], below: list[str], above: list[str], under: Rows) -> bool:
    """Whether the next row holds sub-headings: texts under every gap between headings, and no answers."""
    end = max((at for at, name in enumerate(names) if name), default=-1)
    gaps = [at for at, name in enumerate(names) if not name and (at < end or below[at])]
    texts = [cell for cell in below if cell]
    if not gaps or not under or not all(below[at] for at in gaps) or any(map(is_number, texts)):
        return False
    # Sub-headings of one heading are different, and they do not come again as answers.
    again = {cell.strip() for row in under for cell in row}
    pairs = [(top, low) for top, low in zip(above, below, strict=True) if low]
    return len(set(pairs)) == len(pairs) and not any(text in again for text in texts)


def _are_wordings(names: list[str], below: list[str], under: Rows) -> bool:
    """Whether the next row holds the wording of each column, as exports of survey systems have it."""
    if len(under) < FEWEST_ROWS or any(name and not low for name, low in zip(names, below, strict=True)):
        return False
    numbers = 0
    for at, wording in enumerate(below):
        cells = [row[at].strip() for row in under if at < len(row)]
        if wording and (wording in cells or wording in BLANKS or is_number(wording)):
            return False
        answers = [cell for cell in cells if cell not in BLANKS]
        numbers += bool(answers) and all(map(is_number, answers))
    texts = [text for text in below if text]
    return numbers >= FEWEST_NUMBERS and len(set(texts)) == len(texts)


def _are_keys(rows: Rows, at: int) -> bool:
    """Whether a row holds the keys of a survey system, such as ``{"ImportId":"QID1"}``."""
    cells = [cell.strip() for cell in rows[at] if cell.strip()] if at < len(rows) else []
    return bool(cells) and all(cell.startswith("{") and cell.endswith("}") for cell in cells)


def _spread(headings: list[str], row: int, spans: Mapping[tuple[int, int], int] | None) -> list[str]:
    """Every heading over all the columns that it covers."""
    spread, current, left = [], "", 0
    for column, heading in enumerate(headings):
        if heading:
            current, left = heading, spans.get((row, column), 1) if spans is not None else len(headings)
        spread.append(current if left > 0 else "")
        left -= 1
    return spread


def _distinct(names: list[str], above: list[str]) -> list[str]:
    """The names, with the heading above in front of those that stand more than once."""
    return [
        f"{top} – {name}" if name and names.count(name) > 1 and top and top != name else name
        for name, top in zip(names, above, strict=True)
    ]


def _has_values(rows: Rows, first: int, column: int) -> bool:
    return any(column < len(row) and row[column].strip() for row in rows[first:])


def _unnamed(column: int, names: list[str]) -> str:
    name = f"unnamed_{letters(column)}"
    return next(text for number in count() if (text := name + "_" * number) not in names)
