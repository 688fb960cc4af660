"""Recognises what a file holds by its first bytes, because names of files mislead (a web page named ``.xls``)."""

from __future__ import annotations

import mmap
import zipfile
from collections.abc import Mapping
from pathlib import Path

from analysis.sources.input_faults import InputFaultError
from analysis.translation import N_

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Start of the container of Office files before 2007, and of Office files with a password."""
STARTS: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "archive"),
    (b"PK\x05\x06", "archive"),
    (OLE, "old_excel"),
    (b"\x1f\x8b", "gzip"),
    (b"PAR1", "parquet"),
    (b"$FL2", "sav"),
    (b"$FL3", "sav"),
    (b"<stata_dta>", "dta"),
    (b"%PDF", "pdf"),
    (b"{\\rtf", "word"),
)
MARKUP = ((b"schemas-microsoft-com:office:spreadsheet", "xml_table"), (b"<html", "web_page"), (b"<table", "web_page"))
FIRST_BYTES = 4096

NAMES: Mapping[str, str] = {
    "archive": N_("an archive (.zip)"),
    "excel": N_("an Excel workbook (.xlsx)"),
    "gzip": N_("a compressed file (.gz)"),
    "parquet": N_("a Parquet table (.parquet)"),
    "sav": N_("an SPSS file (.sav)"),
    "dta": N_("a Stata file (.dta)"),
    "pdf": N_("a PDF document"),
    "word": N_("a text document"),
}
REFUSED = {"old_excel": "old_excel", "encrypted": "encrypted_excel", "web_page": "web_page", "xml_table": "xml_table"}
"""Kinds that no source reads, with the fault that tells how to save the table again."""
EXPECTED: Mapping[str, tuple[str, ...]] = {
    # A broken workbook looks like any archive; other Office files are of no known kind.
    "archive": (".xlsx", ".xlsm", ".zip", ".docx", ".pptx", ".ods", ".odt"),
    "excel": (".xlsx", ".xlsm"),
    "gzip": (".gz",),
    "parquet": (".parquet", ".pq"),
    "sav": (".sav", ".zsav"),
    "dta": (".dta",),
    "pdf": (),
    "word": (),
}
"""Endings of names under which each kind is read."""


def content_kind(path: Path) -> str | None:
    """The kind of the content: a key of ``NAMES`` or ``REFUSED``, or ``None`` for texts and anything else."""
    with path.open("rb") as file:
        first = file.read(FIRST_BYTES)
        kind = next((kind for start, kind in STARTS if first.startswith(start)), None)
        if kind == "old_excel":
            return "encrypted" if _holds(file.fileno(), "EncryptedPackage") else kind
    if kind == "archive" and _is_workbook(path):
        return "excel"
    if kind is not None:
        return kind
    text = first.replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").strip().lower()
    if not text.startswith(b"<"):
        return None
    return next((kind for sign, kind in MARKUP if sign in text), "web_page" if text.startswith(b"<!doctype") else None)


def check_content(path: Path) -> None:
    """Raise ``InputFaultError`` for a file whose content no source reads, or whose name belongs to other content."""
    try:
        kind = content_kind(path)
    except OSError as error:
        raise InputFaultError("unreadable", str(path), reason=error.strerror or error) from error
    if kind is None:
        return
    if kind in REFUSED:
        raise InputFaultError(REFUSED[kind], str(path))
    if not path.name.lower().endswith(EXPECTED[kind]):
        raise InputFaultError("other_content", str(path), suffix=path.suffix or path.name, content=NAMES[kind])


def _is_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as package:
            return any(name.startswith("xl/") for name in package.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        return False


def _holds(descriptor: int, name: str) -> bool:
    """Whether an Office container has a stream of this name; names stand in UTF-16."""
    with mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ) as content:
        return content.find(name.encode("utf-16-le")) >= 0
