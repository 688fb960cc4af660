"""An attacker with write access to the database but without the pepper changes a value: answers
stop and it is logged.
"""

import json
import re
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from flask import Flask
from sqlalchemy import text

from forms.model.study import Study
from surveyapp.accounts.changes import add_account, close_account
from surveyapp.accounts.queries import find_account
from surveyapp.audit.queries import check_log, newest_lines
from surveyapp.ballot_box.casting import Refusal, RefusedError, cast, count_refusal_of_consent
from surveyapp.ballot_box.drafts.saved_drafts import save_by_open_link
from surveyapp.ballot_box.opening.open_box import keys_of_box, open_box
from surveyapp.database import bound_values
from surveyapp.database.bound_values import BOUND, AlteredFault, mac_of
from surveyapp.database.sessions import database, reading, writing
from surveyapp.database.tables.accounts import AccountRow
from surveyapp.database.tables.ballots import BallotRow
from surveyapp.database.tables.drafts import DraftRow
from surveyapp.database.tables.responses import TallyRow
from surveyapp.database.tables.studies import State, StudyRow
from surveyapp.lifecycle.changes import change_state, start_taking_answers
from surveyapp.studies import loaded as studies
from surveyapp.studies.loaded import forget_loaded, study_is_simulated
from tests.architecture.checkout import ROOT
from tests.surveyapp.conftest import StudyIn
from tests.surveyapp.sealed_box import open_the_box
from tests.surveyapp.test_casting import ballot, by_open_link, new_code, refusal, rows
from tests.surveyapp.tiny_study import tiny_study

ATTACKER = X25519PrivateKey.from_private_bytes(bytes(range(2, 34))).public_key().public_bytes_raw()
PASSPHRASE = "một câu dài không ai đoán ra"


def sql(statement: str, **values: object) -> None:
    """Send the attacker's statement to the database; a newly started program then reads it."""
    with database().engine.execution_options(writes=True).begin() as connection:
        assert connection.execute(text(statement), values).rowcount > 0
    forget_loaded("nho_2019")
    studies._build.cache_clear()
    studies._find_form.cache_clear()


def altered_acts() -> list[tuple[str, str]]:
    return [
        (line.object, json.loads(line.details)["kind"]) for line in newest_lines(100) if line.act == "value.altered"
    ]


OF_STUDIES = {
    "public_key": "UPDATE studies SET public_key = :key",
    "locked_key": "UPDATE studies SET locked_key = :key",
    "state": "UPDATE studies SET state = 'rehearsal'",
    "simulated": "UPDATE studies SET simulated = true",
    "version": "UPDATE studies SET version = :old",
    "id": "UPDATE studies SET mac = (SELECT mac FROM studies WHERE id = 'khac_2019') WHERE id = 'nho_2019'",
    "the HMAC taken away": "UPDATE studies SET mac = NULL",
    "another HMAC": "UPDATE studies SET mac = :key",
}
OF_VERSIONS = {
    "thresholds": ('"respondents":10', '"respondents":1'),
    "keeps_unit": ('"keeps_unit":false', '"keeps_unit":true'),
    "one_per_unit": ('"one_per_unit":true', '"one_per_unit":false'),
    "delete_after": ('"delete_after":"2099-12-31"', '"delete_after":"2150-01-01"'),
    "frame": ('"Sở A"', '"Sở Z"'),
    "wording": ("Tôi chịu trách nhiệm.", "Tôi không chịu trách nhiệm."),
}


@pytest.fixture
def study(app: Flask, study_in: StudyIn) -> Study:
    """The open study in its second version, and another study beside it."""
    study_in(State.DRAFT, study_id="khac_2019")
    study_in(State.DRAFT, wording="Câu trước.")
    return study_in(State.OPEN)


def nothing_goes_on(app: Flask, study: Study) -> None:
    """Assert that no ballots, drafts or counts are taken, the box stays closed, and pages give the reason."""
    assert refusal(by_open_link(study)) is Refusal.ALTERED
    for act in (
        lambda: count_refusal_of_consent(study.id, "outsider"),
        lambda: study_is_simulated(study.id),
        lambda: open_the_box(study.id),
        lambda: change_state(study.id, State.CLOSED),
    ):
        with pytest.raises(AlteredFault):
            act()
    assert [rows(table) for table in (BallotRow, DraftRow, TallyRow)] == [[], [], []]
    page = app.test_client().get(f"/s/{study.id}/outsider?lang=en")
    assert (page.status_code, "altered on the server" in page.get_data(as_text=True)) == (503, True)
    told = app.test_client().post(f"/s/{study.id}/outsider", headers={"Accept": "application/json"})
    assert (told.status_code, list(told.get_json())) == (409, ["message", "faults"])


@pytest.mark.parametrize("value", OF_STUDIES)
def test_a_study_with_an_altered_value_takes_no_answers_and_is_not_opened(app: Flask, study: Study, value: str) -> None:
    old = tiny_study(wording="Câu trước.").version
    given = {name: found for name, found in (("key", ATTACKER), ("old", old)) if f":{name}" in OF_STUDIES[value]}
    sql(OF_STUDIES[value], **given)
    with pytest.raises(RefusedError, match="altered"):
        save_by_open_link(study.id, "outsider", "", b"{}")
    nothing_goes_on(app, study)
    assert altered_acts() == [(study.id, "study")]


@pytest.mark.parametrize("value", OF_VERSIONS)
def test_a_study_whose_content_was_altered_takes_no_answers(app: Flask, study: Study, value: str) -> None:
    before, after = OF_VERSIONS[value]
    with reading() as session:
        assert before in str(session.scalar(text("SELECT content FROM study_versions"))), "the case alters nothing"
    sql("UPDATE study_versions SET content = replace(content, :before, :after)", before=before, after=after)
    assert refusal(by_open_link(study)) is Refusal.ALTERED
    with pytest.raises(AlteredFault, match="content"):
        open_the_box(study.id)
    assert app.test_client().get(f"/s/{study.id}/outsider").status_code == 503
    assert rows(BallotRow) == []
    assert altered_acts() == [(study.id, "version")]


def test_the_key_of_an_attacker_gets_no_ballot_and_the_exchange_is_named(app: Flask, study: Study) -> None:
    code = new_code(study)
    with reading() as session:
        real = session.get_one(StudyRow, study.id).public_key
    sql("UPDATE studies SET public_key = :key WHERE id = :id", key=ATTACKER, id=study.id)
    for _ in range(10):
        assert refusal(by_open_link(study)) is Refusal.ALTERED
        assert refusal(ballot(study, code=code)) is Refusal.ALTERED
    assert rows(BallotRow) == []
    # After the value is restored everything works again, and the log keeps the event.
    sql("UPDATE studies SET public_key = :key WHERE id = :id", key=real, id=study.id)
    cast(ballot(study, code=code))
    assert open_the_box(study.id).unreadable == 0
    assert altered_acts() == [(study.id, "study")]
    assert check_log() is None


def test_an_altered_value_is_not_bound_by_a_later_change_of_the_program(sqlite_app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    sql("UPDATE studies SET simulated = true")
    with pytest.raises(AlteredFault), writing() as session:
        session.get_one(StudyRow, study.id).state = "closed"
    add_account("lan", "clerk", "bốn từ dễ nhớ lắm")
    sql("UPDATE accounts SET role = 'researcher'")
    with pytest.raises(AlteredFault, match="lan"):
        close_account("lan")
    assert find_account("lan") is None


def test_a_key_that_fits_its_row_but_not_the_log_opens_nothing(sqlite_app: Flask, study_in: StudyIn) -> None:
    """As if the attacker had the pepper too, or restored a row of an earlier study of that id."""
    study = study_in(State.DRAFT)
    start_taking_answers(study.id, State.OPEN, PASSPHRASE)
    cast(by_open_link(study))
    with reading() as session:
        row = session.get_one(StudyRow, study.id)
        values = {name: getattr(row, name) for name in BOUND[StudyRow].columns} | {"public_key": ATTACKER}
    sql("UPDATE studies SET public_key = :key, mac = :mac", key=ATTACKER, mac=mac_of(StudyRow, values))
    for act in (lambda: keys_of_box(study.id), lambda: open_box(study.id, PASSPHRASE)):
        with pytest.raises(AlteredFault, match="log of staff acts"):
            act()
    assert len(rows(BallotRow)) == 1


OF_ACCOUNTS: dict[str, tuple[str, dict[str, Any]]] = {
    "name": ("UPDATE accounts SET name = 'mai'", {}),
    "role": ("UPDATE accounts SET role = 'researcher'", {}),
    "active": ("UPDATE accounts SET active = false", {}),
    "password_hash": ("UPDATE accounts SET password_hash = :hash", {"hash": "$argon2id$"}),
    "second_factor": ("UPDATE accounts SET second_factor = :secret", {"secret": b"x"}),
    "session_epoch": ("UPDATE accounts SET session_epoch = 7", {}),
    "consented_by": ("UPDATE accounts SET consented_by = 'hoa'", {}),
    "the HMAC taken away": ("UPDATE accounts SET mac = NULL", {}),
}


@pytest.mark.parametrize("value", OF_ACCOUNTS)
def test_an_altered_account_has_no_rights_and_is_named_once(
    app: Flask, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("surveyapp.accounts.changes.hash_password", lambda password: "$argon2id$kept")
    add_account("lan", "administrator", "bốn từ dễ nhớ lắm")
    assert find_account("lan") is not None
    statement, given = OF_ACCOUNTS[value]
    sql(statement, **given)
    name = "mai" if value == "name" else "lan"
    assert [find_account(name), find_account(name)] == [None, None]
    assert altered_acts() == [(name, "account")]


def test_every_bound_value_is_altered_by_some_case() -> None:
    tried = {"studies": set(OF_STUDIES), "accounts": set(OF_ACCOUNTS)}
    for table, bound in BOUND.items():
        if table.__tablename__ in tried:
            assert set(bound.columns) <= tried[table.__tablename__]


@pytest.mark.parametrize("page", ["anonymity.md", "anonymity.vi.md"])
def test_the_documents_list_what_is_bound(page: str) -> None:
    written = (ROOT / "docs" / page).read_text(encoding="utf-8")
    listed = {
        table: tuple(re.findall(r"`(\w+)`", columns))
        for table, columns in re.findall(
            r"^\| `(studies|study_versions|accounts)` \| ([^|]+) \|", written, re.MULTILINE
        )
    }
    assert listed == {table.__tablename__: bound.columns for table, bound in BOUND.items()}


WRITTEN_PAST_THE_OBJECTS = re.compile(r"\b(?:insert|update)\((StudyRow|StudyVersionRow|AccountRow)\)(.*)")


def test_bound_rows_are_written_through_their_objects() -> None:
    """A separate statement would leave the HMAC unchanged."""
    found = [
        (path.name, match[0])
        for path in sorted((ROOT / "surveyapp").rglob("*.py"))
        for match in WRITTEN_PAST_THE_OBJECTS.finditer(path.read_text(encoding="utf-8"))
        if "second_factor_step" not in match[2]
    ]
    assert found == []


def test_looking_at_a_row_seen_before_computes_nothing(
    sqlite_app: Flask, study_in: StudyIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = study_in(State.OPEN)
    cast(by_open_link(study))

    def compute(*parts: object) -> bytes:
        raise AssertionError("computed again")

    monkeypatch.setattr(bound_values, "digest_under", compute)
    cast(by_open_link(study))
    assert len(rows(BallotRow)) == 2


def test_two_changes_of_one_account_that_begin_from_the_same_state_both_fit(sqlite_app: Flask) -> None:
    add_account("hoa", "coordinator", "bốn từ rất dễ nhớ")
    with reading() as first:
        loaded = first.get_one(AccountRow, "hoa")
        first.expunge(loaded)
    with writing() as second:
        second.get_one(AccountRow, "hoa").session_epoch += 1
    with writing() as first:
        first.add(loaded)
        loaded.active = False
    found = find_account("hoa")
    assert found is not None
    assert (found.active, found.session_epoch) == (False, 1)


def test_an_altered_study_keeps_no_other_study_from_being_listed(sqlite_app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    sql("UPDATE studies SET simulated = NOT simulated WHERE id = :id", id=study.id)
    forget_loaded(study.id)
    assert studies.all_loaded() == []
    assert sqlite_app.test_client().get("/").status_code == 200
