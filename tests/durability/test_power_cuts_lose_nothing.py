"""The power fails at the very moment of an acknowledgement, at each of them: the ballot is on the disk.

On SQLite, where the server itself writes. On PostgreSQL it is the database that flushes; what is ours is not to turn
that off, and :mod:`tests.durability.test_locked_databases_are_waited_for` kills it.
"""

import shutil
import sqlite3
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import text

from surveyapp.ballot_box.casting import _receipt_number
from tests.durability.field_server import Installation, serving_program
from tests.durability.respondents import BUSY, RECEIVED, Ledger, at_work, send
from tests.durability.traced_writes import STRACE, Disk, receipts_in

needs_strace = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")


def receipts_on(disk: Disk, folder: Path, app: Flask) -> set[str]:
    """What a restart would find, after checking that it is whole."""
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for path, content in disk.flushed.items():
        (folder / Path(path).name).write_bytes(content)
    with sqlite3.connect(folder / "surveyapp.sqlite") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        spent = connection.execute("SELECT nonce_digest FROM access_codes WHERE spent = 1").fetchall()
        assert connection.execute("SELECT count(*) FROM ballots").fetchone() == (len(spent),), "a half cast"
    connection.close()
    with app.app_context():
        return {_receipt_number(nonce) for (nonce,) in spent}


@pytest.mark.long
@needs_strace
def test_after_a_power_cut_at_each_acknowledgement_every_acknowledged_ballot_is_on_the_disk(tmp_path: Path) -> None:
    installation = Installation(tmp_path / "instance", "", 120)
    crowd, ledger, trace = installation.crowd, Ledger(), tmp_path / "trace"
    before = {str(path): path.read_bytes() for path in installation.folder.glob("surveyapp.sqlite*")}
    with serving_program(installation, *STRACE, str(trace)) as server:
        with at_work(server.port, crowd.study, crowd.people, ledger, 6):
            pass
        server.kill()
    assert len(ledger.receipts) == len(crowd.people)

    def lost(*, flushes_count: bool) -> int:
        disk = Disk({path: bytearray(content) for path, content in before.items()}, flushes_count=flushes_count)
        told: set[str] = set()
        at_risk = 0
        for receipt in receipts_in(trace, disk):
            told.add(receipt)
            at_risk += bool(told - receipts_on(disk, tmp_path / "restarted", installation.app))
        assert told == set(ledger.receipts.values())
        return at_risk

    assert lost(flushes_count=True) == 0
    assert lost(flushes_count=False) == len(crowd.people), "the replay sees what is not flushed"


@pytest.mark.long
@needs_strace
def test_a_disk_that_fails_to_flush_is_told_honestly_and_got_over(tmp_path: Path) -> None:
    installation = Installation(tmp_path / "instance", "", 60)
    crowd, ledger = installation.crowd, Ledger()
    calls = "fdatasync,fsync"
    failing = ("strace", "-f", "-o", "/dev/null", "-e", f"trace={calls}", "-e", f"inject={calls}:error=EIO:when=12..18")
    with serving_program(installation, *failing) as server:
        for person in crowd.people:
            while (status := send(server.port, crowd.study, person, ledger)) != RECEIVED:
                assert status == BUSY
    assert BUSY in ledger.statuses, "no flush failed"
    assert installation.in_the_box() == [person.number for person in crowd.people]


def test_nothing_turns_off_what_makes_commits_durable(tmp_path: Path, database_url: str) -> None:
    installation = Installation(tmp_path / "instance", database_url, 20)
    engine = installation.app.extensions["database"].engine
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA synchronous")).scalar() == 2, "FULL"
            assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        else:
            # The server of the tests has it off for all; a connection of ours must leave it as it finds it.
            ours = connection.execute(text("SHOW synchronous_commit")).scalar()
            with psycopg.connect(database_url.replace("+psycopg", "")) as other:
                assert other.execute("SHOW synchronous_commit").fetchone() == (ours,)
    installation.release()
