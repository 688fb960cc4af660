"""The power fails at the moment of each acknowledgement: the ballot is on the disk."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import psycopg
import pytest
from sqlalchemy import text

from tests.durability.field_server import FieldServer, Installation, Start, serving, serving_program
from tests.durability.respondents import BUSY, NO_REPLY, RECEIVED, Ledger, at_work, insist, send_plainly
from tests.durability.traced_writes import Disk, failing_with_eio, may_trace, receipts_in, tracing, writes_to
from tests.figures import KeepFigures
from tests.postgresql import Server, running_server


@pytest.fixture
def strace() -> None:
    if not may_trace():
        pytest.skip("strace is not installed, or may not look at running programs here")


class Machine(Protocol):
    """The files of a database, and what a restart finds in them."""

    def pids(self) -> list[int]:
        """Return the processes that write the files, beside the server's own."""

    def files(self) -> dict[str, bytes]:
        """Return the present files, all flushed."""

    def rows_on(self, files: dict[str, bytearray]) -> tuple[list[bytes], int]:
        """Return the digests of used codes and the number of ballots, after checking that all are complete."""


_SPENT = "SELECT digest FROM access_codes WHERE spent = 1"
_BALLOTS = "SELECT count(*) FROM ballots"


class SqliteFiles:
    def __init__(self, installation: Installation, scratch: Path) -> None:
        self._folder, self._scratch = installation.folder, scratch

    def pids(self) -> list[int]:
        return []

    def files(self) -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in self._folder.glob("surveyapp.sqlite*")}

    def rows_on(self, files: dict[str, bytearray]) -> tuple[list[bytes], int]:
        shutil.rmtree(self._scratch, ignore_errors=True)
        self._scratch.mkdir()
        for path, content in files.items():
            # Other processes read the shared index through memory, which a power cut clears.
            if not path.endswith("-shm"):
                (self._scratch / Path(path).name).write_bytes(content)
        connection = sqlite3.connect(self._scratch / "surveyapp.sqlite")
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        spent = [digest for (digest,) in connection.execute(_SPENT)]
        (ballots,) = connection.execute(_BALLOTS).fetchone()
        connection.close()
        return spent, ballots


class PostgresqlFiles:
    def __init__(self, server: Server, url: str) -> None:
        self._server, self._name = server, url.rsplit("/", 1)[1].split("?")[0]

    def pids(self) -> list[int]:
        return [self._server.pid]

    def files(self) -> dict[str, bytes]:
        with psycopg.connect(self._dsn(self._server), autocommit=True) as connection:
            connection.execute("CHECKPOINT")
        found = (path for path in self._server.data.rglob("*") if path.is_file() and path.name != "postmaster.pid")
        return {str(path): path.read_bytes() for path in found}

    def rows_on(self, files: dict[str, bytearray]) -> tuple[list[bytes], int]:
        def lay_out(folder: Path) -> None:
            folder.mkdir(mode=0o700)
            for path in self._server.data.rglob("*"):
                if path.is_dir():
                    (folder / path.relative_to(self._server.data)).mkdir(mode=0o700)
            for name, content in files.items():
                where = Path(name)
                if where.is_relative_to(self._server.data) and not name.endswith("(deleted)"):
                    (folder / where.relative_to(self._server.data)).write_bytes(content)

        with self._server.found_as(lay_out) as found, psycopg.connect(self._dsn(found)) as connection:
            spent = [bytes(digest) for (digest,) in connection.execute(_SPENT)]
            (ballots,) = connection.execute(_BALLOTS).fetchone() or (0,)
            return spent, ballots

    def _dsn(self, server: Server) -> str:
        return server.url_of(self._name).replace("+psycopg", "")


@contextmanager
def machine(kind: str, folder: Path, people: int) -> Iterator[tuple[Installation, Machine]]:
    if kind == "sqlite":
        installation = Installation(folder / "instance", "", people)
        yield installation, SqliteFiles(installation, folder / "restarted")
    else:
        with running_server(durable=True) as server:
            url = server.new_database()
            yield Installation(folder / "instance", url, people), PostgresqlFiles(server, url)


def lost_at_acknowledgements(
    disk: Disk, trace: Path, files: Machine, receipts: dict[bytes, str]
) -> tuple[set[str], int, int]:
    """Replay the trace. Returns who got a reply, and at how many replies a power cut would lose or damage ballots.

    ``receipts``: digest of a code to the receipt number of its holder.
    """
    told: set[str] = set()
    lost = half = 0
    there: set[str] = set()
    seen = -1
    for receipt in receipts_in(trace, disk):
        told.add(receipt)
        if disk.flushes != seen:
            # Between two flushes the state after a power cut does not change.
            seen = disk.flushes
            spent, ballots = files.rows_on(disk.flushed)
            half += len(spent) != ballots
            there = {receipts[code] for code in spent if code in receipts}
        lost += bool(told - there)
    return told, lost, half


def cut_at_each(installation: Installation, files: Machine, trace: Path, start: Start, people: int) -> dict[str, int]:
    crowd, ledger = installation.crowd, Ledger()
    with start(installation) as server:
        # One answer first, so that connections are open and one-time data is written.
        assert insist(server.port, crowd.study, crowd.people[0], Ledger()) == RECEIVED
        with tracing([server.pid, *files.pids()], *writes_to(trace)):
            before = files.files()
            with at_work(server.port, crowd.study, crowd.people[1:], ledger):
                pass
    assert len(ledger.receipts) == people - 1
    disk = Disk({path: bytearray(content) for path, content in before.items()})
    receipts = {person.digest: ledger.receipts[person.number] for person in crowd.people[1:]}
    told, lost, half = lost_at_acknowledgements(disk, trace, files, receipts)
    assert told == set(ledger.receipts.values())
    blind = Disk({path: bytearray(content) for path, content in before.items()}, flushes_count=False)
    _, unsafe, _ = lost_at_acknowledgements(blind, trace, files, receipts)
    assert unsafe >= people - 1, "the replay would not see what is not flushed"
    return {"acknowledgements": len(told), "power cuts that lost a ballot": lost, "that left half a one": half}


@pytest.mark.usefixtures("strace")
def test_after_a_power_cut_at_each_of_20_acknowledgements_the_ballots_are_on_the_disk(tmp_path: Path) -> None:
    with machine("sqlite", tmp_path, 21) as (installation, files):
        figures = cut_at_each(installation, files, tmp_path / "trace", serving, 21)
    assert (figures["power cuts that lost a ballot"], figures["that left half a one"]) == (0, 0)


@pytest.mark.long
@pytest.mark.usefixtures("strace")
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_power_cut_at_each_acknowledgement(tmp_path: Path, kind: str, keep_figures: KeepFigures) -> None:
    with machine(kind, tmp_path, 121) as (installation, files):
        figures = cut_at_each(installation, files, tmp_path / "trace", serving_program, 121)
    keep_figures(**figures)
    assert (figures["power cuts that lost a ballot"], figures["that left half a one"]) == (0, 0)


@pytest.mark.usefixtures("strace")
@pytest.mark.parametrize("calls", ["fdatasync,fsync", "pwrite64"], ids=["flushing", "writing"])
def test_a_disk_that_fails_with_eio_is_told_honestly_and_got_over(tmp_path: Path, calls: str) -> None:
    installation = Installation(tmp_path / "instance", "", 20)
    crowd, people = installation.crowd, installation.crowd.people[:6]

    def send(server: FieldServer, turn: int) -> int:
        return send_plainly(server.port, crowd.study, people[turn])

    with serving(installation) as server:
        assert send(server, 0) == RECEIVED
        for turn in range(1, len(people)):
            with tracing([server.pid], *failing_with_eio(calls)):
                assert send(server, turn) == BUSY
            while (status := send(server, turn)) != RECEIVED:
                assert status in (BUSY, NO_REPLY)
    assert installation.in_the_box() == [person.number for person in people]


def test_nothing_turns_off_what_makes_commits_durable(tmp_path: Path, database_url: str) -> None:
    installation = Installation(tmp_path / "instance", database_url, 20)
    engine = installation.app.extensions["database"].engine
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA synchronous")).scalar() == 2, "FULL"
            assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        else:
            # The server of the tests has it off for all; our connection must leave the setting unchanged.
            ours = connection.execute(text("SHOW synchronous_commit")).scalar()
            with psycopg.connect(database_url.replace("+psycopg", "")) as other:
                assert other.execute("SHOW synchronous_commit").fetchone() == (ours,)
    installation.release()
