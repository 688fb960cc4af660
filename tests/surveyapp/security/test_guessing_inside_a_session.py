"""A person at an unattended signed-in browser can guess neither the password nor a passphrase quickly."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.accounts.second_step.second_factor import turn_on
from surveyapp.accounts.signing_in import judging as signing_in
from surveyapp.accounts.signing_in.sign_in_budget import OF_A_NAME, OF_A_SECOND_STEP, OF_A_SECRET
from surveyapp.database.tables.studies import State
from surveyapp.instance import derived_keys
from surveyapp.lifecycle.changes import start_taking_answers
from surveyapp.studies import study_keys
from surveyapp.studies.study_keys import WrongPassphraseError, new_study_keys, unlock
from surveyapp.throttling.few_at_once import FewAtOnce
from tests.html_pages import strict_client
from tests.surveyapp.answers_in_place import load_staff_study
from tests.surveyapp.staff_cast import PASSWORD, app, post, set_session, signed_in, token  # noqa: F401
from tests.surveyapp.staff_study import STUDY
from tests.waiting import after, until

PASSPHRASE = "một câu dài không ai đoán ra"
NEW = "another four words"
AT_ONCE = 24


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("/staff/me/password", {"new": NEW, "again": NEW}),
        ("/staff/me/second-step", {"code": "000000"}),
    ],
)
def test_guesses_at_ones_own_password_are_slowed(app: Flask, address: str, fields: dict[str, str]) -> None:  # noqa: F811
    client = signed_in(app, "clerk")

    def status(password: str) -> int:
        on = "/staff/me" if address.endswith("password") else address
        return post(client, address, on=on, current=password, **fields).status_code

    statuses = [status(f"wrong {number}") for number in range(OF_A_SECRET[0] + 1)]
    assert statuses == [422] * (OF_A_SECRET[0] + 1)
    assert status(PASSWORD) == 429


def test_guesses_at_turning_the_second_step_off_are_slowed(app: Flask) -> None:  # noqa: F811
    with app.app_context():
        turn_on("clerk", b"1" * 20, 0)
    client = strict_client(app)
    set_session(app, client, _user_id="1:clerk", began=int(time.time()), language="en", id="x")
    address = "/staff/me/second-step/off"
    statuses = [post(client, address, current="wrong").status_code for _ in range(OF_A_SECRET[0] + 2)]
    assert statuses == [422] * (OF_A_SECRET[0] + 1) + [429]


def test_guesses_at_the_passphrase_of_a_box_are_slowed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    with app.app_context():
        load_staff_study(State.DRAFT)
        start_taking_answers(STUDY, State.REHEARSAL, PASSPHRASE)

    def refuse(*_: object) -> bytes:
        raise WrongPassphraseError

    monkeypatch.setattr("surveyapp.ballot_box.opening.open_box.unlock", refuse)
    client, address = signed_in(app, "researcher"), f"/staff/studies/{STUDY}/box"
    statuses = [post(client, address, passphrase=f"wrong {number}").status_code for number in range(OF_A_SECRET[0] + 2)]
    assert statuses == [422] * (OF_A_SECRET[0] + 1) + [429]


def test_passphrases_are_tried_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    keys, _ = new_study_keys(PASSPHRASE, STUDY)
    running, most, lock = 0, 0, Lock()

    def slow(*_: object) -> bytes:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        until(after(0.02))
        with lock:
            running -= 1
        return b"0" * 32

    monkeypatch.setattr(derived_keys, "hash_secret_raw", slow)
    monkeypatch.setattr(study_keys, "_AT_ONCE", FewAtOnce(1, patience=10))

    def attempt(_: int) -> None:
        with pytest.raises(WrongPassphraseError):
            unlock(keys, "wrong", STUDY)

    with ThreadPoolExecutor(6) as people:
        list(people.map(attempt, range(6)))
    assert most == 1


def send_at_once(clients: list[FlaskClient], address: str, csrf: list[str], **fields: str) -> list[int]:
    def send(number: int) -> int:
        return clients[number].post(address, data={"csrf_token": csrf[number], **fields}).status_code

    with ThreadPoolExecutor(AT_ONCE) as people:
        return list(people.map(send, range(AT_ONCE)))


def test_second_steps_sent_at_once_are_looked_at_no_oftener(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    looked: list[str] = []

    def look(_account: object, typed: str) -> bool:
        looked.append(typed)
        until(after(0.05))
        return False

    monkeypatch.setattr(signing_in, "is_second_step", look)
    with app.app_context():
        turn_on("clerk", b"1" * 20, 0)
    clients, address = [strict_client(app) for _ in range(AT_ONCE)], "/staff/sign-in/second"
    for client in clients:
        set_session(app, client, half=["clerk", 1, int(time.time())], language="en")
    send_at_once(clients, address, [token(client, address) for client in clients], code="000000")
    assert len(looked) == OF_A_SECOND_STEP[0] + 1


def test_passwords_sent_at_once_are_looked_at_no_oftener(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    looked: list[str] = []

    def look(_kept: object, typed: str) -> bool:
        looked.append(typed)
        until(after(0.05))
        return False

    monkeypatch.setattr(signing_in, "is_password", look)
    clients, address = [strict_client(app) for _ in range(AT_ONCE)], "/staff/sign-in"
    csrf = [token(client, address) for client in clients]
    send_at_once(clients, address, csrf, name="clerk", password="wrong")
    assert len(looked) == OF_A_NAME[0] + 1
