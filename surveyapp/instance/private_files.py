"""Files that only their owner may read, from their first byte on."""

import os
from pathlib import Path
from typing import BinaryIO, TextIO

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700


def create_private(path: Path) -> BinaryIO:
    """A new file, open for writing. ``FileExistsError`` where there is one of that name."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE), "wb")


def create_private_text(path: Path, encoding: str = "utf-8", newline: str | None = None) -> TextIO:
    """A new text file, open for writing. ``FileExistsError`` where there is one of that name."""
    return os.fdopen(
        os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE), "w", encoding=encoding, newline=newline
    )


def write_private(path: Path, content: bytes) -> None:
    """Write all of ``content`` onto the disk, over what the file held before."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE), "wb") as file:
        file.write(content)
        flush(file)


def flush(file: BinaryIO) -> None:
    """Return when what was written is on the disk."""
    file.flush()
    os.fsync(file.fileno())
