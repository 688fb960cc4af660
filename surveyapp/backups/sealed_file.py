"""A file encrypted under a passphrase, in pieces so that it need not fit into memory.

Argon2id derives the key from the passphrase, with a new salt for every file. The file begins with a magic number, the
salt and a check value that tells a wrong passphrase from a damaged file. Everything after that is indistinguishable
from random bytes.
"""

import os
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag

from surveyapp.instance.derived_keys import SALT_BYTES, passphrase_cipher
from surveyapp.instance.sealed_pieces import TAG_BYTES, DamagedPiecesError, PieceWriter, read_pieces

SIGN = b"\x8fSVB\r\n\x1a\x01"
"""The magic number; its last byte is the version of the format."""

_HEADER_BYTES = len(SIGN) + SALT_BYTES + TAG_BYTES
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
        cipher = passphrase_cipher(passphrase, salt)
        header = SIGN + salt
        header += cipher.encrypt(_CHECK_NONCE, b"", header)
        file.write(header)
        pieces = PieceWriter(file, cipher, header)
        self.write, self.finish = pieces.write, pieces.finish


def read_sealed(file: BinaryIO, passphrase: str) -> Iterator[bytes]:
    """Yield the content piece by piece. Each piece is authentic; the end of the file is only checked at the end."""
    header = file.read(_HEADER_BYTES)
    if len(header) < _HEADER_BYTES or not header.startswith(SIGN):
        raise NotABackupError
    opening = header[:-TAG_BYTES]
    cipher = passphrase_cipher(passphrase, opening[len(SIGN) :])
    try:
        cipher.decrypt(_CHECK_NONCE, header[-TAG_BYTES:], opening)
    except InvalidTag:
        raise PassphraseError from None
    try:
        yield from read_pieces(file, cipher, header)
    except DamagedPiecesError:
        raise DamagedError from None
