"""The server of the demonstration, in its own process."""

import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Self
from urllib.error import URLError
from urllib.request import urlopen

import click

from surveyapp.commands.terminal.translated_commands import say
from surveyapp.instance.faults import N_, Fault

START_SECONDS = 30
STOP_SECONDS = 10
_SERVE = "from surveyapp.commands import main; main(['serve', '--port', '{port}'])"


class DemoServer:
    """Context that starts the server and waits until it is reachable, and stops it after it has
    finished all requests.
    """

    def __init__(self, port: int, environment: Mapping[str, str] | None = None) -> None:
        self.base = f"http://127.0.0.1:{port}"
        self._environment = environment
        self._command = [sys.executable, "-c", _SERVE.format(port=port)]

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL, env=self._environment)
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self._stop()
                raise Fault(N_("The server did not start at {base}."), base=self.base)
            time.sleep(0.1)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def wait(self) -> None:
        """Wait until Ctrl+C or until the server ends by itself."""
        say(N_("Stop it with Ctrl+C."))
        try:
            self._process.wait()
        except KeyboardInterrupt:
            click.echo()

    def _answers(self) -> bool:
        try:
            with urlopen(self.base, timeout=2) as answer:  # noqa: S310 - an address of this machine
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False

    def _stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def free_port(preferred: int = 0) -> int:
    """Return the preferred port if it is free, else one that the system chooses."""
    with socket.socket() as probe:
        # Without this the port of a server that has just ended is still in use.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", preferred))
        except OSError:
            probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
