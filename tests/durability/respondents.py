"""Minimal clients that send a form under one nonce until they get a reply.

The ledger records the replies.
"""

import json
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from queue import Empty, SimpleQueue
from urllib.parse import urlencode

from forms.model.study import Study
from tests.linkability.crowd import GROUP, Person, words_mark
from tests.waiting import until

RECEIVED, REFUSED, BUSY, NO_REPLY = 200, 422, 503, 0
PATIENCE = 600


@dataclass
class Ledger:
    """``receipts``: person to receipt number. ``statuses``: the replies in order; 0 for none."""

    receipts: dict[int, str] = field(default_factory=dict)
    statuses: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def percentile(self, share: float) -> float:
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def body_of(study: Study, person: Person, nonce: str = "") -> bytes:
    """Return the form as a browser sends it."""
    fields = {
        "version": study.questionnaires[GROUP].version,
        "variant": "a",
        "language": "vi",
        "nonce": nonce or person.nonce,
        "code": person.code,
        "ov_one": str(1 + person.number % 3),
        "open_words": f"{words_mark(person).decode()}: xin gửi ý kiến",
    }
    return urlencode(fields).encode()


def post(port: int, address: str, body: bytes, headers: dict[str, str] | None = None) -> tuple[int, str]:
    """Return status and body; (0, "") if no complete reply came."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        sent = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"} | (headers or {})
        connection.request("POST", address, body, sent)
        reply = connection.getresponse()
        return reply.status, reply.read().decode()
    except (OSError, HTTPException):
        return NO_REPLY, ""
    finally:
        connection.close()


def send(
    port: int,
    study: Study,
    person: Person,
    ledger: Ledger,
    nonce: str = "",
    headers: dict[str, str] | None = None,
) -> int:
    """Send once and record the reply."""
    since = time.monotonic()
    status, reply = post(port, f"/s/{study.id}/{GROUP}", body_of(study, person, nonce), headers)
    ledger.statuses.append(status)
    if status != NO_REPLY:
        ledger.seconds.append(time.monotonic() - since)
    if status == RECEIVED:
        receipt = json.loads(reply)["receipt"]
        assert ledger.receipts.setdefault(person.number, receipt) == receipt, "two numbers for one sending"
    return status


def insist(port: int, study: Study, person: Person, ledger: Ledger, nonce: str = "") -> int:
    """Send again under the same nonce while the server replies that it is busy, as the page asks people to."""
    told = [BUSY]

    def is_told() -> bool:
        told.append(send(port, study, person, ledger, nonce))
        return told[-1] != BUSY

    until(is_told, PATIENCE, every=0.02)
    return told[-1]


def send_plainly(port: int, study: Study, person: Person) -> int:
    """Send as a browser without a script; a refused form must come back with all entries."""
    status, page = post(port, f"/s/{study.id}/{GROUP}", body_of(study, person), {"Accept": "text/html"})
    if status == BUSY:
        check_kept(page, person)
    return status


def check_kept(page: str, person: Person) -> None:
    """Assert that the page saying that nothing was stored contains all entries."""
    for typed in (words_mark(person).decode(), person.code, person.nonce):
        assert typed in page, "what was typed is gone"
    assert " checked" in page, "what was chosen is gone"


@contextmanager
def at_work(port: int, study: Study, people: Iterable[Person], ledger: Ledger, browsers: int = 4) -> Iterator[None]:
    """Context in which these people send until they get a reply or no server answers; afterwards all have ended."""
    waiting: SimpleQueue[Person] = SimpleQueue()
    for person in people:
        waiting.put(person)

    def browse() -> None:
        while True:
            try:
                person = waiting.get_nowait()
            except Empty:
                return
            if insist(port, study, person, ledger) == NO_REPLY:
                return

    threads = [threading.Thread(target=browse) for _ in range(browsers)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for thread in threads:
            thread.join()
