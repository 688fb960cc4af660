"""WebDriver BiDi over a websocket: commands with their results, and the script errors that a browser reports."""

import json
from types import TracebackType
from typing import Any, Self

from websockets.sync.client import ClientConnection, connect

SECONDS = 60
"""The longest wait for the result of a command."""


class BidiError(Exception):
    """The browser refused a command; its message says why."""


class BidiConnection:
    """A session with a browser (https://www.w3.org/TR/webdriver-bidi/). It ends with the ``with`` block."""

    def __init__(self, address: str) -> None:
        self.errors: list[str] = []
        """What the scripts of the pages threw."""
        self._opening = connect(f"{address}/session", max_size=None, open_timeout=SECONDS)
        self._number = 0

    def __enter__(self) -> Self:
        self._socket: ClientConnection = self._opening.__enter__()
        self.call("session.new", capabilities={})
        self.call("session.subscribe", events=["log.entryAdded"])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._opening.__exit__(kind, error, trace)

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Return the result of a command. BidiError if the browser refuses it, TimeoutError if it is silent."""
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            heard = json.loads(self._socket.recv(SECONDS))
            if heard["type"] == "event":
                self._note(heard)
            elif heard["type"] == "error" and heard["id"] in (None, self._number):
                raise BidiError(f"{method}: {heard['error']}: {heard['message']}")
            elif heard["id"] == self._number:
                result: dict[str, Any] = heard["result"]
                return result

    def _note(self, event: dict[str, Any]) -> None:
        entry = event["params"]
        if event["method"] == "log.entryAdded" and entry["type"] == "javascript" and entry["level"] == "error":
            self.errors.append(entry["text"])
