import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from surveyapp.database.group_commit import writer as group_commit
from surveyapp.database.sessions import Database
from surveyapp.database.transactions import Cursor, NotStoredError
from tests.surveyapp.writing.kept_numbers import KEEP, KEEP_NOWHERE, NUMBERS, THREADS, keep, kept, locked, taken_up
from tests.waiting import until


def test_what_returned_is_committed(database: Database, file: Path) -> None:
    for number in range(20):
        assert database.transactions.write(keep(number)) == 1
        assert kept(file)[-1] == number


def test_many_at_once_are_all_kept(database: Database, file: Path) -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        assert sum(pool.map(lambda number: database.transactions.write(keep(number)), range(400))) == 400
    assert kept(file) == list(range(400))


def test_a_failed_piece_of_work_takes_nothing_else_with_it(database: Database, file: Path) -> None:
    def half(cursor: Cursor) -> None:
        cursor.run(KEEP, number=100)
        raise LookupError("not this one")

    blocker = locked(file)
    with ThreadPoolExecutor(3) as pool:
        # All three wait for the same commit.
        waiting = [pool.submit(database.transactions.write, work) for work in (keep(1), half, keep(2))]
        until(lambda: taken_up(database) == 3)
        blocker.execute("ROLLBACK")
        assert [waiting[0].result(), waiting[2].result()] == [1, 1]
        with pytest.raises(LookupError):
            waiting[1].result()
    blocker.close()
    assert kept(file) == [1, 2]


def test_a_database_locked_for_too_long_is_said_so_and_recovers(
    database: Database, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_commit, "WAIT_SECONDS", 0.3)
    blocker = locked(file)
    with pytest.raises(NotStoredError):
        database.transactions.write(keep(1))
    blocker.execute("ROLLBACK")
    blocker.close()
    monkeypatch.setattr(group_commit, "WAIT_SECONDS", 5)
    assert database.transactions.write(keep(2)) == 1
    assert kept(file) == [2], "whoever was told no is not kept behind his back"


def test_only_so_many_wait_for_long(database: Database, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_commit, "LATE_SECONDS", 0.05)
    blocker = locked(file)
    with ThreadPoolExecutor(THREADS) as pool:
        waiting = [pool.submit(database.transactions.write, keep(number)) for number in range(THREADS)]
        until(lambda: sum(future.done() for future in waiting) == 2)
        blocker.execute("ROLLBACK")
        blocker.close()
        refused = [error for future in waiting if (error := future.exception())]
        assert [type(error) for error in refused] == [NotStoredError] * 2
    assert len(kept(file)) == THREADS - 2


def test_staff_write_in_turn_with_respondents(database: Database, file: Path) -> None:
    def by_staff(number: int) -> None:
        with database.writing() as session:
            session.execute(text("INSERT INTO kept VALUES (:number)"), {"number": number})

    with ThreadPoolExecutor(THREADS) as pool:
        done = [
            pool.submit(by_staff if number % 5 == 0 else lambda n: database.transactions.write(keep(n)), number)
            for number in range(100)
        ]
        for future in done:
            future.result()
    assert kept(file) == list(range(100))


def test_a_fault_of_the_database_reaches_all_who_waited_and_the_thread_lives_on(database: Database, file: Path) -> None:
    with pytest.raises(NotStoredError):
        database.transactions.write(lambda cursor: cursor.run(KEEP_NOWHERE))
    assert database.transactions.write(keep(1)) == 1


def test_stopping_finishes_what_was_accepted(database: Database, file: Path) -> None:
    blocker = locked(file)
    writer = threading.Thread(target=database.transactions.write, args=(keep(1),))
    writer.start()
    until(lambda: taken_up(database) == 1)
    stopping = threading.Thread(target=database.stop_writer)
    stopping.start()
    blocker.execute("ROLLBACK")
    blocker.close()
    writer.join()
    stopping.join()
    assert kept(file) == [1]


def test_reading_sees_what_is_committed(database: Database) -> None:
    database.transactions.write(keep(7))
    assert database.transactions.read(lambda cursor: cursor.run(NUMBERS).row()) == (7,)
