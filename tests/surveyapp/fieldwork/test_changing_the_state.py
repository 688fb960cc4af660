import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from surveyapp.ballot_box.codes.access_codes import make_codes
from surveyapp.database.bound_values import AlteredFault
from surveyapp.database.sessions import writing
from surveyapp.database.tables.studies import State
from surveyapp.fieldwork.words import changes_of
from surveyapp.lifecycle.changes import change_state
from surveyapp.studies.loaded import find_loaded, forget_loaded
from tests.surveyapp.answers_in_place import load_staff_study
from tests.surveyapp.sealed_box import open_the_box
from tests.surveyapp.staff_cast import post, signed_in, token
from tests.surveyapp.staff_study import STUDY, staff_study

PAGE = f"/staff/studies/{STUDY}"
PASSPHRASE = "một câu dài không ai đoán ra"


def state(app: Flask) -> State:
    with app.app_context():
        loaded = find_loaded(STUDY)
        assert loaded is not None
        return loaded.state


@pytest.mark.parametrize("wanted", [State.REHEARSAL, State.OPEN])
def test_a_draft_is_rehearsed_or_opened_after_a_confirmation(app: Flask, wanted: State) -> None:
    with app.app_context():
        load_staff_study(State.DRAFT)
    client = signed_in(app, "researcher")
    address = f"{PAGE}/begin/{wanted}"
    assert address in client.get(PAGE).text
    assert client.get(address).status_code == 200
    assert state(app) is State.DRAFT
    sheet = post(client, address, passphrase=PASSPHRASE, again=PASSPHRASE)
    assert "Recovery sheet" in sheet.text
    assert PASSPHRASE not in sheet.text
    (key,) = re.findall(r"Fingerprint of the key: <span class=\"mono\">([0-9a-f ]{39})<", sheet.text)
    assert key in client.get(PAGE).text
    assert state(app) is wanted


@pytest.mark.parametrize(("typed", "again"), [("", ""), ("too short", "too short"), (PASSPHRASE, PASSPHRASE + "x")])
def test_without_a_good_passphrase_nothing_is_opened(app: Flask, typed: str, again: str) -> None:
    with app.app_context():
        load_staff_study(State.DRAFT)
    answer = post(signed_in(app, "researcher"), f"{PAGE}/begin/open", passphrase=typed, again=again)
    assert "Please" in answer.text
    assert state(app) is State.DRAFT


def test_an_open_study_is_closed(app: Flask) -> None:
    with app.app_context():
        load_staff_study(State.OPEN)
    assert post(signed_in(app, "administrator"), f"{PAGE}/state/closed").status_code == 303
    assert state(app) is State.CLOSED


@pytest.mark.parametrize("start", [State.DRAFT, State.REHEARSAL, State.OPEN])
def test_every_button_that_is_offered_works(app: Flask, start: State) -> None:
    with app.test_request_context():
        load_staff_study(start)
        loaded = find_loaded(STUDY)
        assert loaded is not None
        offered = changes_of(loaded)
    assert offered
    address = f"{PAGE}/{'state' if offered[0].to is State.CLOSED else 'begin'}/{offered[0].to}"
    post(signed_in(app, "researcher"), address, passphrase=PASSPHRASE, again=PASSPHRASE)
    assert state(app) is offered[0].to


def test_a_change_that_the_state_does_not_allow_has_no_page(app: Flask) -> None:
    with app.app_context():
        load_staff_study(State.OPEN)
    client = signed_in(app, "researcher")
    for wanted in ("rehearsal", "draft", "open", "nonsense"):
        assert client.get(f"{PAGE}/state/{wanted}").status_code == 404
    for wanted in ("rehearsal", "draft", "open", "closed", "nonsense"):
        assert client.get(f"{PAGE}/begin/{wanted}").status_code == 404


def test_the_administrator_of_the_server_chooses_and_types_no_passphrase(app: Flask) -> None:
    with app.app_context():
        load_staff_study(State.DRAFT)
    client = signed_in(app, "administrator")
    assert "/begin/" not in client.get(PAGE).text
    for address in (f"{PAGE}/begin/open", f"{PAGE}/begin/rehearsal", f"{PAGE}/box"):
        assert client.get(address).status_code == 403
        assert post(client, address, on="/staff/me", passphrase=PASSPHRASE, again=PASSPHRASE).status_code == 403
    assert state(app) is State.DRAFT


def test_the_second_of_two_presses_is_told_how_things_stand(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    from surveyapp.fieldwork import routes
    from surveyapp.lifecycle.changes import change_state

    with app.app_context():
        load_staff_study(State.OPEN)

    def somebody_was_faster(study_id: str, wanted: State) -> None:
        change_state(study_id, wanted)
        change_state(study_id, wanted)

    monkeypatch.setattr(routes, "move_study", somebody_was_faster)
    client = signed_in(app, "administrator")
    assert post(client, f"{PAGE}/state/closed").location == PAGE
    assert "cannot become closed" in client.get(PAGE).text


def test_nothing_changes_without_the_token(app: Flask) -> None:
    with app.app_context():
        load_staff_study(State.OPEN)
    assert signed_in(app, "administrator").post(f"{PAGE}/state/closed").status_code == 400
    assert state(app) is State.OPEN


def test_coordinators_clerks_and_strangers_change_no_state(app: Flask, stranger: FlaskClient) -> None:
    with app.app_context():
        load_staff_study(State.OPEN)
    for role in ("coordinator", "clerk"):
        client = signed_in(app, role)
        fields = {"csrf_token": token(client, "/staff/me")}
        assert client.get(f"{PAGE}/state/closed").status_code == 403
        assert client.post(f"{PAGE}/state/closed", data=fields).status_code == 403
    assert "/state/" not in signed_in(app, "coordinator").get(PAGE).text
    assert post(stranger, f"{PAGE}/state/closed", on="/staff/sign-in").location.startswith("/staff/sign-in")
    assert state(app) is State.OPEN


def test_a_study_altered_in_the_database_is_named_and_not_moved(app: Flask) -> None:
    with app.app_context():
        load_staff_study(State.OPEN)
        with writing() as session:
            session.execute(text("UPDATE studies SET simulated = true"))
        forget_loaded(STUDY)
    page = signed_in(app, "researcher").get(PAGE)
    assert (page.status_code, f"Study {STUDY}: its state" in page.text) == (503, True)
    with app.app_context(), pytest.raises(AlteredFault):
        change_state(STUDY, State.CLOSED)


def test_closing_says_what_it_destroys(app: Flask) -> None:
    with app.app_context():
        load_staff_study(State.OPEN)
        make_codes(staff_study(), "outsider", ["u1"], 4)
    page = signed_in(app, "administrator").get(f"{PAGE}/state/closed").text
    assert "This cannot be undone" in page
    assert "4 codes that were not used are destroyed." in page


@pytest.mark.parametrize("role", ["administrator", "researcher"])
def test_a_closed_study_is_reopened_by_whoever_may_close_it(app: Flask, role: str) -> None:
    with app.app_context():
        load_staff_study(State.OPEN)
        change_state(STUDY, State.CLOSED)
    client = signed_in(app, role)
    assert f"{PAGE}/state/open" in client.get(PAGE).text
    assert f"{PAGE}/begin/open" not in client.get(PAGE).text
    assert client.get(f"{PAGE}/begin/open").status_code in (403, 404)
    assert post(client, f"{PAGE}/state/open").status_code == 303
    assert state(app) is State.OPEN


def test_after_the_last_opening_no_page_reopens_the_study(app: Flask) -> None:
    with app.app_context():
        load_staff_study(State.OPEN)
        change_state(STUDY, State.CLOSED)
    client = signed_in(app, "researcher")
    assert "This is the last opening" in client.get(f"{PAGE}/box").text
    with app.app_context():
        open_the_box(STUDY)
    assert "/state/open" not in client.get(PAGE).text
    assert client.get(f"{PAGE}/state/open").status_code == 404


def test_the_recovery_sheet_names_the_study_and_has_a_button_that_prints_it(app: Flask) -> None:
    with app.app_context():
        load_staff_study(State.DRAFT)
    client = signed_in(app, "researcher")
    sheet = post(client, f"{PAGE}/begin/rehearsal", passphrase=PASSPHRASE, again=PASSPHRASE).text
    assert "Trách nhiệm người đứng đầu</p>" in sheet
    assert "data-print" in sheet
    (script,) = re.findall(r'<script type="module" src="([^"]+)"></script>', sheet)
    with client.get(script) as found:
        assert b"window.print()" in found.get_data()
