"""A state registered by this test alone is reached, shown, obeyed, logged and left again, with its own words."""

from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex

import pytest
from click.testing import CliRunner
from flask import Flask

from forms.loading.studies import load_study
from forms.model.states import STATES, State, StateEntry
from surveyapp.ballot_box.casting import RefusedError, count_refusal_of_consent
from surveyapp.commands import main
from surveyapp.database.sessions import writing
from surveyapp.lifecycle.changes import change_state, load
from surveyapp.studies.loaded import LoadedStudy, WithheldFault, check_finished, find_loaded
from tests.html_pages import strict_client
from tests.surveyapp.conftest import installed
from tests.surveyapp.respondents.conftest import OUTSIDER, STUDY_FOLDER, full_answers
from tests.surveyapp.sealed_box import move_to, open_the_box
from tests.surveyapp.staff_cast import cast_of_staff, post, signed_in

STUDY = "every_kind"
PAGE = f"/staff/studies/{STUDY}"
PAUSED = StateEntry(
    label="paused",
    becomes=("open", "closed"),
    follows=("open",),
    button="Pause the study",
    meaning="No form is taken until the study goes on.",
    heading="This survey is paused",
    advice="Please come back tomorrow.",
    refusal="This survey is paused. Please send the form tomorrow.",
    page_status=503,
    shows_results=False,
    opening="during",
)


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """An installation with an open study and staff."""
    monkeypatch.setitem(STATES, "paused", PAUSED)
    app = installed(tmp_path, "")
    with app.app_context():
        with writing() as session:
            session.add_all(cast_of_staff())
        load(load_study(STUDY_FOLDER))
        move_to(STUDY, State.OPEN)
    yield app
    with app.app_context():
        app.extensions["database"].engine.dispose()


def pause(app: Flask) -> None:
    with app.app_context():
        change_state(STUDY, State("paused"))


def send(app: Flask) -> tuple[int, str]:
    reply = strict_client(app).post(OUTSIDER, data=full_answers() | {"nonce": token_hex(16), "language": "en"})
    return reply.status_code, reply.text


def test_staff_reach_it_by_its_button_see_its_word_and_leave_it_again(app: Flask) -> None:
    client = signed_in(app, "researcher")
    assert PAUSED.button in client.get(PAGE).text
    assert PAUSED.meaning in client.get(f"{PAGE}/state/paused").text
    assert post(client, f"{PAGE}/state/paused").location == PAGE
    page = client.get(PAGE).text
    assert "<dd>paused</dd>" in page
    assert "paused" in client.get("/staff/studies/").text
    assert [button in page for button in ("Open the study", "Close the study", PAUSED.button)] == [True, True, False]
    key = loaded(app).fingerprint
    assert post(client, f"{PAGE}/state/open").location == PAGE
    assert (loaded(app).state, loaded(app).fingerprint) == (State.OPEN, key), "the key of the box stays"


def loaded(app: Flask) -> LoadedStudy:
    with app.app_context():
        found = find_loaded(STUDY)
    assert found is not None
    return found


def test_respondents_read_its_words_and_answers_are_taken_as_it_says(app: Flask) -> None:
    assert send(app)[0] == 200
    pause(app)
    page = strict_client(app).get(f"{OUTSIDER}?lang=en")
    assert (page.status_code, PAUSED.heading in page.text, PAUSED.advice in page.text) == (503, True, True)
    assert PAUSED.heading in strict_client(app).get("/?lang=en").text
    status, text = send(app)
    assert (status, PAUSED.refusal in text) == (409, True)
    with app.app_context():
        with pytest.raises(RefusedError) as refused:
            count_refusal_of_consent(STUDY, "outsider")
        assert refused.value.state == "paused", "the transaction of a ballot asks the table as well"
        change_state(STUDY, State.OPEN)
    assert send(app)[0] == 200


def test_codes_and_results_are_refused_as_it_says(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pause(app)
    with app.app_context(), pytest.raises(WithheldFault):
        check_finished(STUDY)
    monkeypatch.setenv("SURVEYAPP_INSTANCE", str(tmp_path))
    out = str(tmp_path / "codes.csv")
    words = ["codes", "make", STUDY, "--group", "insider", "-n", "9", "--base", "http://127.0.0.1:8000", "--out", out]
    made = CliRunner().invoke(main, words)
    assert made.exit_code != 0
    assert not Path(out).exists()


def test_its_box_is_opened_as_it_says_and_the_study_stays_in_it(app: Flask) -> None:
    assert send(app)[0] == 200
    pause(app)
    with app.app_context():
        assert open_the_box(STUDY).waiting == 1, "as during the field: a single form waits"
    assert loaded(app).state == "paused"


def test_the_log_of_staff_acts_names_it(app: Flask) -> None:
    client = signed_in(app, "administrator")
    post(client, f"{PAGE}/state/paused")
    assert "to: paused" in client.get("/staff/audit/").text


def test_other_states_do_not_lead_to_it(app: Flask) -> None:
    with app.app_context():
        change_state(STUDY, State.CLOSED)
    assert signed_in(app, "administrator").get(f"{PAGE}/state/paused").status_code == 404
