"""Text files with a row per line: finds the separator and the header, and reads the rows in pieces.

The separator is the one of comma, semicolon and tab that divides most of the first rows into equally many cells, or the
one that a first line ``sep=;`` names.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from analysis.sources.input_faults import InputFaultError
from analysis.sources.tables.headers import SAMPLE_ROWS, find_head
from analysis.sources.tables.open_tables import PIECE, OpenTable, Piece, checked_head
from analysis.sources.tables.text_files import SAMPLE, Encoding, encoding_of, lines, open_text, tidy

SEPARATORS = ";\t,"


@contextmanager
def open_delimited(path: Path) -> Iterator[OpenTable]:
    """The table in a text file, open until the context ends. Raises ``InputFaultError``."""
    where = str(path)
    try:
        encoding = encoding_of(path)
        sample, whole = _sample(path, encoding)
        named = sample.partition("\n")[0].strip('\r"').lower()
        skipped = int(named.startswith("sep=") and len(named) > len("sep="))
        separator = named[len("sep=")] if skipped else _separator(sample)
        rows = list(islice(_rows(sample, separator, whole), SAMPLE_ROWS))
        head = checked_head(find_head(rows[skipped:]), where)
        with open_text(path, encoding) as file:
            records = csv.reader(lines(file, encoding), delimiter=separator, strict=True)
            above = head.rows + skipped
            for _ in range(above):
                next(records)
            yield OpenTable(where, head, _pieces(records, head.width, above, where))
    except UnicodeError as error:
        raise InputFaultError("not_text", where) from error
    except csv.Error as error:
        raise InputFaultError("broken_csv", where, reason=error) from error
    except (OSError, EOFError) as error:
        raise InputFaultError("unreadable", where, reason=getattr(error, "strerror", None) or error) from error


def _sample(path: Path, encoding: Encoding) -> tuple[str, bool]:
    """The start of the text, and whether this is all of it."""
    with open_text(path, encoding) as file:
        text = file.read(SAMPLE)
        return tidy(text), not file.read(1)


def _rows(sample: str, separator: str, whole: bool) -> Iterator[list[str]]:
    """The rows of a sample; a last row that may be cut off is left out."""
    rows = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
    last: list[str] | None = None
    for row in rows:
        if last is not None:
            yield last
        last = row
    if last is not None and whole:
        yield last


def _separator(sample: str) -> str:
    """The separator that divides most rows into the same number of cells; a tie goes to the larger number."""

    def agreement(separator: str) -> tuple[int, int]:
        try:
            widths = Counter(len(row) for row in islice(_rows(sample, separator, True), SAMPLE_ROWS) if row)
        except csv.Error:
            return 0, 0
        return max(((rows, width) for width, rows in widths.items() if width > 1), default=(0, 0))

    return max(SEPARATORS, key=agreement)


def _pieces(records: Iterable[list[str]], width: int, above: int, where: str) -> Iterator[Piece]:
    done, records = above, iter(records)
    while piece := list(islice(records, PIECE)):
        numbers: range | list[int] = range(done + 1, done + len(piece) + 1)
        done += len(piece)
        if not all(map(any, piece)):
            # An empty line is not a respondent.
            kept = [at for at, row in enumerate(piece) if any(row)]
            piece, numbers = [piece[at] for at in kept], [numbers[at] for at in kept]
        if any(len(row) != width for row in piece):
            piece = [_fitted(row, width, f"{where}:{number}") for row, number in zip(piece, numbers, strict=True)]
        if piece:
            yield Piece(piece, numbers)


def _fitted(row: list[str], width: int, place: str) -> list[str]:
    """The row without empty cells beyond the header. Raises ``InputFaultError`` for any other difference."""
    if len(row) < width or any(cell.strip() for cell in row[width:]):
        raise InputFaultError("ragged_row", place, found=len(row), expected=width)
    return row[:width]
