"""A proxy that forwards requests and, on demand, closes the connection instead of returning the reply."""

import socket
import threading
from types import TracebackType
from typing import Self


class DroppingProxy:
    """``drop_replies`` posts are answered by the server but not returned by the proxy: committed, but not confirmed."""

    def __init__(self, port: int) -> None:
        self._target = ("127.0.0.1", port)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.base = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self.drop_replies = 0
        self.dropped = 0

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._accept)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join()

    def _accept(self) -> None:
        while True:
            try:
                browser, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._hand_on, args=(browser,), daemon=True).start()

    def _hand_on(self, browser: socket.socket) -> None:
        """One request per connection: the server of the tests closes it after each reply."""
        with browser, socket.create_connection(self._target) as server:
            request = _read_request(browser)
            if not request:
                return
            server.sendall(request)
            reply = b"".join(iter(lambda: server.recv(65536), b""))
            if request.startswith(b"POST") and self.drop_replies:
                self.drop_replies -= 1
                self.dropped += 1
                return
            browser.sendall(reply)


def _read_request(browser: socket.socket) -> bytes:
    held = b""
    while b"\r\n\r\n" not in held:
        piece = browser.recv(65536)
        if not piece:
            return b""
        held += piece
    head, _, body = held.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
    length = next((int(line.split(b":")[1]) for line in lines if line.lower().startswith(b"content-length:")), 0)
    while len(body) < length:
        body += browser.recv(65536)
    return b"\r\n".join([*lines, b"Connection: close"]) + b"\r\n\r\n" + body
