import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from surveyapp import create_app
from surveyapp.accounts.changes import add_account
from surveyapp.accounts.queries import find_account
from surveyapp.accounts.researchers.consent import ConsentFault, has_rights
from surveyapp.accounts.second_step.second_factor import turn_on
from surveyapp.audit.queries import newest_lines
from surveyapp.commands import main
from surveyapp.commands.server.init import set_up
from surveyapp.database.engines import make_engine
from surveyapp.database.migrating import migrate
from surveyapp.database.sessions import writing
from surveyapp.database.tables.accounts import AccountRow
from surveyapp.database.tables.studies import State
from surveyapp.instance.settings import load_settings
from surveyapp.lifecycle.changes import load, start_taking_answers
from tests.html_pages import strict_client
from tests.surveyapp.answers_in_place import load_staff_study
from tests.surveyapp.cheap_passphrases import make_passphrases_cheap
from tests.surveyapp.staff_cast import PASSWORD, WAITING, post, signed_in
from tests.surveyapp.staff_study import STUDY, staff_study
from tests.surveyapp.test_migrating import upgrade

PASSPHRASE = "một câu dài không ai đoán ra"
OTHER = "một câu khác hẳn cũng dài như thế"
NEW = "another four words for this"
FIRST = "a password to begin with"
RIGHTS = "/staff/me/rights"
PEOPLE = "/staff/researchers"


@pytest.fixture(autouse=True)
def quick_boxes(monkeypatch: pytest.MonkeyPatch) -> None:
    make_passphrases_cheap(monkeypatch)


@pytest.fixture
def nobody_yet(app: Flask) -> None:
    """An installation with a draft study and no account with the rights."""
    with app.app_context():
        load_staff_study(State.DRAFT)
        with writing() as session:
            session.delete(session.get_one(AccountRow, "researcher"))


def rights(app: Flask, name: str = WAITING) -> str | None:
    """Return how the account got its rights, or ``None``."""
    with app.app_context():
        account = find_account(name)
        assert account is not None
        return account.consented_by if has_rights(account) else None


def ask(client: FlaskClient, new: str = NEW, **passphrases: str) -> str:
    return post(client, RIGHTS, current=PASSWORD, new=new, again=new, **passphrases).text


def code_shown(page: str) -> str:
    found = re.search(r'class="sheet mono">([A-Z2-7-]+)<', page)
    assert found is not None
    return found[1]


def test_who_waits_sees_counts_and_the_way_to_the_rights(app: Flask) -> None:
    client = signed_in(app, WAITING)
    page = client.get("/staff/me").text
    assert "nobody has agreed" in page
    assert RIGHTS in page
    assert client.get("/staff/studies/").status_code == 200
    assert client.get(PEOPLE).status_code == 403
    assert "waits for the consent of a researcher" in signed_in(app, "administrator").get("/staff/accounts").text


def test_a_researcher_agrees_with_the_code_that_the_person_reads_out(app: Flask) -> None:
    client = signed_in(app, WAITING)
    code = code_shown(ask(client))
    assert rights(app) is None
    researcher = signed_in(app, "researcher")
    assert WAITING in researcher.get(PEOPLE).text
    wrong = post(researcher, PEOPLE, name=WAITING, code="AAAA-BBBB-CCCC-DDDD")
    assert (wrong.status_code, "not the code" in wrong.text) == (422, True)
    assert post(researcher, PEOPLE, name=WAITING, code=code.lower().replace("-", " ")).status_code == 303
    assert rights(app) == "researcher researcher"
    assert "agreed to by researcher" in researcher.get(PEOPLE).text
    # The session in which the code was shown now has the rights.
    assert client.get(PEOPLE).status_code == 200
    with app.app_context():
        line = newest_lines(1)[0]
    assert (line.act, line.who, line.object) == ("account.consented", "researcher", WAITING)


def test_the_password_that_others_know_cannot_be_kept(app: Flask) -> None:
    with app.app_context():
        add_account("lan", "researcher", NEW)
    client = strict_client(app)
    post(client, "/staff/sign-in", name="lan", password=NEW)
    answer = post(client, RIGHTS, current=NEW, new=NEW, again=NEW)
    assert (answer.status_code, "present password" in answer.text or "mật khẩu" in answer.text) == (422, True)


def test_the_passphrases_of_all_studies_give_the_rights(app: Flask) -> None:
    with app.app_context():
        load_staff_study(State.DRAFT)
        sheet = start_taking_answers(STUDY, State.REHEARSAL, PASSPHRASE)
        load(staff_study().model_copy(update={"id": "second"}))
        start_taking_answers("second", State.REHEARSAL, OTHER)
    client = signed_in(app, WAITING)
    assert "is needed too" in ask(client, box_second=OTHER)
    assert "is wrong" in ask(client, box_second=PASSPHRASE, box_small=PASSPHRASE)
    assert rights(app) is None
    ask(client, box_second=OTHER, box_small=sheet)
    assert rights(app) == "passphrase of second, small"
    assert client.get(f"/staff/studies/{STUDY}/box").status_code == 200


@pytest.mark.usefixtures("nobody_yet")
def test_whoever_begins_the_first_study_is_the_first_researcher(app: Flask) -> None:
    client = signed_in(app, WAITING)
    page = f"/staff/studies/{STUDY}/begin/rehearsal"
    passphrase = {"passphrase": PASSPHRASE, "again": PASSPHRASE}
    wrong = post(client, page, **passphrase, current="wrong", new=NEW, new_again=NEW)
    assert "not your present password" in wrong.text
    done = post(client, page, **passphrase, current=PASSWORD, new=NEW, new_again=NEW)
    assert "Recovery sheet" in done.text
    assert rights(app) == f"passphrase of {STUDY}"
    assert client.get(f"/staff/studies/{STUDY}/box").status_code == 200
    stranger = strict_client(app)
    assert post(stranger, "/staff/sign-in", name=WAITING, password=PASSWORD).status_code == 403
    with app.app_context():
        assert "account.consented" in [line.act for line in newest_lines(3)]


@pytest.mark.usefixtures("nobody_yet")
def test_only_the_first_study_makes_researchers(app: Flask) -> None:
    with app.app_context():
        add_account("lan", "researcher", PASSWORD)
        start_taking_answers(STUDY, State.REHEARSAL, PASSPHRASE)
        load(staff_study().model_copy(update={"id": "second"}))
        with pytest.raises(ConsentFault, match="already"):
            start_taking_answers("second", State.REHEARSAL, OTHER, {"lan": NEW})
    assert rights(app, "lan") is None
    assert signed_in(app, WAITING).get("/staff/studies/second/begin/rehearsal").location == RIGHTS


def test_another_researcher_turns_the_second_step_of_a_lost_telephone_off(app: Flask) -> None:
    with app.app_context():
        add_account("lan", "researcher", NEW)
        with writing() as session:
            session.get_one(AccountRow, "lan").consented_by = "researcher researcher"
        turn_on("lan", b"1" * 20, 0)
    client = signed_in(app, "researcher")
    assert post(client, f"{PEOPLE}/second-step-off", on=PEOPLE, name="lan").status_code == 303
    assert post(client, f"{PEOPLE}/second-step-off", on=PEOPLE, name="researcher").status_code == 404
    with app.app_context():
        account = find_account("lan")
    assert account is not None
    assert account.second_factor is None


def run(folder: Path, *words: str, password: str = FIRST, new: str = NEW) -> Result:
    given = {"SURVEYAPP_PASSPHRASE": PASSPHRASE, "SURVEYAPP_PASSWORD": password, "SURVEYAPP_NEW_PASSWORD": new}
    environment = {"SURVEYAPP_INSTANCE": str(folder), "DATABASE_URL": "", **given}
    return CliRunner().invoke(main, ["--language", "en", *words], env=environment)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An installation with a draft study and a waiting account."""
    set_up(load_settings({"SURVEYAPP_INSTANCE": tmp_path / "instance"}))
    app = create_app({"SURVEYAPP_INSTANCE": tmp_path / "instance"})
    with app.app_context():
        load(staff_study())
    app.extensions["database"].engine.dispose()
    told = run(tmp_path / "instance", "user", "add", "lan", "--role", "researcher")
    assert "surveyapp user consent lan" in told.output
    return tmp_path / "instance"


def noted(folder: Path) -> dict[str, str | None]:
    engine = make_engine(load_settings({"SURVEYAPP_INSTANCE": folder}).database)
    with engine.connect() as connection:
        found = {row.name: row.consented_by for row in connection.execute(text("SELECT * FROM accounts"))}
    engine.dispose()
    return found


def test_the_terminal_names_the_first_researchers_when_the_passphrase_is_set(folder: Path) -> None:
    assert run(folder, "study", "rehearse", STUDY, "--yes", "--researcher", "lan", new="x").exit_code == 1
    assert run(folder, "study", "rehearse", STUDY, "--yes", "--researcher", "minh").exit_code == 1
    assert noted(folder) == {"lan": None}
    assert run(folder, "study", "rehearse", STUDY, "--yes", "--researcher", "lan").exit_code == 0
    assert noted(folder) == {"lan": f"passphrase of {STUDY}"}


def test_later_studies_are_begun_by_a_researcher_on_the_terminal_too(folder: Path) -> None:
    run(folder, "study", "rehearse", STUDY, "--yes", "--researcher", "lan")
    app = create_app({"SURVEYAPP_INSTANCE": folder})
    with app.app_context():
        load(staff_study().model_copy(update={"id": "second"}))
    app.extensions["database"].engine.dispose()
    assert "Only a researcher can begin the fieldwork" in run(folder, "study", "rehearse", "second", "--yes").stderr
    assert run(folder, "study", "rehearse", "second", "--yes", "--researcher", "lan").exit_code == 1
    assert run(folder, "study", "rehearse", "second", "--yes", "--researcher", "lan", password=NEW).exit_code == 0


def test_the_terminal_takes_the_passphrases_for_a_consent_and_for_a_forgotten_password(folder: Path) -> None:
    assert "ballot box yet" in run(folder, "user", "consent", "lan").stderr
    run(folder, "study", "rehearse", STUDY, "--yes")
    assert run(folder, "user", "consent", "lan", new=FIRST).exit_code == 1
    assert run(folder, "user", "consent", "lan").exit_code == 0
    assert noted(folder) == {"lan": f"passphrase of {STUDY}"}
    assert run(folder, "user", "consent", "lan", new="yet another four words").exit_code == 0
    assert noted(folder) == {"lan": f"passphrase of {STUDY}"}


def test_researchers_from_before_consent_was_asked_for_keep_their_rights(engine: Engine) -> None:
    upgrade(engine, "0004")
    row = (
        "INSERT INTO accounts (name, role, password_hash, language, active, session_epoch, second_factor_step)"
        " VALUES (:role, :role, 'x', 'vi', true, 0, 0)"
    )
    with engine.execution_options(writes=True).begin() as connection:
        for role in ("researcher", "clerk"):
            connection.execute(text(row), {"role": role})
    migrate(engine, bytes(32))
    with engine.connect() as connection:
        kept = connection.execute(text("SELECT name, consented_by FROM accounts ORDER BY name")).all()
    assert kept == [("clerk", None), ("researcher", "migration 0005")]
