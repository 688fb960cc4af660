"""With a full or read-only disk, a page reports the failure and keeps all entries, and no restart is needed."""

import os
import sqlite3
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs

import psycopg
import pytest

from tests.durability.field_server import Installation
from tests.durability.respondents import BUSY, RECEIVED, body_of, check_kept
from tests.figures import KeepFigures
from tests.linkability.crowd import GROUP, Person

PAGE = 4096
BACK_AFTER = 20
"""Seconds."""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of four megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mounting, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(disk: Path, left: int) -> Path:
    """Leave that many bytes free."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(PAGE))
        except OSError:
            file.truncate(max(0, file.tell() - left))
    return filler


def empty_log(installation: Installation) -> None:
    """Return the space of the log to the disk, because overwriting in place needs none."""
    connection = sqlite3.connect(installation.folder / "surveyapp.sqlite")
    assert connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone() == (0, 0, 0)
    connection.close()


@contextmanager
def in_process(installation: Installation) -> Iterator[None]:
    """The application with its writer, as inside the server."""
    database = installation.app.extensions["database"]
    database.start_writer(8)
    try:
        yield
    finally:
        database.stop_writer()


def send(installation: Installation, person: Person) -> int:
    """Send as a browser without a script; a refused form must come back with all entries."""
    study = installation.crowd.study
    sent = parse_qs(body_of(study, person).decode())
    reply = installation.app.test_client().post(f"/s/{study.id}/{GROUP}", data=sent)
    if reply.status_code == BUSY:
        check_kept(reply.get_data(as_text=True), person)
    return reply.status_code


def is_taken(installation: Installation, person: Person) -> bool:
    """Send until the form is received, which may need a second attempt on a slow disk."""
    deadline = time.monotonic() + BACK_AFTER
    while (status := send(installation, person)) == BUSY and time.monotonic() < deadline:
        pass
    return status == RECEIVED


def until_full(installation: Installation, people: Iterator[Person]) -> Person:
    """Send until the reply is that nothing was stored: a full disk repeats it, a busy one does not."""
    for person in people:
        status = send(installation, person)
        if status != RECEIVED:
            assert status == BUSY
            return person
    raise AssertionError("the disk never was full")


@pytest.mark.parametrize(
    "points",
    [pytest.param((0, 1, 2, 5), id="4 points"), pytest.param(range(50), id="50 points", marks=pytest.mark.long)],
)
def test_a_full_disk_keeps_what_was_typed_and_is_got_over(
    disk: Path, points: Sequence[int], keep_figures: KeepFigures
) -> None:
    installation = Installation(disk / "instance", "", 120 if len(points) < 10 else 400)
    people = iter(installation.crowd.people)
    with in_process(installation):
        assert is_taken(installation, next(people))
        for point in points:
            empty_log(installation)
            filler = fill(disk, point * PAGE)
            person = until_full(installation, people)
            filler.unlink()
            assert is_taken(installation, person)
    sent = installation.crowd.people[: person.number + 1]
    kept = installation.look_into_the_box()
    lost = len({one.number for one in sent} - set(kept.writers))
    keep_figures(points=len(points), acknowledged=len(sent), lost=lost, doubled=kept.doubled, half=kept.half)
    assert (lost, kept.doubled, kept.half) == (0, 0, 0)
    assert len(kept.writers) == len(sent)


def test_a_read_only_disk_keeps_what_was_typed_and_is_got_over(disk: Path) -> None:
    installation = Installation(disk / "instance", "", 20)
    first, second, *_ = installation.crowd.people
    with in_process(installation):
        assert is_taken(installation, first)
    # A disk can be made read-only only while nobody writes to it.
    installation.release()
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    with in_process(installation):
        assert send(installation, second) == BUSY
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
        assert is_taken(installation, second)
    assert installation.in_the_box() == [0, 1]


def test_a_read_only_postgresql_keeps_what_was_typed_and_is_got_over(tmp_path: Path, postgresql_url: str) -> None:
    installation = Installation(tmp_path / "instance", postgresql_url, 20)
    first, second, *_ = installation.crowd.people
    name = postgresql_url.rsplit("/", 1)[1].split("?")[0]
    with psycopg.connect(postgresql_url.replace("+psycopg", ""), autocommit=True) as owner:
        assert is_taken(installation, first)
        owner.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        installation.release()
        assert send(installation, second) == BUSY
        owner.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only")
        installation.release()
        assert is_taken(installation, second)
    assert installation.in_the_box() == [0, 1]
