"""Whole requests run in the writer's thread: suspended at the write, resumed after the commit."""

import sqlite3
import threading
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

from surveyapp.database.group_commit import writer as group_commit
from surveyapp.database.group_commit.writer import GroupCommit
from surveyapp.database.sessions import Database
from surveyapp.database.transactions import NotStoredError
from tests.surveyapp.writing.kept_numbers import COUNT_KEPT, KEEP_NOWHERE, keep, kept, locked, taken_up
from tests.waiting import until


@pytest.fixture
def writer(database: Database) -> GroupCommit:
    assert database.writer is not None
    return database.writer


class Requests:
    """Requests that each store a number, and their replies."""

    def __init__(self, writer: GroupCommit) -> None:
        self._writer = writer
        self.told: SimpleQueue[tuple[int, Any]] = SimpleQueue()

    def send(self, *numbers: int) -> None:
        for number in numbers:
            self._writer.run(lambda number=number: self._run(number))  # type: ignore[misc]

    def _run(self, number: int) -> None:
        try:
            self.told.put((number, self._writer.write(keep(number))))
        except NotStoredError as error:
            self.told.put((number, error))

    def wait(self, count: int) -> dict[int, Any]:
        return dict(self.told.get(timeout=10) for _ in range(count))


def test_many_requests_share_a_commit_and_each_is_told(database: Database, writer: GroupCommit, file: Path) -> None:
    requests = Requests(writer)
    blocker = locked(file)
    requests.send(*range(20))
    until(lambda: taken_up(database) == 20)
    assert requests.told.empty(), "nobody is told before the commit"
    blocker.execute("ROLLBACK")
    blocker.close()
    assert requests.wait(20) == dict.fromkeys(range(20), 1)
    assert kept(file) == list(range(20))


def test_a_request_runs_in_the_writers_thread_from_beginning_to_end(writer: GroupCommit) -> None:
    names: SimpleQueue[str] = SimpleQueue()

    def request() -> None:
        names.put(threading.current_thread().name)
        writer.write(keep(1))
        names.put(threading.current_thread().name)

    writer.run(request)
    assert [names.get(timeout=10), names.get(timeout=10)] == ["writer", "writer"]


def test_a_request_may_write_twice_and_read_what_it_wrote(writer: GroupCommit, file: Path) -> None:
    seen: SimpleQueue[object] = SimpleQueue()

    def request() -> None:
        writer.write(keep(1))
        seen.put(writer.read(lambda cursor: cursor.run(COUNT_KEPT).row()))
        writer.write(keep(2))
        seen.put("done")

    writer.run(request)
    assert [seen.get(timeout=10), seen.get(timeout=10)] == [(1,), "done"]
    assert kept(file) == [1, 2]


def test_a_refusal_is_raised_where_the_request_wrote_and_nobody_else_hears_of_it(
    writer: GroupCommit, file: Path
) -> None:
    raised: SimpleQueue[Exception] = SimpleQueue()

    def twice() -> None:
        try:
            writer.write(keep(1))
            writer.write(lambda cursor: (_ for _ in ()).throw(LookupError("no such code")))
        except LookupError as error:
            raised.put(error)

    requests = Requests(writer)
    writer.run(twice)
    requests.send(2, 3)
    assert requests.wait(2) == {2: 1, 3: 1}
    assert str(raised.get(timeout=10)) == "no such code"
    assert kept(file) == [1, 2, 3]


def test_requests_and_threads_share_the_writer(writer: GroupCommit, file: Path) -> None:
    requests = Requests(writer)
    threads = [threading.Thread(target=writer.write, args=(keep(100 + number),)) for number in range(4)]
    for thread in threads:
        thread.start()
        requests.send(int(thread.name.split("-")[1].split()[0]))
    requests.wait(4)
    for thread in threads:
        thread.join()
    assert len(kept(file)) == 8


def test_who_waits_too_long_is_told_so_and_not_kept_behind_his_back(
    writer: GroupCommit, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_commit, "WAIT_SECONDS", 0.3)
    blocker = locked(file)
    requests = Requests(writer)
    requests.send(1)
    ((number, told),) = requests.wait(1).items()
    assert (number, type(told)) == (1, NotStoredError)
    blocker.execute("ROLLBACK")
    blocker.close()
    requests.send(2)
    assert requests.wait(1) == {2: 1}
    assert kept(file) == [2]


def test_requests_go_on_being_heard_while_staff_write(
    database: Database, writer: GroupCommit, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_commit, "WAIT_SECONDS", 0.3)
    requests = Requests(writer)
    with database.alone():
        requests.send(1)
        assert isinstance(requests.wait(1)[1], NotStoredError)
        monkeypatch.setattr(group_commit, "WAIT_SECONDS", 5)
        requests.send(2)
        until(lambda: taken_up(database) == 1)
        assert requests.told.empty()
    assert requests.wait(1) == {2: 1}
    assert kept(file) == [2]


def test_a_flood_of_requests_that_write_nothing_keeps_no_ballot_waiting(writer: GroupCommit) -> None:
    ended = threading.Event()

    def again() -> None:
        if not ended.is_set():
            writer.run(again)

    requests = Requests(writer)
    for _ in range(3):
        writer.run(again)
    requests.send(1)
    try:
        assert requests.wait(1) == {1: 1}
    finally:
        ended.set()


def test_a_fault_of_the_database_reaches_the_request(writer: GroupCommit, file: Path) -> None:
    told: SimpleQueue[Exception] = SimpleQueue()

    def request() -> None:
        try:
            writer.write(lambda cursor: cursor.run(KEEP_NOWHERE))
        except NotStoredError as error:
            told.put(error)

    writer.run(request)
    assert isinstance(told.get(timeout=10), NotStoredError)
    requests = Requests(writer)
    requests.send(1)
    assert requests.wait(1) == {1: 1}


def test_stopping_finishes_the_requests_that_were_accepted(database: Database, file: Path) -> None:
    assert database.writer is not None
    requests = Requests(database.writer)
    blocker = locked(file)
    requests.send(1, 2, 3)
    stopping = threading.Thread(target=database.stop_writer)
    stopping.start()
    until(lambda: getattr(database.writer, "_ending", False))
    blocker.execute("ROLLBACK")
    blocker.close()
    stopping.join()
    assert requests.wait(3) == {1: 1, 2: 1, 3: 1}
    with sqlite3.connect(file) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
