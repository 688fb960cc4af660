"""Opens text files in the encodings that offices use, with every letter in its composed form (NFC).

UTF-8 and UTF-16 (with or without a byte order mark) are read, and otherwise Windows-1258, the Vietnamese code page of
Windows. Texts in the fonts before Unicode (TCVN3, VNI) are refused, because their letters cannot be told apart from
others with certainty. Non-breaking spaces become spaces, and characters without width are dropped.
"""

from __future__ import annotations

import codecs
import gzip
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from analysis.sources.input_faults import InputFaultError

PIECE = 1 << 20
MOST_PACKED, UNSUSPICIOUS = 500, 100_000_000
"""How many times smaller a text of so many bytes may be packed."""
SAMPLE = 1 << 16
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_OLD_FONTS = re.compile(r"[^\W\d_][§¸¶·¹®©¬¼½¾]|[§¸¶·¹®©¬¼½¾][^\W\d_]")
"""Signs inside words: letters of the fonts before Unicode, read as another code page."""
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\xad"))
_SPACES = dict.fromkeys(map(ord, "\xa0\u2007\u202f"), " ")
_TIDY = {**_INVISIBLE, **_SPACES}
_UNTIDY = re.compile(f"[{''.join(map(chr, _TIDY))}]")


@dataclass(frozen=True, slots=True)
class Encoding:
    """``name``: of the codec. ``plain``: the file holds ASCII only, so nothing needs to be composed."""

    name: str
    plain: bool = False


def encoding_of(path: Path) -> Encoding:
    """The encoding of a text file; reads the file once. Raises ``InputFaultError`` for a file that is no text."""
    with _binary(path) as file:
        sample = file.read(PIECE)
        if len(sample) == PIECE and not (b"\n" in sample or b"\r" in sample):
            raise InputFaultError("endless_line", str(path))
        for mark, name in _BOMS:
            if sample.startswith(mark):
                return Encoding(name)
        if b"\0" in sample:
            return Encoding(_utf_16(path, sample))
        decoder, plain, piece, size = codecs.getincrementaldecoder("utf-8")(), True, sample, 0
        try:
            while piece:
                size += len(piece)
                if size > UNSUSPICIOUS and size > MOST_PACKED * path.stat().st_size:
                    raise InputFaultError("large_text", str(path))
                plain = plain and piece.isascii()
                if not plain:
                    decoder.decode(piece)
                piece = file.read(PIECE)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return Encoding(_windows(path, sample))
    return Encoding("utf-8", plain)


def open_text(path: Path, encoding: Encoding) -> TextIO:
    """The text of a file, plain or gzip, with line ends unchanged."""
    return io.TextIOWrapper(_binary(path), encoding=encoding.name, newline="")


def tidy(text: str) -> str:
    """The text composed, with plain spaces and without invisible characters."""
    if text.isascii():
        return text
    # Translating costs ten times as much as looking whether there is anything to translate.
    return unicodedata.normalize("NFC", text.translate(_TIDY) if _UNTIDY.search(text) else text)


def lines(file: Iterable[str], encoding: Encoding) -> Iterator[str]:
    """The lines of a file, each of them tidy."""
    return iter(file) if encoding.plain else map(tidy, file)


def _binary(path: Path) -> BinaryIO:
    return cast(BinaryIO, gzip.open(path)) if path.suffix.lower() == ".gz" else path.open("rb")


def _utf_16(path: Path, sample: bytes) -> str:
    """The byte order of UTF-16 without a mark: the zero bytes of Latin letters are on one side."""
    first, second = sample[::2].count(0), sample[1::2].count(0)
    if max(first, second) * 4 < len(sample) // 2 or min(first, second) * 10 > max(first, second):
        raise InputFaultError("not_text", str(path))
    return "utf-16-le" if second > first else "utf-16-be"


def _windows(path: Path, sample: bytes) -> str:
    text = sample.decode("cp1258", errors="replace")
    if "\ufffd" in text or any(char < " " and char not in "\t\r\n\f" for char in text):
        raise InputFaultError("not_text", str(path))
    if len(_OLD_FONTS.findall(text)) > len(text) // 500:
        raise InputFaultError("old_font", str(path))
    return "cp1258"
