from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field

Headers = list[tuple[str, str]]


@dataclass
class AskedFor:
    """A request as Granian describes it."""

    method: str = "GET"
    path: str = "/"
    query_string: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    client: str = "192.0.2.7:50000"
    server: str = "127.0.0.1:8000"
    scheme: str = "http"
    http_version: str = "1.1"
    authority: str | None = None


class Wire:
    """The connection: supplies the parts of a body and records what was sent."""

    def __init__(self, *parts: bytes) -> None:
        self._parts = parts
        self.sent: list[tuple[int, Headers, bytes | str]] = []

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self._parts:
            yield part

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None:
        self.sent.append((status, headers, body))

    def response_str(self, status: int, headers: Headers, body: str) -> None:
        self.sent.append((status, headers, body))
