"""The small parts of a workbook: relations, texts that cells share, and formats of dates."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import IO, Any
from xml.parsers import expat

from analysis.sources.tables.text_files import tidy

_DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""Numbers of Excel's own formats of dates and times."""
_NOT_LETTERS = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')


class XmlEntityError(Exception):
    """A part has a document type; parts of a workbook have none, and one can define entities that multiply."""


class TooLargeError(Exception):
    """A part or a sheet is larger than a table of answers can be."""


@dataclass(frozen=True, slots=True)
class Styles:
    """``dates``: the numbers of the cell formats that show dates. ``from_1904``: days are counted from 1904."""

    dates: frozenset[int] = frozenset()
    from_1904: bool = False


def parser() -> Any:
    """A parser that refuses document types."""

    def refuse(*_: object) -> None:
        raise XmlEntityError

    made = expat.ParserCreate()
    made.buffer_text = True
    made.StartDoctypeDeclHandler = refuse
    return made


def local(name: str) -> str:
    """The name of an element without its prefix."""
    return name.rpartition(":")[2]


def attributes_of(part: IO[bytes], names: Collection[str]) -> list[tuple[str, dict[str, str]]]:
    """The attributes of all elements with one of the names, in their order."""
    found: list[tuple[str, dict[str, str]]] = []
    reader = parser()

    def start(name: str, attributes: dict[str, str]) -> None:
        if local(name) in names:
            found.append((local(name), attributes))

    reader.StartElementHandler = start
    reader.ParseFile(part)
    return found


def shared_texts(part: IO[bytes] | None, most_bytes: int) -> list[str]:
    """The texts that cells refer to by number. Phonetic readings are left out."""
    texts: list[str] = []
    if part is None:
        return texts
    pieces: list[str] = []
    inside: list[str] = []
    size = 0
    reader = parser()

    def start(name: str, _: dict[str, str]) -> None:
        inside.append(local(name))
        if inside[-1] == "si":
            pieces.clear()

    def end(name: str) -> None:
        inside.pop()
        if local(name) == "si":
            texts.append(tidy("".join(pieces)))

    def text(data: str) -> None:
        nonlocal size
        size += len(data)
        if size > most_bytes:
            raise TooLargeError
        if inside[-1] == "t" and "rPh" not in inside:
            pieces.append(data)

    reader.StartElementHandler, reader.EndElementHandler, reader.CharacterDataHandler = start, end, text
    with part:
        reader.ParseFile(part)
    return texts


def styles(part: IO[bytes] | None) -> Styles:
    """Which cell formats show dates."""
    if part is None:
        return Styles()
    with part:
        elements = attributes_of(part, ("numFmt", "cellXfs", "cellStyleXfs", "xf", "cellStyles", "dxfs"))
    of_dates, cells, section = set(_DATE_FORMATS), [], ""
    for name, attributes in elements:
        if name == "numFmt":
            if _shows_a_date(attributes.get("formatCode", "")):
                of_dates.add(int(attributes["numFmtId"]))
        elif name != "xf":
            section = name
        elif section == "cellXfs":
            cells.append(int(attributes.get("numFmtId", "0")))
    return Styles(frozenset(number for number, form in enumerate(cells) if form in of_dates))


def _shows_a_date(code: str) -> bool:
    return any(letter in "dmyhs" for letter in _NOT_LETTERS.sub("", code).lower().replace("general", ""))
