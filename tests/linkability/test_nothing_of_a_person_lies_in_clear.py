"""People with unique addresses, browsers, codes and answers; none of these is found on the disk."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from secrets import token_hex
from urllib.parse import parse_qs, urlencode

import pytest

from tests.durability.field_server import FieldServer, Installation, Start, serving, serving_program
from tests.durability.respondents import BUSY, RECEIVED, REFUSED, body_of
from tests.figures import KeepFigures
from tests.linkability.crowd import GROUP, Person
from tests.linkability.searching import contents_of, folders_of_postgresql, forms_of, found_in

DRAFTS = 6
"""Number of people who save their form: each encryption takes a tenth of a second."""

BROWSERS = 8
PATIENCE = 60


class Visitor:
    """One person's browser: what is sent, and what must not be found afterwards."""

    def __init__(self, installation: Installation, server: FieldServer, person: Person) -> None:
        self._study, self._port, self._person = installation.crowd.study, server.port, person
        self.headers = {
            "X-Forwarded-For": f"2001:db8:{':'.join(token_hex(2) for _ in range(6))}",
            "User-Agent": f"Agent-{token_hex(8)}",
            "Referer": f"http://127.0.0.1/{token_hex(8)}",
            "Cookie": f"session={token_hex(8)}",
            "X-Request-Id": token_hex(8),
        }
        self.words, self.unfinished, self.wrong_code, self.elsewhere = (f"chữ {token_hex(8)}" for _ in range(4))
        self.other_nonce = token_hex(16)
        self.receipts: list[str] = []

    def visit(self) -> None:
        """Load, save, mistype and send by code; then fill in the form with the open link."""
        address, open_form = f"/s/{self._study.id}/{GROUP}", f"/s/{self._study.id}/outsider"
        form = {name: value for name, (value,) in parse_qs(body_of(self._study, self._person).decode()).items()}
        self._ask("GET", address)
        self._ask("GET", f"{address}/no-such-page?code={form['code']}")
        if self._person.number < DRAFTS:
            assert self._ask("POST", f"{address}/draft", form | {"open_words": self.unfinished})[0] == RECEIVED
        assert self._ask("POST", address, form | {"code": self.wrong_code})[0] == REFUSED
        self._ask("POST", f"{address}/unit-name", {"code": form["code"]})
        self._hand_in(address, form | {"open_words": self.words})
        opened = {"version": self._study.questionnaires["outsider"].version, "code": "", "nonce": self.other_nonce}
        self._hand_in(open_form, form | opened | {"out_agency": "90", "open_words": self.elsewhere})

    def marks(self) -> Iterator[str]:
        """Return all unique values of the person."""
        yield from (value.removeprefix("session=") for value in self.headers.values())
        yield from (self._person.code, self._person.code.replace("-", ""), self._person.nonce, self.other_nonce)
        yield from (self.words, self.unfinished, self.wrong_code, self.elsewhere)
        yield from (form for receipt in self.receipts for form in (receipt, receipt.replace(" ", "")))

    def _hand_in(self, address: str, form: dict[str, str]) -> None:
        status, reply = self._ask("POST", address, form)
        assert status == RECEIVED
        self.receipts.append(json.loads(reply)["receipt"])

    def _ask(self, method: str, address: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        """Repeat the request until the server is not busy."""
        headers = self.headers | {"Accept": "application/json"}
        if fields:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        deadline = time.monotonic() + PATIENCE
        while True:
            connection = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
            connection.request(method, address, urlencode(fields) if fields else None, headers)
            reply = connection.getresponse()
            body = reply.read().decode()
            connection.close()
            if reply.status != BUSY or time.monotonic() > deadline:
                return reply.status, body


def search(folder: Path, url: str, people: int, start: Start) -> dict[str, int]:
    # SQLite at its default place: in the data folder.
    url = "" if url.startswith("sqlite") else url
    since = time.time()
    installation = Installation(folder / "instance", url, people, TRUSTED_PROXIES="1")
    with start(installation) as server:
        visitors = [Visitor(installation, server, person) for person in installation.crowd.people]
        # Replies to mistyped codes are delayed by a second, so people do not come one after the other.
        with ThreadPoolExecutor(BROWSERS) as pool:
            for ended in [pool.submit(visitor.visit) for visitor in visitors]:
                ended.result()
        # While the server runs, so that logs and journals exist.
        folders = [installation.folder, installation.log, *(folders_of_postgresql(url) if url else ())]
        # A PostgreSQL of the tests serves other tests too; earlier parts of its long log contain nothing of these
        # people.
        contents = contents_of(folders, since - 1)
    marks = {mark for visitor in visitors for mark in visitor.marks()}
    assert len(marks) > 14 * people
    forms = {form for mark in marks for form in forms_of(mark)}
    # A control: the search finds values that are stored on purpose.
    by_right = {installation.crowd.study.id.encode(), installation.crowd.people[-1].digest}
    assert found_in(contents, by_right).keys() == by_right
    return {
        "people": people, "canaries": len(marks), "ways of writing them": len(forms),
        "megabytes searched": sum(map(len, contents.values())) // 2**20, "found": len(found_in(contents, forms)),
    }  # fmt: skip


def test_a_few_people_leave_no_address_browser_code_or_answer(tmp_path: Path, database_url: str) -> None:
    assert search(tmp_path, database_url, 30, serving)["found"] == 0


@pytest.mark.long
def test_500_people_leave_no_address_browser_code_or_answer(
    tmp_path: Path, database_url: str, keep_figures: KeepFigures
) -> None:
    figures = search(tmp_path, database_url, 500, serving_program)
    keep_figures(**figures)
    assert figures["found"] == 0
