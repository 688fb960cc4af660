"""Bodies are awaited without a thread, for so many seconds and in so much memory.

Granian's own bridge to WSGI gives a request to a thread at once, and the thread then waits for the body: eight
telephones that lose the network while sending would hold all eight threads for good, and keep the server from stopping.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from granian.rsgi import Scope

from surveyapp.web.request_limits import MOST_BYTES

BODY_SECONDS = 15.0
MOST_HELD = 64 * MOST_BYTES
"""Bytes of all bodies that are on their way."""
MOST_BODIES = 512
"""Bodies that are on their way; each has a connection of its own, and Granian takes 1024 of those."""
OVERHEAD = 4096
"""Bytes that a body costs beside its own."""

BODILESS = ("GET", "HEAD", "OPTIONS")


class BodyRefusedError(Exception):
    """Not read to the end; the number is the status."""

    def __init__(self, status: int) -> None:
        self.status = status


class _Held:
    """A body on its way: how much of it is here, since when, and how to give it up."""

    __slots__ = ("began", "dropped", "size", "timeout")

    def __init__(self, began: float, timeout: asyncio.Timeout) -> None:
        self.began, self.timeout = began, timeout
        self.size, self.dropped = 0, False


class Bodies:
    """All bodies that are on their way. Where there is no room for more, the one that has cost most is given up.

    The cost is memory times seconds, so that a form that has just begun to come is never the one, and whoever holds
    back the end of many large bodies loses them one after the other.
    """

    def __init__(self) -> None:
        self._held: set[_Held] = set()
        self._size = 0

    async def whole(self, scope: Scope, protocol: Any) -> bytes:
        """The body, or BodyRefusedError where it is too large, too late, given up or of no known size."""
        said = scope.headers.get("content-length", "0")
        if not (said.isascii() and said.isdigit()):
            raise BodyRefusedError(400)
        if int(said) > MOST_BYTES:
            raise BodyRefusedError(413)
        parts: list[bytes] = []
        async with self._place() as body:
            async for part in protocol:
                if body.size + len(part) > MOST_BYTES:
                    raise BodyRefusedError(413)
                parts.append(part)
                self._grow(body, len(part))
        return b"".join(parts)

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[_Held]:
        """A place for one body; BodyRefusedError where it is given up or does not come in time."""
        body = None
        try:
            async with asyncio.timeout(BODY_SECONDS) as timeout:
                body = _Held(asyncio.get_running_loop().time(), timeout)
                self._held.add(body)
                self._grow(body, 0)
                yield body
        except TimeoutError:
            raise BodyRefusedError(503 if body and body.dropped else 408) from None
        finally:
            if body and not body.dropped:
                self._forget(body)

    def _grow(self, body: _Held, size: int) -> None:
        if body.dropped:
            raise BodyRefusedError(503)
        body.size += size
        self._size += size
        now = asyncio.get_running_loop().time()
        while self._size > MOST_HELD or len(self._held) > MOST_BODIES:
            if self._size > MOST_HELD:
                given_up = max(self._held, key=lambda held: (held.size + OVERHEAD) * (now - held.began))
            else:
                # Too many: the one that has taken longest, since an empty body costs nothing and holds a place.
                given_up = min(self._held, key=lambda held: held.began)
            self._forget(given_up)
            given_up.dropped = True
            if not given_up.timeout.expired():
                given_up.timeout.reschedule(now)
        if body.dropped:
            raise BodyRefusedError(503)

    def _forget(self, body: _Held) -> None:
        self._held.discard(body)
        self._size -= body.size
