"""Converts cells of a file to answer codes: whole numbers, blanks, labels of the codebook; all others are faults."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from analysis.sources.dataset import IntArray, Variable, narrow
from analysis.sources.files.declared_missing import cell
from forms.missing_values import Missing

BLANKS = frozenset({"", "NA", "N/A", ".", "#NULL!", "NaN", "nan", "NULL"})
"""How other programs write an empty cell."""

FAULT = -(2**31)
_REASONS = frozenset(int(reason) for reason in Missing)


class CodeOfText(dict[str, int]):
    """Maps the text of a cell to its code; each distinct text is converted once."""

    def __init__(self, variable: Variable | None = None) -> None:
        super().__init__({text: int(Missing.BLANK) for text in BLANKS})
        self.missing = variable.missing if variable else {}
        for option in variable.options if variable else ():
            for label in option.label.values():
                self[label] = int(self.missing.get(str(option.code), option.code))

    def __missing__(self, text: str) -> int:
        reason = self.missing.get(cell(text)) if self.missing else None
        code = self[text] = _code(text.strip()) if reason is None else int(reason)
        return code


def _code(text: str) -> int:
    if text in BLANKS:
        return int(Missing.BLANK)
    try:
        number = float(text)
    except ValueError:
        return FAULT
    if not number.is_integer() or abs(number) >= 2**31:
        return FAULT
    return int(number)


@dataclass
class Column:
    """One column while it is read, in pieces. ``fault``: the first cell that is neither code nor blank, and its row."""

    variable: Variable
    codes: CodeOfText = field(init=False)
    pieces: list[IntArray] = field(default_factory=list)
    fault: tuple[int, str] | None = None

    def __post_init__(self) -> None:
        self.codes = CodeOfText(self.variable)

    def add(self, cells: Iterable[str], count: int, first_row: int) -> None:
        """Read ``count`` cells; the first is in row ``first_row`` of the file."""
        piece = np.fromiter(map(self.codes.__getitem__, cells), np.int32, count)
        self.pieces.append(piece)

    def look_for_fault(self, cells: tuple[str, ...], first_row: int) -> None:
        """Store the first faulty cell of the piece just added."""
        if self.fault is None and len(self.pieces[-1]) and int(np.min(self.pieces[-1])) == FAULT:
            at = int(np.argmax(self.pieces[-1] == FAULT))
            self.fault = (first_row + at, cells[at])

    def array(self) -> IntArray:
        """All pieces in the smallest type that holds them; faults are blanks."""
        whole = np.concatenate(self.pieces) if self.pieces else np.zeros(0, dtype=np.int32)
        if self.fault is not None:
            whole = np.where(whole == FAULT, int(Missing.BLANK), whole)
        return narrow(whole)


def reason_notes(columns: Mapping[str, Column]) -> tuple[str, ...]:
    """A note on columns that hold undeclared codes of reasons, since another file may use these codes for answers."""
    found = [
        name
        for name, column in columns.items()
        if any(
            code in _REASONS and cell(text) == str(code) and str(code) not in column.codes.missing
            for text, code in column.codes.items()
        )
    ]
    return (f"reasons_as_missing:{', '.join(found)}",) if found else ()


def fault_notes(columns: Mapping[str, Column]) -> dict[str, str]:
    """Maps every column with a fault to ``row:text`` of the first one."""
    return {
        name: f"{column.fault[0]}:{column.fault[1][:40]}"
        for name, column in columns.items()
        if column.fault is not None
    }


def index_of_names(texts: Iterable[str], declared: Iterable[str] = ()) -> dict[str, int]:
    """Map names to indices: declared names in order, then numbers by value, then texts."""
    names = list(declared)
    known = set(names)
    others = {text for text in texts if text.strip() not in BLANKS and text not in known}
    return {name: place for place, name in enumerate([*names, *sorted(others, key=_by_value)])}


def _by_value(text: str) -> tuple[int, float, str]:
    try:
        return (0, float(text), text)
    except ValueError:
        return (1, 0.0, text)
