"""Nothing an administrator does on the pages or on the terminal creates a researcher with rights.

The installation has one study with a box, begun by a researcher. The administrator also holds a waiting account with
the role of a researcher and knows its password.
"""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from click.testing import CliRunner, Result
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from surveyapp import create_app
from surveyapp.accounts import passwords
from surveyapp.accounts.changes import change_password
from surveyapp.accounts.queries import all_accounts, find_account
from surveyapp.accounts.researchers.consent import consent_as_researcher, consent_code, standing_of
from surveyapp.accounts.second_step.second_factor import turn_on
from surveyapp.accounts.signing_in.set_up import token_file
from surveyapp.commands import main
from surveyapp.commands.server.init import set_up
from surveyapp.database.sessions import writing
from surveyapp.database.tables.studies import State
from surveyapp.instance.faults import Fault
from surveyapp.instance.settings import load_settings
from surveyapp.lifecycle.changes import load, start_taking_answers
from surveyapp.web.permissions import may
from surveyapp.web.roles_table import Somebody
from tests.html_pages import strict_client
from tests.surveyapp.cheap_passphrases import make_passphrases_cheap
from tests.surveyapp.staff_cast import PASSWORD, WAITING, cast_of_staff, post, set_session, token
from tests.surveyapp.staff_study import STUDY, staff_study

PASSPHRASE = "một câu dài không ai đoán ra"
OWN = "four words the administrator chose"
NEW = "another four words for this"
SECOND = "second"
HIDDEN = ("results.read", "results.export", "box.open", "researchers.consent")
RIGHTS = "/staff/me/rights"
ACCOUNTS = "/staff/accounts"


@dataclass
class Administrator:
    """Actions of a person with an administrator's account, a terminal of the server and a waiting account."""

    app: Flask
    folder: Path

    def client(self, name: str) -> FlaskClient:
        """Return a browser in which that account is signed in."""
        with self.app.app_context():
            account = find_account(name)
            assert account is not None
            client = strict_client(self.app)
            identity = f"{account.session_epoch}:{name}"
            set_session(self.app, client, _user_id=identity, began=int(time.time()), language="en", id=f"of {name}")
        return client

    def press(self, address: str, /, on: str | None = None, by: str = "administrator", **fields: str) -> TestResponse:
        client = self.client(by)
        return client.post(address, data={"csrf_token": token(client, on or "/staff/me"), **fields})

    def as_waiting(self, address: str, /, on: str | None = None, **fields: str) -> TestResponse:
        return self.press(address, on=on, by=WAITING, **fields)

    def ask(self, **fields: str) -> TestResponse:
        return self.as_waiting(RIGHTS, on=RIGHTS, current=PASSWORD, new=NEW, again=NEW, **fields)

    def run(self, *words: str, passphrase: str = OWN, password: str = OWN, new: str = NEW) -> Result:
        given = {"SURVEYAPP_PASSPHRASE": passphrase, "SURVEYAPP_PASSWORD": password, "SURVEYAPP_NEW_PASSWORD": new}
        own = {"SURVEYAPP_INSTANCE": str(self.folder), "LANG": "C.UTF-8", **given}
        return CliRunner().invoke(main, list(words), env=own, catch_exceptions=True)

    def load_second(self) -> None:
        with self.app.app_context():
            load(staff_study().model_copy(update={"id": SECOND, "version": "fedcba9876543210"}))

    def close_researchers(self) -> None:
        self.press(f"{ACCOUNTS}/change", on=ACCOUNTS, name="researcher", change="close")

    def begin_second(self) -> TestResponse:
        self.load_second()
        begin = f"/staff/studies/{SECOND}/begin/rehearsal"
        return self.as_waiting(begin, passphrase=OWN, again=OWN, current=PASSWORD, new=NEW, new_again=NEW)

    def code_of(self, name: str) -> str:
        with self.app.app_context():
            account = find_account(name)
            assert account is not None
            return consent_code(account)

    def consent(self, name: str, code: str, by: str) -> None:
        with self.app.test_request_context(), suppress(Fault):
            consent_as_researcher(name, code, by)

    def call(self, act: Callable[[], object]) -> None:
        with self.app.app_context():
            act()


Way = Callable[[Administrator], object]


def _after(*ways: Way) -> Way:
    def one_after_the_other(who: Administrator) -> None:
        for way in ways:
            way(who)

    return one_after_the_other


def _change(change: str, name: str = WAITING, **fields: str) -> Way:
    return lambda who: who.press(f"{ACCOUNTS}/change", on=ACCOUNTS, name=name, change=change, **fields)


def _add(name: str, **fields: str) -> Way:
    new = {"new": NEW, "again": NEW}
    return lambda who: who.press(ACCOUNTS, on=ACCOUNTS, name=name, role="researcher", **new, **fields)


def _terminal(*words: str, **given: str) -> Way:
    return lambda who: who.run(*words, **given)


def _load(who: Administrator) -> None:
    who.load_second()


def _close(who: Administrator) -> None:
    who.close_researchers()


def _plant_token(who: Administrator) -> None:
    token_file(who.folder).write_text(f"abc {int(time.time())}\n", encoding="ascii")
    who.press("/staff/set-up", token="abc", name="researcher", new=NEW, again=NEW)


def _old_code_after_taking_over(who: Administrator) -> None:
    told = who.code_of(WAITING)
    who.call(lambda: change_password(WAITING, OWN))
    who.consent(WAITING, told, "researcher")


def _restore_own_backup(who: Administrator) -> None:
    file = str(who.folder.parent / "own.backup")
    who.run("backup", file)
    who.run("user", "add", "mai", "--role", "researcher")
    shutil.rmtree(who.folder)
    who.run("restore", file)


WAYS: dict[str, Way] = {
    "add a researcher": _add("mai"),
    "add an account of a researcher's name": _add("researcher"),
    "add an account of a researcher's name in capitals": _add(" RESEARCHER "),
    "add an account of a researcher's name in wide letters": _add("ｒｅｓｅａｒｃｈｅｒ"),
    "add a researcher with a consent in the form": _add("mai", consented_by="researcher researcher"),
    "add a researcher with a standing in the form": _add("mai", standing="researcher", active="1"),
    "change the role of a waiting account": _change("role", role="researcher"),
    "change the consent of a waiting account": _change("consent", consented_by="researcher"),
    "change the own account": _change("consent", name="administrator"),
    "close and reopen a waiting account": _after(_change("close"), _change("reopen")),
    "agree on the page of the researchers": lambda who: who.press(
        "/staff/researchers", name=WAITING, code=who.code_of(WAITING)
    ),
    "agree to oneself on the page of the researchers": lambda who: who.as_waiting(
        "/staff/researchers", name=WAITING, code=who.code_of(WAITING)
    ),
    "agree in the name of an administrator": lambda who: who.consent(WAITING, who.code_of(WAITING), "administrator"),
    "agree in the name of who waits": lambda who: who.consent(WAITING, who.code_of(WAITING), WAITING),
    "agree in the name of a closed researcher": _after(
        _close, lambda who: who.consent(WAITING, who.code_of(WAITING), "researcher")
    ),
    "have a researcher agree to another's code": lambda who: who.consent(WAITING, who.code_of("clerk"), "researcher"),
    "have a researcher agree to a code from before taking over": _old_code_after_taking_over,
    "have a researcher agree to an administrator": lambda who: who.consent(
        "administrator", who.code_of("administrator"), "researcher"
    ),
    "ask for the rights and wait": lambda who: who.ask(),
    "ask as an administrator": lambda who: who.press(RIGHTS, current=PASSWORD, new=NEW, again=NEW),
    "ask with a wrong passphrase": lambda who: who.ask(**{f"box_{STUDY}": OWN}),
    "ask with an empty passphrase": lambda who: who.ask(**{f"box_{STUDY}": " "}),
    "ask with the passphrase of a study that has no box": _after(_load, lambda who: who.ask(**{f"box_{SECOND}": OWN})),
    "begin a second study on the pages": lambda who: who.begin_second(),
    "begin a second study when all researchers are closed": _after(_close, lambda who: who.begin_second()),
    "begin a second study as an administrator": _after(
        _load,
        lambda who: who.press(f"/staff/studies/{SECOND}/begin/rehearsal", passphrase=OWN, again=OWN),
    ),
    "open the box as an administrator": lambda who: who.press(f"/staff/studies/{STUDY}/box", passphrase=PASSPHRASE),
    "open the box as who waits": lambda who: who.as_waiting(f"/staff/studies/{STUDY}/box", passphrase=PASSPHRASE),
    "name the role in the address": lambda who: who.client(WAITING).get(
        f"/staff/studies/{STUDY}/results?role=researcher&standing=researcher"
    ),
    "name the role in headers": lambda who: who.client(WAITING).get(
        f"/staff/studies/{STUDY}/results", headers={"Remote-User": "researcher", "X-Role": "researcher"}
    ),
    "name the role in another form": lambda who: who.as_waiting(
        "/staff/me/language", language="en", role="researcher", consented_by="x"
    ),
    "change the password of a researcher": lambda who: who.press(
        "/staff/me/password", name="researcher", current=PASSWORD, new=NEW, again=NEW
    ),
    "turn the second step of a researcher off on the researchers' page": lambda who: who.press(
        "/staff/researchers/second-step-off", name="researcher"
    ),
    "plant a token for the first account": _plant_token,
    "add a researcher on the terminal": _terminal("user", "add", "mai", "--role", "researcher"),
    "add a researcher's name on the terminal": _terminal("user", "add", "Researcher", "--role", "researcher"),
    "consent on the terminal with another passphrase": _terminal("user", "consent", WAITING),
    "consent on the terminal to an administrator": _terminal("user", "consent", "administrator", passphrase=PASSPHRASE),
    "begin a second study on the terminal for who waits": _after(
        _load, _terminal("study", "rehearse", SECOND, "--yes", "--researcher", WAITING, password=PASSWORD)
    ),
    "begin a second study on the terminal for an administrator": _after(
        _load, _terminal("study", "open", SECOND, "--researcher", "administrator", password=PASSWORD)
    ),
    "begin a second study on the terminal for a researcher, with a wrong password": _after(
        _load, _terminal("study", "rehearse", SECOND, "--yes", "--researcher", "researcher")
    ),
    "begin a second study on the terminal, then consent with its passphrase": _after(
        _load, _terminal("study", "rehearse", SECOND, "--yes"), _terminal("user", "consent", WAITING)
    ),
    "the same when all researchers are closed": _after(
        _close,
        _load,
        _terminal("study", "open", SECOND, "--researcher", WAITING, password=PASSWORD),
        _terminal("user", "consent", WAITING),
    ),
    "delete the study, begin one and consent with its passphrase": _after(
        _terminal("study", "delete", STUDY, "--yes"),
        _load,
        _terminal("study", "rehearse", SECOND, "--yes"),
        _terminal("user", "consent", WAITING),
        lambda who: who.begin_second(),
    ),
    "set the installation up again": _terminal("init"),
    "restore an own backup": _restore_own_backup,
}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of the installation, which is copied for each attempt."""
    folder = tmp_path_factory.mktemp("rights") / "instance"
    patch = pytest.MonkeyPatch()
    # The results do not depend on the speed of the hashes.
    make_passphrases_cheap(patch)
    patch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    set_up(load_settings({"SURVEYAPP_INSTANCE": folder}))
    app = create_app({"SURVEYAPP_INSTANCE": folder})
    with app.app_context():
        load(staff_study())
        with writing() as session:
            session.add_all(cast_of_staff())
        start_taking_answers(STUDY, State.REHEARSAL, PASSPHRASE)
    app.extensions["database"].engine.dispose()
    yield folder
    patch.undo()


@pytest.fixture
def who(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Administrator]:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    folder = tmp_path / "instance"
    shutil.copytree(prepared, folder)
    app = create_app({"SURVEYAPP_INSTANCE": folder})
    yield Administrator(app, folder)
    app.extensions["database"].engine.dispose()


def with_rights(who: Administrator) -> dict[str, list[str]]:
    """Return the researchers' permissions that accounts other than the researcher's have."""
    with who.app.app_context():
        people = {account.name: standing_of(account) for account in all_accounts() if account.name != "researcher"}
    found = {name: [held for held in HIDDEN if may(Somebody(standing), held)] for name, standing in people.items()}
    return {name: held for name, held in found.items() if held}


@pytest.mark.parametrize("way", WAYS)
def test_no_way_of_an_administrator_gives_the_rights_of_a_researcher(who: Administrator, way: str) -> None:
    with who.app.app_context():
        before = find_account("researcher")
    WAYS[way](who)
    fresh = Administrator(create_app({"SURVEYAPP_INSTANCE": who.folder}), who.folder)
    assert with_rights(fresh) == {}
    for name in ("administrator", WAITING):
        client = fresh.client(name)
        for page in ("results", "data", "box"):
            assert client.get(f"/staff/studies/{STUDY}/{page}").status_code == 403
    with fresh.app.app_context():
        after = find_account("researcher")
    assert before is not None
    assert after is not None
    assert after.password_hash == before.password_hash
    fresh.app.extensions["database"].engine.dispose()


def test_the_ways_that_are_tried_are_many() -> None:
    assert len(WAYS) >= 38


def test_after_the_consent_the_password_that_the_administrator_knows_signs_in_no_more(who: Administrator) -> None:
    held = who.client(WAITING)
    assert held.get("/staff/me").status_code == 200
    person = who.client(WAITING)
    shown = post(person, RIGHTS, current=PASSWORD, new=NEW, again=NEW)
    assert "Your code" in shown.text
    who.consent(WAITING, who.code_of(WAITING), "researcher")
    assert WAITING in with_rights(who)
    assert held.get("/staff/me").status_code == 303
    stranger = strict_client(who.app)
    assert post(stranger, "/staff/sign-in", name=WAITING, password=PASSWORD).status_code == 403


def test_an_administrator_turns_no_second_step_of_a_researcher_off(who: Administrator) -> None:
    with who.app.app_context():
        turn_on("researcher", b"1" * 20, 0)
    page = who.client("administrator").get(ACCOUNTS).text
    assert page.count("Second step off") == 0
    _change("second_step_off", name="researcher")(who)
    with who.app.app_context():
        account = find_account("researcher")
    assert account is not None
    assert account.second_factor is not None


def test_with_the_passphrase_of_one_of_two_boxes_nobody_gets_rights_over_the_other(who: Administrator) -> None:
    """The second box belongs to other researchers; the passphrase of each study is needed."""
    with who.app.app_context():
        who.load_second()
        start_taking_answers(SECOND, State.REHEARSAL, OWN)
    assert "is needed too" in who.ask(**{f"box_{SECOND}": OWN}).text
    assert "wrong" in who.ask(**{f"box_{SECOND}": OWN, f"box_{STUDY}": OWN}).text
    assert who.run("user", "consent", WAITING).exit_code == 1
    assert with_rights(who) == {}
    assert who.ask(**{f"box_{SECOND}": OWN, f"box_{STUDY}": PASSPHRASE}).status_code == 303
    assert list(with_rights(who)) == [WAITING]
