"""Servers in separate processes, over an installation with an open study and codes."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from flask import Flask
from sqlalchemy import text

from surveyapp.ballot_box.casting import context
from surveyapp.ballot_box.sealing import unseal
from surveyapp.ballot_box.sheets import from_bytes
from surveyapp.commands.demo.demo_server import free_port
from surveyapp.database.sessions import reading
from surveyapp.database.tables.access_codes import AccessCodeRow
from surveyapp.database.tables.ballots import BallotRow
from tests.durability.forked_server import fork_server, is_listening
from tests.linkability.crowd import GROUP, Crowd, gather, writer_of
from tests.surveyapp.conftest import installed
from tests.surveyapp.sealed_box import PRIVATE_KEY
from tests.waiting import until

START_SECONDS = 60
STOP_SECONDS = 10
_SERVE = "import sys; from surveyapp.commands import main; main(['serve', '--port', sys.argv[1]])"


@dataclass(frozen=True)
class Kept:
    """The content of the box. ``half``: a ballot without its code, a used code without its ballot, a damaged ballot."""

    writers: list[int]
    doubled: int
    half: int


class Installation:
    """An open study, its people with their codes, and the content of the box."""

    def __init__(self, folder: Path, url: str, people: int, **settings: str) -> None:
        self.folder = folder
        self.log = folder.parent / "server.log"
        self.app: Flask = installed(folder, url)
        self.own = {"SURVEYAPP_INSTANCE": str(folder), "DATABASE_URL": url} | settings
        self.environment = os.environ | self.own
        with self.app.app_context():
            self.crowd: Crowd = gather(people, max(2, people // 20), random.Random(1))
        self._seen: dict[tuple[bytes, bytes], int | None] = {}
        self.release()

    def release(self) -> None:
        """Close the connections to the database, which another process may lock or kill."""
        self.app.extensions["database"].engine.dispose()

    def look_into_the_box(self) -> Kept:
        """Check every ballot, sealed and unsealed, and which codes are used."""
        with self.app.app_context():
            with reading() as session:
                if session.get_bind().dialect.name == "sqlite":
                    assert session.execute(text("PRAGMA integrity_check")).scalar() == "ok"
                ballots = session.query(BallotRow).all()
                spent = {row.digest for row in session.query(AccessCodeRow).filter_by(spent=1)}
            self.release()
        inside = [self._writer_of(ballot.id, ballot.sealed) for ballot in ballots]
        writers = sorted({writer for writer in inside if writer is not None})
        halves = spent ^ {self.crowd.people[writer].digest for writer in writers}
        torn = inside.count(None)
        return Kept(writers, doubled=len(inside) - torn - len(writers), half=len(halves) + torn)

    def _writer_of(self, ballot: bytes, sealed: bytes) -> int | None:
        """Return whose ballot it is; ``None`` if its content is not what that person sent."""
        if (ballot, sealed) not in self._seen:
            sheet = from_bytes(unseal(PRIVATE_KEY, sealed, context(self.crowd.study.id, GROUP, ballot)))
            writer = writer_of(sheet.texts["open_words"])
            self._seen[ballot, sealed] = writer if sheet.answers["ov_one"] == 1 + writer % 3 else None
        return self._seen[ballot, sealed]

    def in_the_box(self) -> list[int]:
        """Return whose ballots are stored, after checking that each is complete and belongs to the
        only use of a code.
        """
        kept = self.look_into_the_box()
        assert (kept.doubled, kept.half) == (0, 0)
        return kept.writers


class FieldServer(Protocol):
    """The operations of tests on a server of either kind."""

    port: int

    @property
    def pid(self) -> int:
        """The id of the process that started all others of the server."""

    def kill(self) -> None:
        """Kill the server without warning."""


class ForkedServer:
    """A server that starts fast; see :mod:`tests.durability.forked_server`."""

    def __init__(self, installation: Installation) -> None:
        self.port = free_port()
        self._process = fork_server(self.port, installation.own, installation.log)
        _wait_for(self.port, lambda: self._process.exitcode is not None, installation.log)

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    def kill(self) -> None:
        self._process.kill()
        self._process.join()


class ProgramServer:
    """``surveyapp serve``."""

    def __init__(self, installation: Installation) -> None:
        self.port = free_port()
        with installation.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _SERVE, str(self.port)],
                env=installation.environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        _wait_for(self.port, lambda: self._process.poll() is not None, installation.log)

    @property
    def pid(self) -> int:
        return self._process.pid

    def kill(self) -> None:
        """The server and its worker."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def stop(self) -> float:
        """Stop the server as an administrator does; return the seconds it took."""
        since = time.monotonic()
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(STOP_SECONDS)
        return time.monotonic() - since


Start = Callable[[Installation], AbstractContextManager[FieldServer]]
"""A function that gives a context with a running server."""


def _wait_for(port: int, has_ended: Callable[[], bool], log: Path) -> None:
    until(lambda: is_listening(port) or has_ended(), START_SECONDS, log.read_text, every=0.02)
    if not is_listening(port):
        raise RuntimeError(f"the server did not start: {log.read_text()}")


@contextmanager
def serving(installation: Installation) -> Iterator[ForkedServer]:
    """Context with a fast-starting server."""
    server = ForkedServer(installation)
    try:
        yield server
    finally:
        server.kill()


@contextmanager
def serving_program(installation: Installation) -> Iterator[ProgramServer]:
    """Context with the program itself as server."""
    server = ProgramServer(installation)
    try:
        yield server
    finally:
        server.kill()
