from secrets import token_hex

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.ballot_box.casting import Ballot, cast
from surveyapp.ballot_box.opening import log_ending
from surveyapp.ballot_box.opening import open_box as opening
from surveyapp.database.tables.studies import State
from surveyapp.lifecycle.changes import change_state, start_taking_answers
from tests.surveyapp.answers_in_place import load_staff_study
from tests.surveyapp.staff_cast import post, signed_in, token
from tests.surveyapp.staff_study import STUDY, staff_study

PAGE = f"/staff/studies/{STUDY}"
PASSPHRASE = "một câu dài không ai đoán ra"


@pytest.fixture
def box(app: Flask) -> None:
    """A rehearsal with three sealed forms of outsiders."""
    with app.app_context():
        load_staff_study(State.DRAFT)
        start_taking_answers(STUDY, State.REHEARSAL, PASSPHRASE)
        for _ in range(3):
            send()


def send() -> None:
    """Send an outsider's form through the open link."""
    cast(
        Ballot(
            study=STUDY,
            group="outsider",
            version=staff_study().questionnaires["outsider"].version,
            variant="a",
            language="vi",
            nonce=token_hex(16),
            answers={"ac_a": 4},
            entry="open_link",
        )
    )


@pytest.mark.usefixtures("box")
def test_sealed_forms_are_counted_before_anybody_can_read_them(app: Flask) -> None:
    page = signed_in(app, "coordinator").get(PAGE).text
    assert "3 sealed in the box; 3 by the open link" in page


@pytest.mark.usefixtures("box")
def test_the_passphrase_opens_the_box(app: Flask) -> None:
    client = signed_in(app, "researcher")
    assert f"{PAGE}/box" in client.get(PAGE).text
    assert post(client, f"{PAGE}/box", passphrase=PASSPHRASE).location == PAGE
    page = client.get(PAGE).text
    assert "3 forms were opened; 0 will be opened later." in page
    assert "sealed in the box" not in page
    assert "3 by the open link" in page


@pytest.mark.usefixtures("box")
def test_another_passphrase_opens_nothing_and_is_not_shown_again(app: Flask) -> None:
    client = signed_in(app, "researcher")
    answer = post(client, f"{PAGE}/box", passphrase="một câu nào đó khác hẳn")
    assert answer.status_code == 422
    assert "This passphrase does not open the box. Nothing was changed." in answer.text
    assert "khác hẳn" not in answer.text
    assert "3 sealed in the box" in client.get(PAGE).text


@pytest.mark.usefixtures("box")
def test_coordinators_clerks_and_strangers_open_nothing(app: Flask, stranger: FlaskClient) -> None:
    for role in ("coordinator", "clerk"):
        client = signed_in(app, role)
        fields = {"csrf_token": token(client, "/staff/me"), "passphrase": PASSPHRASE}
        assert client.get(f"{PAGE}/box").status_code == 403
        assert client.post(f"{PAGE}/box", data=fields).status_code == 403
    assert stranger.get(f"{PAGE}/box").location.startswith("/staff/sign-in")
    assert signed_in(app, "researcher").post(f"{PAGE}/box", data={"passphrase": PASSPHRASE}).status_code == 400


@pytest.fixture
def field(app: Flask) -> None:
    """A real study, closed, with three sealed forms."""
    with app.app_context():
        load_staff_study(State.DRAFT)
        start_taking_answers(STUDY, State.OPEN, PASSPHRASE)
        for _ in range(3):
            send()
        change_state(STUDY, State.CLOSED)


@pytest.mark.usefixtures("field")
def test_an_opening_that_is_not_finished_is_an_error_and_no_results_are_shown_until_one_is(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(app, "researcher")
    with monkeypatch.context() as broken:
        broken.setattr(opening, "rewrite_tables", lambda: False)
        broken.setattr(opening, "missing_grants", lambda: ("GRANT pg_checkpoint TO box;",))
        assert post(client, f"{PAGE}/box", passphrase=PASSPHRASE).location == PAGE
    page = client.get(PAGE).text
    assert "Not finished" in page
    assert "GRANT pg_checkpoint TO box;" in page
    assert "The last opening of the box is not finished" in page
    assert f"{PAGE}/box" in page, "it can be opened again though nothing lies in it"
    for address in ("results", "results/ac", "report", "report/vi.html", "data", "data/csv.zip"):
        answer = client.get(f"{PAGE}/{address}")
        told = any(words in answer.text for words in ("Please open the box again", "Xin mở lại hòm phiếu"))
        assert (answer.status_code, told) == (503, True), address
    assert post(client, f"{PAGE}/box", passphrase=PASSPHRASE).location == PAGE
    page = client.get(PAGE).text
    assert "Not finished" not in page
    assert "The last opening of the box is not finished" not in page
    assert client.get(f"{PAGE}/data/csv.zip").status_code == 200


def test_a_study_is_not_opened_where_the_log_cannot_be_ended(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with app.app_context():
        load_staff_study(State.DRAFT)
    monkeypatch.setattr(log_ending, "missing_grants", lambda: ("GRANT pg_checkpoint TO box;",))
    client = signed_in(app, "researcher")
    words = {"passphrase": PASSPHRASE, "again": PASSPHRASE}
    assert post(client, f"{PAGE}/begin/open", **words).location == PAGE
    page = client.get(PAGE).text
    assert "GRANT pg_checkpoint TO box;" in page
    assert '<span class="state draft">' in page
