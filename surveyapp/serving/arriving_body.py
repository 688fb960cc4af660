"""A large body that a thread reads while it arrives, so that it is never held in memory."""

import asyncio
from concurrent.futures import CancelledError
from io import RawIOBase
from typing import Any

PIECE_SECONDS = 15.0
"""The longest wait for the next piece."""
WHOLE_SECONDS = 1800.0
AT_ONCE = 2
"""Large bodies that are received at a time; each has a thread of its own."""


class ArrivingBody(RawIOBase):
    """The body of a request, as a file that can be read once, in another thread than that of the event loop.

    It ends early where the client has gone, is too slow, or sends more than ``size`` bytes.
    """

    def __init__(self, protocol: Any, size: int, loop: asyncio.AbstractEventLoop) -> None:
        self.size = size
        self._pieces, self._loop = aiter(protocol), loop
        self._ends = loop.time() + WHOLE_SECONDS
        self._piece = memoryview(b"")
        self._left = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill at most the buffer; 0 at the end."""
        if not self._piece and self._left > 0:
            self._piece = memoryview(self._next_piece())[: self._left]
            self._left = self._left - len(self._piece) if self._piece else 0
        taken = self._piece[: len(buffer)]
        buffer[: len(taken)] = taken
        self._piece = self._piece[len(taken) :]
        return len(taken)

    def _next_piece(self) -> bytes:
        if self._loop.time() > self._ends:
            return b""
        arriving = asyncio.run_coroutine_threadsafe(self._receive(), self._loop)
        try:
            return arriving.result()
        except (CancelledError, RuntimeError):
            return b""

    async def _receive(self) -> bytes:
        try:
            async with asyncio.timeout(PIECE_SECONDS):
                while True:
                    # An empty piece is not the end.
                    if piece := bytes(await anext(self._pieces)):
                        return piece
        except (StopAsyncIteration, TimeoutError, OSError):
            return b""
        except Exception:
            # Granian raises an error of its own when the client has gone.
            return b""
