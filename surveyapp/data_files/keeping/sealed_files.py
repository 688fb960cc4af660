"""The content of uploaded files: encrypted in the instance folder, which no backup holds.

Every file has a random key. The database keeps it encrypted under a key that depends on the pepper, the owner and the
id of the file, so that a row that is given to somebody else opens nothing.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import RawIOBase
from pathlib import Path
from time import time

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from flask import current_app
from werkzeug.exceptions import RequestEntityTooLarge

from surveyapp.instance.derived_keys import KEY_BYTES
from surveyapp.instance.keys import digest_under, instance_keys
from surveyapp.instance.private_files import PRIVATE_FOLDER, create_private, flush
from surveyapp.instance.sealed_pieces import DamagedPiecesError, PieceWriter, read_pieces

MOST_BYTES = 200 * 1024 * 1024
FOLDER = "data_files"
BEGUN = ".part"
OPENED = "open."
"""Start of the names of folders with a copy that is being read."""
ABANDONED_SECONDS = 3600
"""After this time an upload that has not ended was broken off."""
_NONCE_BYTES = 12
_ONCE = bytes(_NONCE_BYTES)


class DamagedFileError(Exception):
    """What is kept of a file was damaged or altered, or belongs to somebody else."""


@dataclass(frozen=True, slots=True)
class FileKey:
    """The key of one file of one person. Its parts have keys of their own."""

    file_id: str
    owner: str
    secret: bytes

    @classmethod
    def new(cls, owner: str) -> "FileKey":
        return cls(secrets.token_hex(16), owner, secrets.token_bytes(KEY_BYTES))

    @classmethod
    def unwrapped(cls, file_id: str, owner: str, wrapped: bytes) -> "FileKey":
        """The key in a row of the database; raises ``DamagedFileError``."""
        with _as_damage():
            return cls(file_id, owner, _of_owner(file_id, owner).decrypt(_ONCE, wrapped, b""))

    def wrapped(self) -> bytes:
        """The key as the database keeps it."""
        # Used for one key only, since the id is random.
        return _of_owner(self.file_id, self.owner).encrypt(_ONCE, self.secret, b"")

    def seal(self, content: bytes) -> bytes:
        """A short text encrypted, for the database."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self.cipher("about").encrypt(nonce, content, b"")

    def unseal(self, sealed: bytes) -> bytes:
        """The text; raises ``DamagedFileError``."""
        with _as_damage():
            return self.cipher("about").decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], b"")

    def cipher(self, part: str) -> ChaCha20Poly1305:
        """The cipher of a part: ``content``, ``facts`` or ``about``."""
        return ChaCha20Poly1305(digest_under(self.secret, "part of a data file", part))

    def path(self, part: str) -> Path:
        """The file with a part."""
        return folder() / f"{self.file_id}.{part}"

    def pieces(self, part: str) -> Iterator[bytes]:
        """The content of a part, piece by piece; raises ``DamagedFileError``."""
        try:
            with self.path(part).open("rb") as file:
                yield from read_pieces(file, self.cipher(part), self.file_id.encode())
        except (DamagedPiecesError, FileNotFoundError):
            raise DamagedFileError from None

    def write(self, part: str, content: bytes) -> None:
        """Keep a part that is at hand as a whole."""
        with create_private(self.path(part)) as file:
            pieces = PieceWriter(file, self.cipher(part), self.file_id.encode())
            pieces.write(content)
            pieces.finish()
            flush(file)


class ArrivingFile(RawIOBase):
    """A file while it is uploaded: what is written is encrypted at once. It is removed unless it is kept.

    Only as much of a file object as the parser of forms needs; it cannot be read.
    """

    def __init__(self, owner: str) -> None:
        self.key = FileKey.new(owner)
        self.size = 0
        self._path = self.key.path("content").with_suffix(BEGUN)
        self._file = create_private(self._path)
        self._pieces = PieceWriter(self._file, self.key.cipher("content"), self.key.file_id.encode())
        self._whole = False

    def writable(self) -> bool:
        return True

    def write(self, content: bytes) -> int:  # type: ignore[override]
        """Encrypt; raises ``RequestEntityTooLarge`` as soon as the file is too large."""
        self.size += len(content)
        if self.size > MOST_BYTES:
            raise RequestEntityTooLarge
        self._pieces.write(content)
        return len(content)

    def seek(self, offset: int, whence: int = 0) -> int:
        """The parser winds the file back when all of it has arrived."""
        if not self._whole:
            self._whole = True
            self._pieces.finish()
            flush(self._file)
            self._file.close()
            self._path.rename(self.key.path("content"))
        return 0

    def discard(self) -> None:
        """Remove what has arrived."""
        self._file.close()
        self._path.unlink(missing_ok=True)
        remove(self.key.file_id)


def folder() -> Path:
    """The folder of the encrypted files, which only its owner may open."""
    place: Path = current_app.extensions["settings"].instance / FOLDER
    place.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    return place


def remove(file_id: str) -> None:
    """Remove every part of a file."""
    for path in folder().glob(f"{file_id}.*"):
        path.unlink(missing_ok=True)


def remove_others(kept: set[str]) -> None:
    """Remove every file whose id is not among ``kept``, except uploads that may still be going on."""
    for path in folder().iterdir():
        if path.is_dir() or path.name.partition(".")[0] in kept:
            continue
        with suppress(FileNotFoundError):
            if time() - path.stat().st_mtime > ABANDONED_SECONDS:
                path.unlink()


@contextmanager
def _as_damage() -> Iterator[None]:
    try:
        yield
    except (InvalidTag, ValueError):
        # A text that is too short to hold a nonce is a ValueError.
        raise DamagedFileError from None


def _of_owner(file_id: str, owner: str) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(instance_keys().digest("data file", owner, file_id))
