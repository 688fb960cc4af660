"""People come with addresses, browsers, codes and answers that nobody else has; none of it is found on the disk."""

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from http.client import HTTPConnection
from pathlib import Path
from secrets import token_hex
from urllib.parse import parse_qs, urlencode

import psycopg
import pytest

from tests.durability.field_server import FieldServer, Installation, serving, serving_program
from tests.durability.respondents import body_of
from tests.linkability.crowd import GROUP, Person

DRAFTS = 6
"""Forms saved for later, by the first of them: locking each costs a tenth of a second."""


class Visitor:
    """One person in the browser: what is sent, and what must not be found afterwards."""

    def __init__(self, installation: Installation, server: FieldServer, person: Person) -> None:
        self._study, self._port, self._person = installation.crowd.study, server.port, person
        one = [token_hex(2) for _ in range(6)]
        self.headers = {
            "X-Forwarded-For": f"2001:db8:{':'.join(one)}",
            "User-Agent": f"Agent-{token_hex(8)}",
            "Referer": f"http://127.0.0.1/{token_hex(8)}",
            "Cookie": f"session={token_hex(8)}",
            "X-Request-Id": token_hex(8),
        }
        self.words, self.unfinished, self.wrong_code = (f"chữ {token_hex(8)}" for _ in range(3))
        self.receipt = ""

    def visit(self) -> None:
        address = f"/s/{self._study.id}/{GROUP}"
        self._ask("GET", address)
        self._ask("GET", f"{address}/no-such-page")
        form = {name: value for name, (value,) in parse_qs(body_of(self._study, self._person).decode()).items()}
        if self._person.number < DRAFTS:
            saved, _ = self._ask("POST", f"{address}/draft", form | {"open_words": self.unfinished})
            assert saved == 200
        refused, _ = self._ask("POST", address, form | {"code": self.wrong_code})
        assert refused == 422
        self._ask("POST", f"{address}/unit-name", {"code": form["code"]})
        received, reply = self._ask("POST", address, form | {"open_words": self.words})
        assert received == 200
        self.receipt = json.loads(reply)["receipt"]

    def marks(self) -> Iterator[str]:
        """All that nobody else has."""
        yield from (value.removeprefix("session=") for value in self.headers.values())
        yield from (self._person.code, self._person.code.replace("-", ""), self._person.nonce)
        yield from (self.words, self.unfinished, self.wrong_code, self.receipt, self.receipt.replace(" ", ""))

    def _ask(self, method: str, address: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=30)
        headers = self.headers | {"Accept": "application/json"}
        if fields:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, address, urlencode(fields) if fields else None, headers)
        reply = connection.getresponse()
        body = reply.read().decode()
        connection.close()
        return reply.status, body


def forms_of(mark: str) -> Iterator[bytes]:
    """A mark as it is, and as a program might write it down."""
    plain = mark.encode()
    yield plain
    yield plain.hex().encode()
    yield base64.b64encode(plain)[:-4]
    yield mark.encode("utf-16-le")
    yield json.dumps(mark).strip('"').encode()


def files_of(installation: Installation) -> list[Path]:
    """The data folder and the log; PostgreSQL's data and log too."""
    files = [path for path in installation.folder.rglob("*") if path.is_file()] + [installation.log]
    url = installation.own["DATABASE_URL"]
    if url.startswith("postgresql"):
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute("CHECKPOINT")
            data, own = connection.execute(
                "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = current_database()"
            ).fetchone() or ("", 0)
        folders = (Path(data) / "base" / str(own), Path(data) / "pg_wal")
        files += [path for folder in folders for path in folder.iterdir() if path.is_file()]
        files.append(Path(data).parent / "log")
    return files


def search(
    folder: Path, url: str, people: int, start: Callable[[Installation], AbstractContextManager[FieldServer]]
) -> None:
    # SQLite where it lies by default: in the data folder.
    url = "" if url.startswith("sqlite") else url
    installation = Installation(folder / "instance", url, people, TRUSTED_PROXIES="1")
    with start(installation) as server:
        visitors = [Visitor(installation, server, person) for person in installation.crowd.people]
        for visitor in visitors:
            visitor.visit()
        # While the server runs, so that logs and journals are still there.
        contents = [path.read_bytes().rstrip(b"\0") for path in files_of(installation)]
    marks = {mark for visitor in visitors for mark in visitor.marks() if mark}
    assert len(marks) > 10 * people
    found = [mark for mark in marks if any(form in content for form in forms_of(mark) for content in contents)]
    assert not found
    # The search itself is no blind one: what is there by right is found by it.
    assert any(installation.crowd.study.id.encode() in content for content in contents)


def test_60_people_leave_no_address_browser_code_or_answer(tmp_path: Path, database_url: str) -> None:
    search(tmp_path, database_url, 60 if database_url.startswith("sqlite") else 20, serving)


@pytest.mark.long
def test_500_people_leave_no_address_browser_code_or_answer(tmp_path: Path, database_url: str) -> None:
    search(tmp_path, database_url, 500, serving_program)
