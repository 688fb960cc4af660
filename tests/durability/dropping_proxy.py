"""A proxy that forwards every request and drops a share of the replies: stored, but not confirmed."""

import random
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_PIECE = 65_536


class DroppingProxy:
    """Listens on ``port``; drops each reply with the given probability, before its first byte."""

    def __init__(self, target: int, share: float, luck: random.Random) -> None:
        self._target, self._share, self._luck = target, share, luck
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port: int = self._listening.getsockname()[1]
        self.dropped = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        # Closing the socket does not wake a thread that waits in accept.
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        loses = self._luck.random() < self._share
        with suppress(OSError), client, socket.create_connection(("127.0.0.1", self._target)) as server:
            threading.Thread(target=_pass_on, args=(client, server), daemon=True).start()
            while piece := server.recv(_PIECE):
                if loses:
                    self.dropped += 1
                    break
                client.sendall(piece)
            # Closing alone is not noticed by the peer while the other thread is still reading.
            for end in (client, server):
                end.shutdown(socket.SHUT_RDWR)


def _pass_on(client: socket.socket, server: socket.socket) -> None:
    with suppress(OSError):
        while piece := client.recv(_PIECE):
            server.sendall(piece)
        server.shutdown(socket.SHUT_WR)


@contextmanager
def dropping(target: int, share: float) -> Iterator[DroppingProxy]:
    proxy = DroppingProxy(target, share, random.Random(20190531))
    try:
        yield proxy
    finally:
        proxy.close()
