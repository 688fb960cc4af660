"""kill -9 during sending, many times; clients without a reply send again under the same nonce."""

import random
from collections.abc import Iterator
from itertools import cycle, repeat
from pathlib import Path

import pytest

from tests.durability.field_server import Installation, Start, serving, serving_program
from tests.durability.respondents import NO_REPLY, RECEIVED, Ledger, at_work, insist
from tests.figures import KeepFigures
from tests.waiting import until

PATIENCE = 60
"""Seconds for a few dozen answers on a busy machine."""


def killed_again_and_again(
    folder: Path, url: str, starts: Iterator[Start], times: int, per_life: int
) -> dict[str, int]:
    """Kill the server during sending, each time at another moment, and check the box each time."""
    installation = Installation(folder / "instance", url, times * per_life)
    people, study, luck, ledger = installation.crowd.people, installation.crowd.study, random.Random(), Ledger()
    lost = doubled = half = 0

    def look() -> None:
        nonlocal lost, doubled, half
        kept = installation.look_into_the_box()
        lost += len(ledger.receipts.keys() - set(kept.writers))
        doubled += kept.doubled
        half += kept.half

    for life in range(times):
        with next(starts)(installation) as server:
            unsure = [one for one in people[: life * per_life] if one.number not in ledger.receipts]
            wanted = len(ledger.receipts) + luck.randint(1, per_life // 2)
            with at_work(server.port, study, unsure + people[life * per_life : (life + 1) * per_life], ledger):
                until(lambda wanted=wanted: len(ledger.receipts) >= wanted, PATIENCE, every=0.002)  # type: ignore[misc]
                server.kill()
        look()
    with next(starts)(installation) as server:
        for person in people:
            if person.number not in ledger.receipts:
                assert insist(server.port, study, person, ledger) == RECEIVED
    look()
    assert installation.in_the_box() == [person.number for person in people]
    assert len(set(ledger.receipts.values())) == len(people)
    unanswered = ledger.statuses.count(NO_REPLY)
    return {
        "kills": times, "acknowledged": len(people), "in flight when killed": unanswered,
        "lost": lost, "doubled": doubled, "half": half,
    }  # fmt: skip


def none_lost_doubled_or_half(figures: dict[str, int]) -> bool:
    return (figures["lost"], figures["doubled"], figures["half"]) == (0, 0, 0)


def test_after_kill_9_what_was_acknowledged_is_there_once(tmp_path: Path, database_url: str) -> None:
    assert none_lost_doubled_or_half(killed_again_and_again(tmp_path, database_url, repeat(serving), 5, per_life=24))


@pytest.mark.long
def test_after_200_times_kill_9_nothing_is_lost_doubled_or_half(
    tmp_path: Path, database_url: str, keep_figures: KeepFigures
) -> None:
    # One start in ten runs the whole program, with the process that supervises its worker.
    starts: Iterator[Start] = cycle([serving_program, *[serving] * 9])
    figures = killed_again_and_again(tmp_path, database_url, starts, 200, per_life=40)
    keep_figures(**figures)
    assert none_lost_doubled_or_half(figures)


def test_sigterm_finishes_what_was_accepted(tmp_path: Path) -> None:
    installation = Installation(tmp_path / "instance", "", 80)
    ledger = Ledger()
    with (
        serving_program(installation) as server,
        at_work(server.port, installation.crowd.study, installation.crowd.people, ledger, 8),
    ):
        until(lambda: len(ledger.receipts) >= 10, PATIENCE, every=0.002)
        assert server.stop() < 10
    assert set(ledger.receipts) <= set(installation.in_the_box())
