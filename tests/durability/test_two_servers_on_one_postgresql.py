"""Two servers of the program on one PostgreSQL: each sees the other's changes, and nothing is done twice."""

import http.cookiejar
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import pytest
from flask import Flask
from sqlalchemy import func, select

from surveyapp.ballot_box.codes.access_codes import make_codes
from surveyapp.database.sessions import reading, writing
from surveyapp.database.tables.ballots import BallotRow
from surveyapp.database.tables.releases import ReleaseRow
from surveyapp.database.tables.responses import ResponseRow
from surveyapp.database.tables.studies import State
from surveyapp.lifecycle.changes import load, start_taking_answers
from tests.durability.field_server import ProgramServer
from tests.html_pages import parse
from tests.surveyapp.conftest import installed
from tests.surveyapp.staff_cast import PASSWORD, cast_of_staff
from tests.surveyapp.staff_study import STATEMENTS, STUDY, UNITS, staff_study
from tests.waiting import until

PASSPHRASE = "một câu dài không ai đoán ra"
PAGE = f"/staff/studies/{STUDY}"
USED, RECEIVED = 422, 200


@dataclass
class Place:
    """An installation with a study in rehearsal, as both servers see it; ``codes`` are of civil servants."""

    folder: Path
    log: Path
    app: Flask
    environment: dict[str, str]
    codes: list[str]
    ports: list[int] = field(default_factory=list)

    def count(self, table: type[Any]) -> int:
        with self.app.app_context(), reading() as session:
            return session.scalar(select(func.count()).select_from(table)) or 0


class Browser:
    """A client that keeps its cookie for both servers, as behind one address."""

    def __init__(self) -> None:
        self._open: OpenerDirector = build_opener(HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def ask(self, port: int, path: str, fields: dict[str, str] | None = None, **headers: str) -> tuple[int, str]:
        body = urlencode(fields).encode() if fields is not None else None
        try:
            with self._open.open(Request(f"http://127.0.0.1:{port}{path}", body, headers), timeout=60) as reply:
                return reply.status, reply.read().decode()
        except HTTPError as refused:
            return refused.code, refused.read().decode()

    def press(self, port: int, path: str, on: str = "", **fields: str) -> tuple[int, str]:
        """Send the form of a page."""
        found = parse(self.ask(port, on or path)[1]).find(".//input[@name='csrf_token']")
        return self.ask(port, path, {"csrf_token": found.get("value"), **fields})

    def sign_in(self, port: int, name: str, password: str = PASSWORD) -> tuple[int, str]:
        return self.press(port, "/staff/sign-in", name=name, password=password)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, postgresql: Any) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("two")
    url = postgresql.new_database()
    app = installed(folder / "instance", url)
    with app.app_context():
        load(staff_study())
        start_taking_answers(STUDY, State.REHEARSAL, PASSPHRASE)
        codes = [made.code for made in make_codes(staff_study(), "civil_servant", [*UNITS], 24)]
        with writing() as session:
            session.add_all(cast_of_staff())
    own = {"SURVEYAPP_INSTANCE": str(folder / "instance"), "DATABASE_URL": url}
    place = Place(folder, folder / "server.log", app, own, codes)
    with ExitStack() as both:
        for _ in range(2):
            server = ProgramServer(place)  # type: ignore[arg-type]
            both.callback(server.kill)
            place.ports.append(server.port)
        yield place
    app.extensions["database"].engine.dispose()


def send(port: int, code: str, nonce: str) -> tuple[int, str]:
    fields = {"code": code, "nonce": nonce, "variant": "", "language": "vi", **dict.fromkeys(STATEMENTS, "4")}
    status, reply = Browser().ask(port, f"/s/{STUDY}/civil_servant", fields, Accept="application/json")
    return status, json.loads(reply).get("receipt", "")


def at_once(*work: Callable[[], Any]) -> list[Any]:
    with ThreadPoolExecutor(len(work)) as people:
        return [done.result() for done in [people.submit(each) for each in work]]


def test_a_code_that_is_sent_to_both_at_once_is_used_once(place: Place) -> None:
    before = place.count(BallotRow)
    for code in place.codes[:6]:
        told = at_once(*(partial(send, port, code, token_hex(16)) for port in place.ports))
        assert sorted(status for status, _ in told) == [RECEIVED, USED]
    assert place.count(BallotRow) == before + 6


def test_one_sending_that_reaches_both_counts_once_and_has_one_receipt(place: Place) -> None:
    before = place.count(BallotRow)
    for code in place.codes[6:12]:
        nonce = token_hex(16)
        told = at_once(*(partial(send, port, code, nonce) for port in place.ports))
        assert {status for status, _ in told} == {RECEIVED}
        assert len({receipt for _, receipt in told}) == 1
    assert place.count(BallotRow) == before + 6


def test_who_signed_in_at_one_is_signed_in_at_the_other_until_signing_out(place: Place) -> None:
    first, second = place.ports
    person = Browser()
    assert person.sign_in(first, "researcher")[0] == 200
    assert staff_study().title["en"] in person.ask(second, PAGE)[1]
    kept = person.ask(second, "/staff/me")
    assert "researcher" in kept[1]
    person.press(first, "/staff/sign-out", on="/staff/me")
    assert "password" in person.ask(second, "/staff/me")[1], "the page to sign in"


def test_delays_after_wrong_passwords_are_those_of_each_process(place: Place) -> None:
    """As docs/roles.md states: they are kept in memory, so that no address is stored."""
    first, second = place.ports
    guesser = Browser()
    until(lambda: guesser.sign_in(first, "clerk", "wrong")[0] == 429, told=lambda: "never slowed")
    assert guesser.sign_in(second, "clerk", "wrong")[0] != 429


def test_two_openings_at_once_open_every_ballot_once_and_both_show_one_release(place: Place) -> None:
    people = [Browser(), Browser()]
    for port, person in zip(place.ports, people, strict=True):
        person.sign_in(port, "researcher")
    for number, code in enumerate(place.codes[12:]):
        assert send(place.ports[number % 2], code, token_hex(16))[0] == RECEIVED
    lying = place.count(BallotRow)
    told = at_once(
        *(
            partial(person.press, port, f"{PAGE}/box", passphrase=PASSPHRASE)
            for port, person in zip(place.ports, people, strict=True)
        )
    )
    # 503: the other opening holds the tables for longer than a page waits.
    assert {status for status, _ in told} <= {200, 422, 503}
    assert 200 in {status for status, _ in told}
    assert (place.count(BallotRow), place.count(ResponseRow)) == (0, lying)
    shown = at_once(
        *(partial(person.ask, port, f"{PAGE}/results") for port, person in zip(place.ports, people, strict=True))
    )
    assert [status for status, _ in shown] == [200, 200]
    assert place.count(ReleaseRow) == 1
    tables = [page.partition("<main")[2] for _, page in shown]
    assert tables[0] == tables[1]


def test_a_study_that_one_closes_takes_no_answer_at_the_other(place: Place) -> None:
    first, second = place.ports
    person = Browser()
    person.sign_in(first, "administrator")
    assert person.press(first, f"{PAGE}/state/closed")[0] == 200
    told: list[int] = []

    def is_refused() -> bool:
        told.append(send(second, place.codes[0], token_hex(16))[0])
        return told[-1] == 409

    until(is_refused, 10)
    assert RECEIVED not in told
