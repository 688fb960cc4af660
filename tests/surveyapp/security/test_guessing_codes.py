"""Replies to invalid codes are delayed, those to valid ones are not, and the three kinds of invalid ones are alike."""

import re
import statistics
import time
from collections.abc import Callable
from secrets import token_hex

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from forms.model.study import Study
from surveyapp.ballot_box.codes.access_codes import new_code
from surveyapp.throttling.guessing import OF_AN_ADDRESS, OF_EVERYBODY, Slowness

LEADER = "/s/nho_2019/leader"
Ask = Callable[[FlaskClient, str], TestResponse]


def send(client: FlaskClient, code: str) -> TestResponse:
    fields = {"ov_one": "3", "matters": ["1"], "open_words": "", "nonce": token_hex(16), "code": code, "variant": "a"}
    return client.post(LEADER, data=fields)


WAYS: dict[str, Ask] = {
    "the unit's name": lambda client, code: client.post(f"{LEADER}/unit-name", data={"code": code}),
    "the ballot": send,
    "the plain page": lambda client, code: client.post(f"{LEADER}/plain", data={"code": code}),
    "saving a draft": lambda client, code: client.post(f"{LEADER}/draft", data={"code": code, "ov_one": "1"}),
    "opening a draft": lambda client, code: client.post(f"{LEADER}/draft/open", data={"code": code}),
}


@pytest.fixture
def slept(sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the delays without their length."""
    found: list[float] = []
    monkeypatch.setattr("surveyapp.throttling.guessing.time.sleep", found.append)
    return found


@pytest.mark.parametrize("way", WAYS)
def test_each_way_of_trying_a_code_counts_a_wrong_one_once(
    client: FlaskClient, slept: list[float], codes: list[str], way: str
) -> None:
    free = OF_AN_ADDRESS[0]
    for _ in range(free):
        assert WAYS[way](client, new_code()).status_code == 422
    assert slept == []
    WAYS[way](client, new_code())
    assert slept == [OF_AN_ADDRESS[1]]


@pytest.mark.parametrize("way", ["the unit's name", "the ballot", "the plain page", "saving a draft"])
def test_a_good_code_is_answered_at_once_whatever_came_before(
    client: FlaskClient, slept: list[float], codes: list[str], way: str
) -> None:
    for _ in range(60):
        WAYS["the unit's name"](client, new_code())
    slept.clear()
    assert WAYS[way](client, codes[0]).status_code == 200
    assert slept == []


def test_the_delay_grows_and_has_an_end(client: FlaskClient, slept: list[float], codes: list[str]) -> None:
    for _ in range(OF_AN_ADDRESS[0] + 8):
        WAYS["the unit's name"](client, new_code())
    assert slept == [0.1, 0.2, 0.4, 0.8, 1.0, 1.0, 1.0, 1.0]


def test_many_addresses_share_a_budget_too(sqlite_app: Flask, slept: list[float]) -> None:
    slow = Slowness(1)
    for number in range(OF_EVERYBODY[0]):
        slow.after_failure(f"192.0.2.{number}")
    assert slept == []
    slow.after_failure("192.0.2.250")
    assert slept == [OF_EVERYBODY[1]]


def test_waiting_answers_take_a_quarter_of_the_threads_at_most(sqlite_app: Flask) -> None:
    slow: Slowness = sqlite_app.extensions["guessing"]
    assert sqlite_app.extensions["settings"].surveyapp_threads == 8
    assert [slow.places.acquire(blocking=False) for _ in range(3)] == [True, True, False]


@pytest.mark.parametrize("way", ["the unit's name", "the plain page", "saving a draft", "opening a draft"])
def test_unknown_malformed_and_used_codes_are_answered_in_the_same_words(
    client: FlaskClient, slept: list[float], codes: list[str], way: str
) -> None:
    assert send(client, codes[0]).status_code == 200
    wrong_check = new_code()
    wrong_check = wrong_check[:-1] + ("A" if wrong_check[-1] != "A" else "C")
    tried = [new_code(), wrong_check, codes[0], "x", "0000-0000-0000-0000"]
    seen = set()
    for code in tried:
        answer = WAYS[way](client, code)
        # Pages for browsers without a script repeat the entries and contain a new nonce; they are padded to the full
        # length, of which the entries take a part.
        text = re.sub(r'value="[0-9a-f]{32}"', "", answer.text).replace(f'value="{code}"', "").rstrip()
        seen.add((answer.status_code, answer.mimetype, text))
    assert len(seen) == 1


def test_they_take_the_same_time(client: FlaskClient, slept: list[float], codes: list[str]) -> None:
    assert send(client, codes[0]).status_code == 200
    kinds = {"unknown": new_code(), "used": codes[0], "malformed": "not a code"}
    took: dict[str, list[float]] = {kind: [] for kind in kinds}
    for _ in range(80):
        for kind, code in kinds.items():
            began = time.perf_counter()
            WAYS["the unit's name"](client, code)
            took[kind].append(time.perf_counter() - began)
    medians = [statistics.median(times) for times in took.values()]
    assert max(medians) - min(medians) < 0.005


def test_guesses_find_nothing_and_people_with_cards_go_on(
    sqlite_app: Flask, client: FlaskClient, slept: list[float], codes: list[str], study: Study
) -> None:
    """Make 400 guesses while people use their cards; test_guessing_a_served_study does the same to a server."""
    waited: list[float] = []
    for number in range(400):
        assert WAYS["the unit's name"](client, new_code()).status_code == 422
        if number % 10 == 0 and codes:
            began = time.perf_counter()
            assert send(client, codes.pop()).status_code == 200
            waited.append(time.perf_counter() - began)
    assert sorted(waited)[int(len(waited) * 0.95)] < 1.0
    assert slept
    assert len(sqlite_app.extensions["guessing"].address._found) == 1
