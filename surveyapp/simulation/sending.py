"""Sends filled-out forms to the real pages over HTTP, as browsers would, and counts the receipts."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from threading import local
from urllib.parse import urlencode, urlsplit

from forms.model.study import Study
from surveyapp.simulation.people import Fields, Person, Respondent
from surveyapp.simulation.truth import Truth

_BROWSERS = 4
_HIDDEN_FIELD = re.compile(rb'<input type="hidden" name="(version|variant|language)" value="([^"]*)"')


class PageRefusedError(Exception):
    """The server refused a valid form."""


@dataclass(frozen=True)
class Sheet:
    """One filled-out form and its code (``None`` for the open link)."""

    person: Person
    fields: Fields
    code: str | None


def fill_out_all(
    study: Study, persons: Iterable[Person], truth: Truth, codes: dict[tuple[str, str], list[str]]
) -> Iterator[Sheet]:
    """Fill out a form for each person, with the next code of the person's group and unit if there is one."""
    for person in persons:
        fields = Respondent(person, study, truth).fill_out(study.questionnaires[person.group])
        waiting = codes.get((person.group, person.unit.id if person.unit else ""), [])
        yield Sheet(person, fields, waiting.pop() if waiting else None)


def send_all(study: Study, sheets: Iterable[Sheet], base: str, on_sent: Callable[[], None]) -> Counter[str]:
    """Open the page and send the form for every sheet. Returns the number of receipts by group.

    ``PageRefusedError`` with the server's reply if a sheet is refused: a simulation with lost answers would be compared
    with the wrong parameters.
    """
    browsers = local()

    def send(sheet: Sheet) -> str:
        if not hasattr(browsers, "one"):
            browsers.one = _Browser(base)
        browsers.one.answer(study.id, sheet)
        return sheet.person.group

    counts: Counter[str] = Counter()
    with ThreadPoolExecutor(_BROWSERS) as pool:
        for group in pool.map(send, sheets):
            counts[group] += 1
            on_sent()
    return counts


class _Browser:
    """A persistent connection, as a browser has."""

    def __init__(self, base: str) -> None:
        parts = urlsplit(base)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self.connection = kind(parts.hostname or "127.0.0.1", parts.port, timeout=30)
        self.prefix = parts.path.rstrip("/")

    def answer(self, study: str, sheet: Sheet) -> None:
        path = f"{self.prefix}/s/{study}/{sheet.person.group}"
        page = self._ask("GET", path)
        hidden = {name.decode(): value.decode() for name, value in _HIDDEN_FIELD.findall(page)}
        # The nonce is derived from the seed, so that a repeated simulation is a retry and gets the same receipts.
        nonce = hashlib.sha256(f"nonce/{sheet.person.seed}".encode()).hexdigest()[:32]
        fields: Fields = {name: [value] for name, value in hidden.items()} | {"nonce": [nonce]} | sheet.fields
        if sheet.code:
            fields["code"] = [sheet.code]
        self._ask("POST", path, urlencode(fields, doseq=True).encode())

    def _ask(self, method: str, path: str, body: bytes | None = None) -> bytes:
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        try:
            self.connection.request(method, path, body, headers)
            answer: HTTPResponse = self.connection.getresponse()
            content = answer.read()
        except (HTTPException, OSError) as error:
            self.connection.close()
            raise PageRefusedError(f"{method} {path}: no answer from the server ({error})") from error
        if answer.status != 200:
            raise PageRefusedError(f"{method} {path}: status {answer.status} — {_plain_text(content)[:300]}")
        return content


def _plain_text(page: bytes) -> str:
    body = re.sub(rb"<(style|script).*?</\1>", b" ", page, flags=re.DOTALL)
    return " ".join(re.sub(rb"<[^>]+>", b" ", body).decode("utf-8", "replace").split())


def codes_by_unit(rows: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str], list[str]]:
    """Arrange the ``(group, unit, code)`` rows of ``codes make`` for assignment to people."""
    arranged: dict[tuple[str, str], list[str]] = {}
    for group, unit, code in rows:
        arranged.setdefault((group, unit), []).append(code)
    return arranged
