"""Reads the cells of one sheet as texts: whole numbers without a point, dates as ``2026-05-31``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import IO

from analysis.sources.input_faults import InputFaultError
from analysis.sources.tables.headers import letters
from analysis.sources.tables.text_files import tidy
from analysis.sources.tables.workbook_parts import Styles, TooLargeError, local, parser

MOST_CELLS = 3_000_000
"""Cells of a sheet, empty ones between others included."""
ROWS_UNTIL_A_GUESS = 200
"""After every so many rows the number of cells is foretold, so that a sheet that is too large is refused early."""
MOST_COLUMNS = 16_384
MOST_SHARED = 50_000
"""So many different texts are kept once for all cells that hold them."""
_SPAN = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")
_BASE, _BASE_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - sheets know no time zones
_WHOLE = re.compile(r"-?[0-9]{1,15}")


@dataclass(slots=True)
class Sheet:
    """``rows``: number (from 1) and cells of every row that is not empty. ``spans``: for the first cell (row from 1,
    column from 0) of merged cells the number of columns that they cover.
    """

    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    spans: dict[tuple[int, int], int] = field(default_factory=dict)


def read_sheet(part: IO[bytes], size: int, texts: Sequence[str], formats: Styles, where: str) -> Sheet:
    """The cells of a sheet of ``size`` bytes. Raises ``InputFaultError`` for a formula without its value, and
    ``TooLargeError``.
    """
    expat = parser()
    reader = _SheetReader(texts, formats, where, lambda: size / max(expat.CurrentByteIndex, 1))
    expat.StartElementHandler, expat.EndElementHandler = reader.start, reader.end
    expat.CharacterDataHandler = reader.data
    expat.ParseFile(part)
    return reader.sheet


@cache
def column_of(name: str) -> int:
    """The column (from 0) with these letters."""
    if not 0 < len(name) < 4 or not all("A" <= letter <= "Z" for letter in name):
        raise ValueError(f"column {name[:10]}")
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


class _SheetReader:
    def __init__(self, texts: Sequence[str], formats: Styles, where: str, whole_by_part: Callable[[], float]) -> None:
        self.whole_by_part = whole_by_part
        self.sheet, self.texts, self.formats, self.where = Sheet(), texts, formats, where
        self.row, self.column, self.cells_read, self.rows_seen = 0, -1, 0, 0
        self.cells: list[str] = []
        self.kind, self.style, self.formula, self.value = "", "0", False, ""
        self.taking, self.phonetic = False, False
        self.known: dict[str, str] = {}

    def start(self, name: str, given: Mapping[str, str]) -> None:
        if name == "c":
            self._open_cell(given)
        elif name == "v":
            self.taking = True
        elif ":" in name:
            self.start(local(name), given)
        else:
            self._start_other(name, given)

    def end(self, name: str) -> None:
        if name == "v":
            self.taking = False
        elif name == "c":
            self._close_cell()
        elif ":" in name:
            self.end(local(name))
        elif name == "row":
            self._close_row()
        elif name == "t":
            self.taking = False
        elif name == "rPh":
            self.phonetic = False

    def data(self, text: str) -> None:
        if self.taking:
            self.value += text

    def _start_other(self, name: str, given: Mapping[str, str]) -> None:
        if name == "t":
            self.taking = not self.phonetic
        elif name == "f":
            self.formula = True
        elif name == "rPh":
            self.phonetic = True
        elif name == "row":
            self.row = int(given.get("r", self.row + 1))
            self.cells, self.column = [], -1
        elif name == "mergeCell" and (match := _SPAN.fullmatch(given.get("ref", ""))):
            first, last = column_of(match[1]), column_of(match[3])
            self.sheet.spans[int(match[2]), first] = last - first + 1

    def _open_cell(self, given: Mapping[str, str]) -> None:
        place = given.get("r")
        self.column = column_of(place.rstrip("0123456789")) if place else self.column + 1
        if not len(self.cells) <= self.column < MOST_COLUMNS:
            raise ValueError(f"cell {place}")
        self.kind, self.style = given.get("t", "n"), given.get("s", "0")
        self.formula, self.value = False, ""

    def _close_cell(self) -> None:
        if not self.value:
            if self.formula and self.kind != "str":
                place = f"{letters(self.column)}{self.row}"
                raise InputFaultError("formula_without_value", f"{self.where}:{place}", cell=place)
            return
        text = self._text()
        if text:
            if self.column > len(self.cells):
                self.cells.extend([""] * (self.column - len(self.cells)))
            if len(self.known) < MOST_SHARED:
                text = self.known.setdefault(text, text)
            self.cells.append(text)

    def _close_row(self) -> None:
        self.rows_seen += 1
        self.cells_read += len(self.cells)
        read = max(self.cells_read, self.rows_seen)
        if read > MOST_CELLS or (self.rows_seen % ROWS_UNTIL_A_GUESS == 0 and read * self.whole_by_part() > MOST_CELLS):
            raise TooLargeError
        if self.cells:
            self.sheet.rows.append((self.row, self.cells))

    def _text(self) -> str:
        if self.kind == "s":
            return self.texts[int(self.value)].strip()
        if self.kind != "n":
            return self.value[:10] if self.kind == "d" else tidy(self.value).strip()
        if self.style != "0" and int(self.style) in self.formats.dates:
            return self._date(float(self.value))
        if _WHOLE.fullmatch(self.value):
            return self.value
        number = float(self.value)
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)

    def _date(self, days: float) -> str:
        base = _BASE_1904 if self.formats.from_1904 else _BASE
        try:
            found = base + timedelta(seconds=round(days * 86_400))
        except OverflowError:
            return self.value
        clock = found.strftime("%H:%M:%S")
        if 0 <= days < 1:
            return clock
        return found.date().isoformat() + ("" if clock == "00:00:00" else f" {clock}")
