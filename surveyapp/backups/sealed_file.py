"""A file encrypted under a passphrase, in pieces so that it need not fit into memory.

Argon2id derives the key from the passphrase. Each piece is authenticated together with its position and with whether it
is the last, so that altering, moving or removing a piece is detected. The file begins with a magic number, a salt and a
check value that tells a wrong passphrase from a damaged file. Everything after that is indistinguishable from random
bytes.
"""

import os
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from cryptography.exceptions import InvalidTag

from surveyapp.instance.derived_keys import SALT_BYTES, passphrase_cipher

SIGN = b"\x8fSVB\r\n\x1a\x01"
"""The magic number; its last byte is the version of the format."""

PIECE = 64 * 1024
"""Bytes."""

_TAG_BYTES = 16
_HEADER_BYTES = len(SIGN) + SALT_BYTES + _TAG_BYTES
_CHECK_NONCE = b"\xff" * 12


class SealedFileError(Exception):
    """The file cannot be read."""


class NotABackupError(SealedFileError):
    """The file is of another kind or version."""


class PassphraseError(SealedFileError):
    """The passphrase is wrong, or the first bytes are damaged."""


class DamagedError(SealedFileError):
    """A piece was altered, or the end of the file is missing."""


class SealedWriter:
    """Encrypts what is written to it. :meth:`finish` writes the last piece; without it the reader refuses the file."""

    def __init__(self, file: BinaryIO, passphrase: str) -> None:
        salt = os.urandom(SALT_BYTES)
        self._file, self._cipher = file, passphrase_cipher(passphrase, salt)
        self._header = SIGN + salt
        self._header += self._cipher.encrypt(_CHECK_NONCE, b"", self._header)
        self._waiting = bytearray()
        self._number = 0
        file.write(self._header)

    def write(self, content: bytes) -> None:
        self._waiting += content
        while len(self._waiting) > PIECE:
            self._put(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]

    def finish(self) -> None:
        self._put(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _put(self, piece: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, last), piece, self._header))
        self._number += 1


def read_sealed(file: BinaryIO, passphrase: str) -> Iterator[bytes]:
    """Yield the content piece by piece. Each piece is authentic; the end of the file is only checked at the end."""
    header = file.read(_HEADER_BYTES)
    if len(header) < _HEADER_BYTES or not header.startswith(SIGN):
        raise NotABackupError
    opening = header[:-_TAG_BYTES]
    cipher = passphrase_cipher(passphrase, opening[len(SIGN) :])
    try:
        cipher.decrypt(_CHECK_NONCE, header[-_TAG_BYTES:], opening)
    except InvalidTag:
        raise PassphraseError from None
    pieces = iter(partial(file.read, PIECE + _TAG_BYTES), b"")
    piece, number = next(pieces, b""), 0
    while True:
        following = next(pieces, None)
        try:
            yield cipher.decrypt(_nonce(number, following is None), piece, header)
        except InvalidTag:
            raise DamagedError from None
        if following is None:
            return
        piece, number = following, number + 1


def _nonce(number: int, last: bool) -> bytes:
    """The key is new for every file because the salt is, so counters are safe as nonces."""
    return number.to_bytes(11, "big") + bytes([last])
