"""The server itself, with the settings that everything here relies on."""

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels


def run_server(worker: str, address: str, port: int) -> None:
    """Serve until told to stop; ``worker`` ("module:function") makes the bridge, in the process that does the work."""
    Granian(
        worker,
        factory=True,
        address=address,
        port=port,
        interface=Interfaces.RSGI,
        # One process, so that one writer serves SQLite.
        workers=1,
        # Respondents are not logged: no line, no address, no time.
        log_access=False,
        # The rest of its lines speak to developers, in English.
        log_level=LogLevels.error,
        websockets=False,
    ).serve()
