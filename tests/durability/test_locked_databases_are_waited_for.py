"""Another process locks the database: clients wait or get an error, and finally everybody is counted once."""

import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.durability.field_server import Installation, serving
from tests.durability.respondents import BUSY, RECEIVED, Ledger, send
from tests.figures import KeepFigures
from tests.linkability.crowd import Person
from tests.postgresql import running_server
from tests.waiting import after, until

BACK_AFTER = 10
"""Seconds; the large value allows for a machine that runs other tests too."""


@contextmanager
def locked(url: str) -> Iterator[None]:
    """Context in which another program writes without ending."""
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")
        connection.close()
    else:
        with psycopg.connect(url.replace("+psycopg", "")) as other:
            other.execute("LOCK TABLE ballots, access_codes IN EXCLUSIVE MODE")
            yield
            other.rollback()


def everybody_sends_during(installation: Installation, url: str, seconds: float) -> Ledger:
    ledger, crowd = Ledger(), installation.crowd

    def insist(person: Person) -> float:
        while (status := send(server.port, crowd.study, person, ledger)) != RECEIVED:
            assert status == BUSY
        return time.monotonic()

    with serving(installation) as server, ThreadPoolExecutor(len(crowd.people)) as pool:
        with locked(url):
            waiting = [pool.submit(insist, person) for person in crowd.people]
            until(after(seconds))
            assert not ledger.receipts
            over = time.monotonic()
        assert max(one.result() for one in waiting) - over < BACK_AFTER
    assert installation.in_the_box() == [person.number for person in crowd.people]
    return ledger


def test_a_database_locked_for_2_seconds_costs_nobody_an_answer(tmp_path: Path, database_url: str) -> None:
    everybody_sends_during(Installation(tmp_path / "instance", database_url, 12), database_url, 2)


@pytest.mark.long
def test_a_database_locked_for_30_seconds_costs_nobody_an_answer(
    tmp_path: Path, database_url: str, keep_figures: KeepFigures
) -> None:
    ledger = everybody_sends_during(Installation(tmp_path / "instance", database_url, 40), database_url, 30)
    keep_figures(**{"people": 40, "answers": len(ledger.receipts), "told to try again": ledger.statuses.count(BUSY)})


@pytest.mark.long
def test_a_postgresql_that_crashes_20_times_loses_nothing_and_is_found_again(
    tmp_path: Path, keep_figures: KeepFigures
) -> None:
    with running_server(durable=True) as postgresql:
        installation = Installation(tmp_path / "instance", postgresql.new_database(), 400)
        crowd, ledger = installation.crowd, Ledger()
        with serving(installation) as server, ThreadPoolExecutor(8) as pool:
            for crash in range(20):
                these = crowd.people[crash::20]
                sending = [pool.submit(send, server.port, crowd.study, one, ledger) for one in these]
                until(after(0.02 * crash))
                postgresql.stop(at_once=True)
                for one in sending:
                    assert one.result() in (RECEIVED, BUSY)
                postgresql.start()
                assert set(ledger.receipts) <= set(installation.in_the_box())
                for person in these:
                    deadline = time.monotonic() + BACK_AFTER
                    while send(server.port, crowd.study, person, ledger) != RECEIVED:
                        assert time.monotonic() < deadline
        kept = installation.look_into_the_box()
        lost = len(ledger.receipts.keys() - set(kept.writers))
        keep_figures(crashes=20, acknowledged=len(ledger.receipts), lost=lost, doubled=kept.doubled, half=kept.half)
        assert (len(kept.writers), lost, kept.doubled, kept.half) == (400, 0, 0, 0)
