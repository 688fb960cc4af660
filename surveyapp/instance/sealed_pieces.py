"""Content encrypted in pieces, so that a file need not fit into memory.

Each piece is authenticated together with its position and with whether it is the last, so that altering, moving or
removing a piece is detected.
"""

from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

PIECE = 64 * 1024
"""Bytes."""

TAG_BYTES = 16


class DamagedPiecesError(Exception):
    """A piece was altered, or the end of the file is missing."""


class PieceWriter:
    """Encrypts what is written to it. :meth:`finish` writes the last piece; without it the reader refuses the file.

    ``cipher``: its key is used for this file only. ``bound``: what the pieces belong to; the reader must give the same.
    """

    def __init__(self, file: BinaryIO, cipher: ChaCha20Poly1305, bound: bytes) -> None:
        self._file, self._cipher, self._bound = file, cipher, bound
        self._waiting = bytearray()
        self._number = 0

    def write(self, content: bytes) -> None:
        self._waiting += content
        while len(self._waiting) > PIECE:
            self._put(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]

    def finish(self) -> None:
        self._put(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _put(self, piece: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, last), piece, self._bound))
        self._number += 1


def read_pieces(file: BinaryIO, cipher: ChaCha20Poly1305, bound: bytes) -> Iterator[bytes]:
    """Yield the content from the present position. Each piece is authentic; the end is only checked at the end.

    Raises ``DamagedPiecesError``.
    """
    pieces = iter(partial(file.read, PIECE + TAG_BYTES), b"")
    piece, number = next(pieces, b""), 0
    while True:
        following = next(pieces, None)
        try:
            yield cipher.decrypt(_nonce(number, following is None), piece, bound)
        except InvalidTag:
            raise DamagedPiecesError from None
        if following is None:
            return
        piece, number = following, number + 1


def _nonce(number: int, last: bool) -> bytes:
    """Counters are safe as nonces, because every file has a key of its own."""
    return number.to_bytes(11, "big") + bytes([last])
