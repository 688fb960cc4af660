"""kill -9 in the middle of sending, again and again; whoever heard nothing sends again under the same nonce."""

import random
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.durability.field_server import FieldServer, Installation, serving, serving_program
from tests.durability.respondents import Ledger, at_work, send

Start = Callable[[Installation], AbstractContextManager[FieldServer]]


def killed_again_and_again(folder: Path, url: str, start: Start, times: int, per_life: int = 60) -> None:
    installation = Installation(folder / "instance", url, times * per_life)
    people, study, luck, ledger = installation.crowd.people, installation.crowd.study, random.Random(), Ledger()
    for life in range(times):
        with start(installation) as server:
            unsure = [one for one in people[: life * per_life] if one.number not in ledger.receipts]
            known = len(ledger.receipts)
            with at_work(server.port, study, unsure + people[life * per_life : (life + 1) * per_life], ledger):
                while len(ledger.receipts) < known + luck.randint(1, per_life // 2):
                    time.sleep(0.002)
                server.kill()
        assert set(ledger.receipts) <= set(installation.in_the_box()), "acknowledged and lost"
    with start(installation) as server:
        for person in people:
            if person.number not in ledger.receipts:
                assert send(server.port, study, person, ledger) == 200
    assert installation.in_the_box() == [person.number for person in people]
    assert len(set(ledger.receipts.values())) == len(people)


def test_after_kill_9_what_was_acknowledged_is_there_once(tmp_path: Path, database_url: str) -> None:
    killed_again_and_again(tmp_path, database_url, serving, 5, per_life=24)


@pytest.mark.long
def test_after_200_times_kill_9_nothing_is_lost_doubled_or_half(tmp_path: Path, database_url: str) -> None:
    killed_again_and_again(tmp_path, database_url, serving_program, 200, per_life=40)


def test_sigterm_finishes_what_was_accepted(tmp_path: Path) -> None:
    installation = Installation(tmp_path / "instance", "", 80)
    ledger = Ledger()
    with (
        serving_program(installation) as server,
        at_work(server.port, installation.crowd.study, installation.crowd.people, ledger, 8),
    ):
        while len(ledger.receipts) < 10:
            time.sleep(0.002)
        assert server.stop() < 10
    assert set(ledger.receipts) <= set(installation.in_the_box())
