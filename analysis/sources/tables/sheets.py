"""Reads the cells of one sheet as texts: whole numbers without a point, dates as ``2026-05-31``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import IO

from analysis.sources.input_faults import InputFaultError
from analysis.sources.tables.headers import letters
from analysis.sources.tables.text_files import tidy
from analysis.sources.tables.workbook_parts import Styles, TooLargeError, local, parser

MOST_CELLS = 6_000_000
"""Cells of a sheet, empty ones between others included."""
MOST_COLUMNS = 16_384
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
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


def read_sheet(part: IO[bytes], texts: Sequence[str], formats: Styles, where: str) -> Sheet:
    """The cells of a sheet. Raises ``InputFaultError`` for a formula without its value."""
    reader = _SheetReader(texts, formats, where)
    expat = parser()
    expat.StartElementHandler, expat.EndElementHandler = reader.start, reader.end
    expat.CharacterDataHandler = reader.data
    expat.ParseFile(part)
    return reader.sheet


def column_of(letters: str) -> int:
    """The column (from 0) with these letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


class _SheetReader:
    def __init__(self, texts: Sequence[str], formats: Styles, where: str) -> None:
        self.sheet, self.texts, self.formats, self.where = Sheet(), texts, formats, where
        self.row, self.column, self.cells_read = 0, -1, 0
        self.cells: list[str] = []
        self.kind, self.style, self.formula, self.value = "", 0, False, ""
        self.taking, self.phonetic = False, False

    def start(self, name: str, given: Mapping[str, str]) -> None:
        name = local(name)
        if name == "c":
            self._open_cell(given)
        elif name in ("v", "t"):
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

    def end(self, name: str) -> None:
        name = local(name)
        if name in ("v", "t"):
            self.taking = False
        elif name == "rPh":
            self.phonetic = False
        elif name == "c":
            self._close_cell()
        elif name == "row" and self.cells:
            self.cells_read += len(self.cells)
            if self.cells_read > MOST_CELLS:
                raise TooLargeError
            self.sheet.rows.append((self.row, self.cells))

    def data(self, text: str) -> None:
        if self.taking:
            self.value += text

    def _open_cell(self, given: Mapping[str, str]) -> None:
        match = _REFERENCE.fullmatch(given.get("r", ""))
        self.column = column_of(match[1]) if match else self.column + 1
        if not len(self.cells) <= self.column < MOST_COLUMNS:
            raise ValueError(f"cell {given.get('r')}")
        self.kind, self.style = given.get("t", "n"), int(given.get("s", "0"))
        self.formula, self.value = False, ""

    def _close_cell(self) -> None:
        if self.formula and not self.value and self.kind != "str":
            place = f"{letters(self.column)}{self.row}"
            raise InputFaultError("formula_without_value", f"{self.where}:{place}", cell=place)
        text = self._text()
        if text:
            self.cells.extend([""] * (self.column - len(self.cells)))
            self.cells.append(text)

    def _text(self) -> str:
        if self.kind == "s":
            return self.texts[int(self.value)].strip() if self.value else ""
        if self.kind != "n" or not self.value:
            return self.value[:10] if self.kind == "d" else tidy(self.value).strip()
        if self.style in self.formats.dates:
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
