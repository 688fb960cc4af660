"""Real files of several kinds, made for one test."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

Rows = Sequence[Sequence[Any]]


def workbook(
    folder: Path, rows: Rows, merged: Mapping[str, str] | None = None, name: str = "answers.xlsx", first_row: int = 0
) -> Path:
    """A workbook with one sheet; ``merged``: texts of merged cells, by range."""
    path = folder / name
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Dữ liệu")
        for number, row in enumerate(rows, first_row):
            for column, cell in enumerate(row):
                if cell is not None:
                    sheet.write(number, column, cell)
        for cells, text in (merged or {}).items():
            sheet.merge_range(cells, text)
    return path


def text_file(
    folder: Path, rows: Rows, separator: str = ",", encoding: str = "utf-8", name: str = "answers.csv"
) -> Path:
    """A text file without quotation marks."""
    path = folder / name
    text = "".join(separator.join("" if cell is None else str(cell) for cell in row) + "\r\n" for row in rows)
    path.write_bytes(text.encode(encoding))
    return path


def answers(people: int = 12, *columns: str) -> list[list[Any]]:
    """A header and rows: a group of two, and whole numbers from 1 to 5 in the columns."""
    names = columns or ("q1", "q2")
    rows = [["AB"[at % 2], *(1 + (at * 7 + 3 * place) % 5 for place in range(len(names)))] for at in range(people)]
    return [["nhom", *names], *rows]
