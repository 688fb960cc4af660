"""Opens an Excel workbook (.xlsx) as a table: its first visible sheet that holds anything.

The parts of the package are parsed by expat as a stream, so that memory is needed for the cells only. Refused before
any part is unpacked: parts above a size, parts that are packed far smaller than a sheet can be, and packages of too
many parts; and while parsing: document types, which can define entities, and sheets of too many cells.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from xml.parsers import expat

from analysis.sources.input_faults import InputFaultError
from analysis.sources.tables.headers import SAMPLE_ROWS, find_head
from analysis.sources.tables.open_tables import PIECE, OpenTable, Piece, checked_head
from analysis.sources.tables.sheets import MOST_CELLS, Sheet, read_sheet
from analysis.sources.tables.workbook_parts import (
    Styles,
    TooLargeError,
    XmlEntityError,
    attributes_of,
    shared_texts,
    styles,
)

MOST_PARTS = 10_000
MOST_BYTES = 100_000_000
"""Of one part, unpacked: about three million cells."""
MOST_BYTES_OF_TEXTS = 40_000_000
MOST_PACKED = 100
"""How many times smaller a part above a megabyte may be packed; sheets of answers are packed ten to twenty times."""
UNSUSPICIOUS = 1_000_000
BROKEN = (zipfile.BadZipFile, zlib.error, expat.ExpatError, LookupError, EOFError, ValueError, StopIteration)
"""What parts that are no workbook raise while they are read."""
_SHEET = "/worksheet"


@contextmanager
def open_workbook(path: Path) -> Iterator[OpenTable]:
    """The table in a workbook. Raises ``InputFaultError``."""
    where = str(path)
    try:
        with zipfile.ZipFile(path) as package:
            _check_sizes(package, where)
            name, sheet = _first_sheet(package, where)
    except InputFaultError:
        raise
    except BROKEN as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise InputFaultError("broken_excel", where, reason=reason) from error
    except XmlEntityError as error:
        raise InputFaultError("hostile_excel", where) from error
    except TooLargeError as error:
        raise InputFaultError(
            "large_excel", where, megabytes=MOST_BYTES // 1_000_000, cells=MOST_CELLS // 1_000_000
        ) from error
    except (OSError, NotImplementedError, RuntimeError) as error:
        raise InputFaultError("unreadable", where, reason=getattr(error, "strerror", None) or error) from error
    yield _table(sheet, f"{where} [{name}]")


def _check_sizes(package: zipfile.ZipFile, where: str) -> None:
    parts = package.infolist()
    if len(parts) > MOST_PARTS:
        raise TooLargeError
    for part in parts:
        packed = part.file_size > UNSUSPICIOUS and part.file_size > MOST_PACKED * max(part.compress_size, 1)
        if part.filename.endswith((".xml", ".rels")) and (part.file_size > MOST_BYTES or packed):
            raise TooLargeError
        if part.flag_bits & 1:
            raise InputFaultError("encrypted_excel", where)


def _first_sheet(package: zipfile.ZipFile, where: str) -> tuple[str, Sheet]:
    """The name and the cells of the first visible sheet that is a table (two rows of two cells), else of the first one
    with a cell, else of the first one.
    """
    book = _main_part(package)
    folder = posixpath.dirname(book)
    targets: dict[str, tuple[str, str]] = {}
    for _, entry in _elements(package, f"{folder}/_rels/{posixpath.basename(book)}.rels".lstrip("/"), "Relationship"):
        target = posixpath.normpath(posixpath.join("/", folder, entry["Target"])).lstrip("/")
        targets[entry["Id"]] = (entry["Type"], target)
    sheets, dates_from_1904 = [], False
    for element, entry in _elements(package, book, "sheet", "workbookPr"):
        if element == "workbookPr":
            dates_from_1904 = entry.get("date1904") in ("1", "true")
            continue
        kind, target = targets[next(value for key, value in entry.items() if key.rpartition(":")[2] == "id")]
        if kind.endswith(_SHEET) and entry.get("state", "visible") == "visible":
            sheets.append((entry.get("name", "?"), target))
    texts = shared_texts(_part(package, targets, "/sharedStrings"), MOST_BYTES_OF_TEXTS)
    known = styles(_part(package, targets, "/styles"))
    formats = Styles(known.dates, dates_from_1904)
    found: list[tuple[str, Sheet]] = []
    for name, target in sheets:
        with package.open(target) as part:
            size = package.getinfo(target).file_size
            sheet = read_sheet(part, size, texts, formats, f"{where} [{name}]")
        if sum(len(cells) - cells.count("") > 1 for _, cells in sheet.rows[:SAMPLE_ROWS]) > 1:
            return name, sheet
        found.append((name, sheet))
    if not found:
        raise InputFaultError("empty_file", where)
    return next((one for one in found if one[1].rows), found[0])


def _main_part(package: zipfile.ZipFile) -> str:
    for _, entry in _elements(package, "_rels/.rels", "Relationship"):
        if entry["Type"].endswith("/officeDocument"):
            return entry["Target"].lstrip("/")
    raise KeyError("officeDocument")


def _part(package: zipfile.ZipFile, targets: Mapping[str, tuple[str, str]], kind: str) -> IO[bytes] | None:
    """The part that the workbook relates to by a type, if there is one."""
    target = next((target for type_, target in targets.values() if type_.endswith(kind)), None)
    return package.open(target) if target in package.namelist() else None


def _elements(package: zipfile.ZipFile, part: str, *names: str) -> list[tuple[str, dict[str, str]]]:
    with package.open(part) as file:
        return attributes_of(file, names)


def _table(sheet: Sheet, where: str) -> OpenTable:
    """The rows below the header, all of one width, without the empty ones."""
    first = [cells for _, cells in sheet.rows[:SAMPLE_ROWS]]
    width = max((len(cells) for _, cells in sheet.rows), default=0)
    number_of = [number for number, _ in sheet.rows[:SAMPLE_ROWS]]
    spans = {
        (number_of.index(row), column): columns for (row, column), columns in sheet.spans.items() if row in number_of
    }
    head = find_head([cells + [""] * (width - len(cells)) for cells in first], spans)
    # Places name the row of the sheet, which counts empty rows as well.
    head = checked_head(head, where, number_of[head.rows - 1] if head else None)

    def pieces() -> Iterator[Piece]:
        for start in range(head.rows, len(sheet.rows), PIECE):
            part = sheet.rows[start : start + PIECE]
            yield Piece([cells + [""] * (width - len(cells)) for _, cells in part], [number for number, _ in part])

    return OpenTable(where, head, pieces(), has_cells=True)
