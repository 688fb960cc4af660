"""Bodies are awaited without a thread, for so many seconds and in so much memory.

Granian's own bridge to WSGI gives a request to a thread at once, and the thread then waits for the body: eight
telephones that lose the network while sending would hold all eight threads for good, and keep the server from stopping.
"""

import asyncio
from typing import Any

from granian.rsgi import Scope

from surveyapp.request_limits import MOST_BYTES

BODY_SECONDS = 15.0
MOST_HELD = 64 * MOST_BYTES
"""Bytes of all bodies that are on their way."""

BODILESS = ("GET", "HEAD", "OPTIONS")


class BodyRefusedError(Exception):
    """Not read to the end; the number is the status."""

    def __init__(self, status: int) -> None:
        self.status = status


class Bodies:
    """All bodies that are on their way."""

    def __init__(self) -> None:
        self._held = 0

    async def whole(self, scope: Scope, protocol: Any) -> bytes:
        """The body, or BodyRefusedError where it is too large, too late or of no known size."""
        said = scope.headers.get("content-length", "0")
        if not (said.isascii() and said.isdigit()):
            raise BodyRefusedError(400)
        if int(said) > MOST_BYTES:
            raise BodyRefusedError(413)
        parts: list[bytes] = []
        size = 0
        try:
            async with asyncio.timeout(BODY_SECONDS):
                async for part in protocol:
                    parts.append(part)
                    size += len(part)
                    self._held += len(part)
                    if size > MOST_BYTES:
                        raise BodyRefusedError(413)
                    if self._held > MOST_HELD:
                        raise BodyRefusedError(503)
        except TimeoutError:
            raise BodyRefusedError(408) from None
        finally:
            self._held -= size
        return b"".join(parts)
