"""Files created so that only their owner can ever read them."""

import os
from pathlib import Path
from typing import BinaryIO, TextIO

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700


def create_private(path: Path) -> BinaryIO:
    """Return a new file open for writing. ``FileExistsError`` if the name is taken."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE), "wb")


def create_private_text(path: Path, encoding: str = "utf-8", newline: str | None = None) -> TextIO:
    """Return a new text file open for writing. ``FileExistsError`` if the name is taken."""
    return os.fdopen(
        os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE), "w", encoding=encoding, newline=newline
    )


def write_private(path: Path, content: bytes) -> None:
    """Write ``content`` to the disk, replacing the content of the file."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE), "wb") as file:
        file.write(content)
        flush(file)


def flush(file: BinaryIO) -> None:
    """Return when the written data is on the disk."""
    file.flush()
    os.fsync(file.fileno())
