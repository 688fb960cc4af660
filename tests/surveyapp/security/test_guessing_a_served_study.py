"""A client with 200 addresses and as many connections guesses codes while others send their forms."""

import http.client
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from secrets import token_hex
from threading import Thread
from urllib.parse import urlencode

import pytest

from surveyapp.ballot_box.codes.access_codes import new_code
from tests.figures import KeepFigures
from tests.surveyapp.security.served_study import INSIDER, ServedStudy, answers
from tests.waiting import after, until

CONNECTIONS = ADDRESSES = 200
KIND = {"Content-Type": "application/x-www-form-urlencoded"}


class Guesser(Thread):
    """Try codes with a valid check letter as fast as the server replies; ``numbers`` are shared with the others."""

    def __init__(self, served: ServedStudy, numbers: Iterator[int]) -> None:
        super().__init__()
        self.hits = 0
        self.odd: list[int] = []
        self._port, self._numbers = served.port, numbers

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        for number in self._numbers:
            address = {"X-Forwarded-For": f"198.51.100.{number % ADDRESSES}"}
            connection.request("POST", f"{INSIDER}/unit-name", urlencode({"code": new_code()}), KIND | address)
            answer = connection.getresponse()
            answer.read()
            self.hits += answer.status == 200
            if answer.status not in (200, 422):
                self.odd.append(answer.status)
        connection.close()


def guess(folder: Path, codes: int, guesses: int) -> dict[str, int | float]:
    """Measure what guessing finds and how long people with cards wait meanwhile."""
    with ServedStudy(folder, codes) as served:
        numbers = iter(Numbers(guesses))
        guessers = [Guesser(served, numbers) for _ in range(CONNECTIONS)]
        since = time.monotonic()
        for guesser in guessers:
            guesser.start()
        waited = []
        for code in served.codes:
            if not any(guesser.is_alive() for guesser in guessers):
                break
            # From one of the addresses that guess, because a ministry may share one address.
            fields = answers(code=code, nonce=token_hex(16), variant="a")
            began = time.monotonic()
            status, _headers, _body = served.ask("POST", INSIDER, fields, X_Forwarded_For="198.51.100.7")
            waited.append(time.monotonic() - began)
            assert status == 200
            until(after(0.05))
        for guesser in guessers:
            guesser.join()
        took = time.monotonic() - since
        left = [path for path in served.folder.rglob("*") if path.is_file() and b"198.51.100." in path.read_bytes()]
    assert left == [], "an address was kept"
    assert [status for guesser in guessers for status in guesser.odd] == []
    assert len(waited) >= 10
    return {
        "guesses": guesses, "guesses a second": round(guesses / took), "live codes": codes,
        "hits": sum(guesser.hits for guesser in guessers), "people who answered": len(waited),
        "their p95, s": round(sorted(waited)[int(len(waited) * 0.95)], 3),
    }  # fmt: skip


class Numbers:
    """Yield the numbers from 0 to ``below``, each to one thread only, which a generator cannot do."""

    def __init__(self, below: int) -> None:
        self._numbers, self._below = count(), below

    def __iter__(self) -> Iterator[int]:
        return self

    def __next__(self) -> int:
        if (number := next(self._numbers)) >= self._below:
            raise StopIteration
        return number


def test_a_thousand_guesses_hit_nothing_and_hold_nobody_up(tmp_path: Path) -> None:
    figures = guess(tmp_path, codes=400, guesses=1_000)
    assert figures["hits"] == 0
    assert figures["their p95, s"] < 1


@pytest.mark.long
def test_a_hundred_thousand_guesses_at_five_thousand_codes_hit_nothing_and_hold_nobody_up(
    tmp_path: Path, keep_figures: KeepFigures
) -> None:
    figures = guess(tmp_path, codes=5_000, guesses=100_000)
    keep_figures(**figures)
    assert figures["hits"] == 0
    assert figures["their p95, s"] < 1
