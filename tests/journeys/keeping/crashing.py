"""Crashes a tab and reloads it through the browser's debugging port: Playwright cannot use a crashed page."""

import base64
import json
import os
import socket
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

from tests.waiting import until

SECONDS = 20


class Tab:
    """The only page of a browser, as seen on its debugging port."""

    def __init__(self, port: int, host: str) -> None:
        with urlopen(f"http://127.0.0.1:{port}/json") as reply:
            pages = json.load(reply)
        address = urlsplit(next(page["webSocketDebuggerUrl"] for page in pages if host in page["url"]))
        self._socket = socket.create_connection(("127.0.0.1", port), SECONDS)
        key = base64.b64encode(os.urandom(16)).decode()
        self._socket.sendall(
            f"GET {address.path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        self._reader = self._socket.makefile("rb")
        while self._reader.readline().strip():
            pass
        self._number = 0

    def close(self) -> None:
        self._reader.close()
        self._socket.close()

    def tell(self, method: str, **parameters: Any) -> int:
        """Send a command without waiting: a crashed page does not reply."""
        self._number += 1
        text = json.dumps({"id": self._number, "method": method, "params": parameters}).encode()
        mask = os.urandom(4)
        masked = bytes(byte ^ mask[at % 4] for at, byte in enumerate(text))
        self._socket.sendall(b"\x81" + bytes([0x80 | 126]) + len(text).to_bytes(2, "big") + mask + masked)
        return self._number

    def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command and return its result."""
        number = self.tell(method, **parameters)
        while (message := self._receive()).get("id") != number:
            pass
        found: dict[str, Any] = message["result"]
        return found

    def wait_for(self, event: str) -> None:
        while self._receive().get("method") != event:
            pass

    def value(self, expression: str) -> Any:
        """Return the value of the expression as soon as it is truthy."""
        return until(
            lambda: self.ask("Runtime.evaluate", expression=expression)["result"].get("value"),
            SECONDS,
            lambda: expression,
            every=0.1,
        )

    def _receive(self) -> dict[str, Any]:
        length = self._reader.read(2)[1] & 0x7F
        if length >= 126:
            length = int.from_bytes(self._reader.read(2 if length == 126 else 8), "big")
        found: dict[str, Any] = json.loads(self._reader.read(length))
        return found
