"""A disk that is full or read-only: an honest page that still holds what was typed, and no restart afterwards."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs

import psycopg
import pytest

from tests.durability.field_server import Installation
from tests.durability.respondents import BUSY, RECEIVED, body_of
from tests.linkability.crowd import GROUP, Person, words_mark

PAGE = 4096


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
    """Send as a browser without a script does; a form that was not taken must come back with all that was typed."""
    study = installation.crowd.study
    sent = parse_qs(body_of(study, person).decode())
    reply = installation.app.test_client().post(f"/s/{study.id}/{GROUP}", data=sent)
    if reply.status_code == BUSY:
        page = reply.get_data(as_text=True)
        for typed in (words_mark(person).decode(), person.code, person.nonce):
            assert typed in page, "what was typed is gone"
        assert " checked" in page, "what was chosen is gone"
    return reply.status_code


def until_full(installation: Installation, people: Iterator[Person]) -> Person:
    """Send until somebody is told that nothing was stored."""
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
def test_a_full_disk_keeps_what_was_typed_and_is_got_over(disk: Path, points: tuple[int, ...]) -> None:
    installation = Installation(disk / "instance", "", 120 if len(points) < 10 else 400)
    people = iter(installation.crowd.people)
    with in_process(installation):
        assert send(installation, next(people)) == RECEIVED
        for point in points:
            filler = fill(disk, point * PAGE)
            person = until_full(installation, people)
            filler.unlink()
            assert send(installation, person) == RECEIVED
    sent = installation.crowd.people[: person.number + 1]
    assert installation.in_the_box() == [one.number for one in sent]


def test_a_read_only_disk_keeps_what_was_typed_and_is_got_over(disk: Path) -> None:
    installation = Installation(disk / "instance", "", 20)
    first, second, *_ = installation.crowd.people
    with in_process(installation):
        assert send(installation, first) == RECEIVED
    # A disk can be made read-only only while nobody writes to it.
    installation.release()
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    with in_process(installation):
        assert send(installation, second) == BUSY
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
        assert send(installation, second) == RECEIVED
    assert installation.in_the_box() == [0, 1]


def test_a_read_only_postgresql_keeps_what_was_typed_and_is_got_over(tmp_path: Path, postgresql_url: str) -> None:
    installation = Installation(tmp_path / "instance", postgresql_url, 20)
    first, second, *_ = installation.crowd.people
    name = postgresql_url.rsplit("/", 1)[1].split("?")[0]
    with psycopg.connect(postgresql_url.replace("+psycopg", ""), autocommit=True) as owner:
        assert send(installation, first) == RECEIVED
        owner.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        installation.release()
        assert send(installation, second) == BUSY
        owner.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only")
        installation.release()
        assert send(installation, second) == RECEIVED
    assert installation.in_the_box() == [0, 1]
