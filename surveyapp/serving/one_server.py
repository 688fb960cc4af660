"""Checks before a server starts: no other server uses the same SQLite database, and the port is free."""

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from surveyapp.instance.faults import N_, Fault

LOCK_FILE = "server.lock"


class CannotServe(Fault):
    """Another server would be disturbed."""


@contextmanager
def only_server(folder: Path) -> Iterator[None]:
    """Lock an instance folder; ``CannotServe`` if another server holds the lock.

    The system releases it when the process and its worker end, also after a crash.
    """
    with (folder / LOCK_FILE).open("a+b") as file:
        try:
            _lock(file)
        except OSError:
            raise CannotServe(
                N_(
                    "A server is already running on this installation ({folder}), and SQLite allows only one. "
                    "Please stop it first; docs/reverse-proxy.md describes how several servers share PostgreSQL."
                ),
                folder=folder,
            ) from None
        yield


def check_port_is_free(host: str, port: int) -> None:
    """``CannotServe`` if the address cannot be listened on.

    The server itself would share the port with another program, and each would get some of the requests.
    """
    try:
        kind, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(kind, socket.SOCK_STREAM) as probe:
            if sys.platform == "win32":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
            else:
                # Recently closed connections do not matter, only a listening socket.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise CannotServe(
            N_(
                "The server cannot listen at {host}:{port}: {reason}. Please stop whatever listens there, or take "
                "another port with --port."
            ),
            host=host,
            port=port,
            reason=error.strerror,
        ) from None


def _lock(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
