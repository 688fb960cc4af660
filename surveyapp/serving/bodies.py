"""Receiving request bodies without a thread, with limits on time and memory.

Granian's own WSGI bridge gives a request to a thread at once, which then waits for the body: eight telephones that lose
the network while sending would occupy all eight threads and prevent the server from stopping.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from granian.rsgi import Scope

from surveyapp.web.request_limits import MOST_BYTES

BODY_SECONDS = 15.0
MOST_HELD = 64 * MOST_BYTES
"""Maximum total size in bytes of all bodies being received."""
MOST_BODIES = 512
"""Maximum number of bodies being received; each has its own connection, of which Granian accepts 1024."""
OVERHEAD = 4096
"""Bytes that a body costs beside its content."""

BODILESS = ("GET", "HEAD", "OPTIONS")


class BodyRefusedError(Exception):
    """The body was not received completely; the number is the HTTP status."""

    def __init__(self, status: int) -> None:
        self.status = status


class _Held:
    """A body being received: its size so far, its start time, and a way to abort it."""

    __slots__ = ("began", "dropped", "size", "timeout")

    def __init__(self, began: float, timeout: asyncio.Timeout) -> None:
        self.began, self.timeout = began, timeout
        self.size, self.dropped = 0, False


class Bodies:
    """All bodies being received. If the limit is reached, the most expensive one is aborted.

    The cost is memory times seconds, so that a form that has just started is never aborted, while somebody who holds
    back many large bodies loses them one after the other.
    """

    def __init__(self) -> None:
        self._held: set[_Held] = set()
        self._size = 0

    async def whole(self, scope: Scope, protocol: Any) -> bytes:
        """Return the body, or raise ``BodyRefusedError`` if it is too large, too late, aborted or of unknown size."""
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
        """Reserve space for one body; ``BodyRefusedError`` if it is aborted or does not arrive in time."""
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
                # Too many bodies: abort the oldest, because an empty body has no cost but occupies a place.
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
