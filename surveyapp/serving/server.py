"""Starts Granian with the settings that the program relies on."""

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels


def run_server(worker: str, address: str, port: int) -> None:
    """Serve until stopped; ``worker`` ("module:function") creates the bridge in the worker process."""
    Granian(
        worker,
        factory=True,
        address=address,
        port=port,
        interface=Interfaces.RSGI,
        # One process, so that one writer serves SQLite.
        workers=1,
        # No access log: no line, address or time of a respondent's request.
        log_access=False,
        # Other log messages are for developers, in English.
        log_level=LogLevels.error,
        websockets=False,
    ).serve()
