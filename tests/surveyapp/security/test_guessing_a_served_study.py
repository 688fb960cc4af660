"""Somebody with 200 addresses and sixteen connections guesses at a server where others hand in their forms."""

import http.client
import time
from pathlib import Path
from secrets import token_hex
from threading import Thread
from urllib.parse import urlencode

import pytest

from surveyapp.ballot_box.access_codes import new_code
from tests.surveyapp.security.served_study import INSIDER, ServedStudy, answers

CONNECTIONS = 16
KIND = {"Content-Type": "application/x-www-form-urlencoded"}


class Guesser(Thread):
    """Tries codes with a good check letter, as fast as the server answers."""

    def __init__(self, served: ServedStudy, number: int, guesses: int) -> None:
        super().__init__()
        self.hits, self.others = 0, 0
        self._port, self._number, self._guesses = served.port, number, guesses

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        for guess in range(self._guesses):
            address = f"198.51.100.{(self._number * 13 + guess) % 200}"
            body = urlencode({"code": new_code()})
            connection.request("POST", f"{INSIDER}/unit-name", body, KIND | {"X-Forwarded-For": address})
            answer = connection.getresponse()
            answer.read()
            self.hits += answer.status == 200
            self.others += answer.status not in (200, 422)
        connection.close()


def guess(folder: Path, codes: int, guesses: int) -> None:
    with ServedStudy(folder, codes) as served:
        guessers = [Guesser(served, number, guesses // CONNECTIONS) for number in range(CONNECTIONS)]
        for guesser in guessers:
            guesser.start()
        waited = []
        for code in served.codes:
            if not any(guesser.is_alive() for guesser in guessers):
                break
            # From one of the addresses that guess: a ministry sits behind one.
            fields = answers(code=code, nonce=token_hex(16), variant="a")
            began = time.monotonic()
            status, _headers, _body = served.ask("POST", INSIDER, fields, X_Forwarded_For="198.51.100.7")
            waited.append(time.monotonic() - began)
            assert status == 200
            time.sleep(0.05)
        for guesser in guessers:
            guesser.join()
        left = [path for path in served.folder.rglob("*") if path.is_file() and b"198.51.100." in path.read_bytes()]
    assert sum(guesser.hits for guesser in guessers) == 0
    assert sum(guesser.others for guesser in guessers) == 0
    assert len(waited) >= 20
    assert sorted(waited)[int(len(waited) * 0.95)] < 1.0
    assert left == []


def test_sixteen_hundred_guesses_hit_nothing_and_hold_nobody_up(tmp_path: Path) -> None:
    guess(tmp_path, codes=200, guesses=1_600)


@pytest.mark.long
def test_a_hundred_thousand_guesses_at_five_thousand_codes_hit_nothing_and_hold_nobody_up(tmp_path: Path) -> None:
    guess(tmp_path, codes=5_000, guesses=100_000)
