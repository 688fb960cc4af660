# ruff: noqa: F811
import pytest
from flask import Flask

from forms.loading.studies import find_study, load_study
from surveyapp.database.tables.studies import State
from surveyapp.lifecycle.changes import load, start_taking_answers
from surveyapp.lifecycle.readiness import PlaceholderFault
from surveyapp.studies.loaded import find_loaded
from tests.surveyapp.staff_cast import app as staff_app  # noqa: F401 - fixture
from tests.surveyapp.staff_cast import post, signed_in
from tests.surveyapp.test_commands import Run, ready, run  # noqa: F401 - fixtures

STUDY = "khanh_hoa_2019"
PASSPHRASE = "một câu dài không ai đoán ra"
PLACES = ("study.yaml, contact", "study.yaml, delete_after", "frame_….yaml, units")


def test_the_program_opens_no_study_with_placeholders_but_rehearses_it(sqlite_app: Flask) -> None:
    load(load_study(find_study(STUDY)))
    with pytest.raises(PlaceholderFault) as refused:
        start_taking_answers(STUDY, State.OPEN, PASSPHRASE)
    assert all(place in str(refused.value) for place in PLACES)
    start_taking_answers(STUDY, State.REHEARSAL, PASSPHRASE)
    loaded = find_loaded(STUDY)
    assert loaded is not None
    assert loaded.state is State.REHEARSAL


def test_the_command_names_every_place_before_it_asks_for_anything(ready: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SURVEYAPP_PASSPHRASE")
    refused = ready("study", "open", STUDY)
    assert refused.exit_code == 1
    assert all(place in refused.stderr for place in PLACES)
    assert "draft" in ready("study", "list").output


def test_the_page_names_every_place_and_has_no_button(staff_app: Flask) -> None:
    with staff_app.app_context():
        load(load_study(find_study(STUDY)))
    client = signed_in(staff_app, "researcher")
    page = client.get(f"/staff/studies/{STUDY}/begin/open")
    assert page.status_code == 422
    assert all(place in page.text for place in PLACES)
    assert "passphrase" not in page.text.lower()
    sent = post(client, f"/staff/studies/{STUDY}/begin/open", on="/staff/me", passphrase=PASSPHRASE, again=PASSPHRASE)
    assert sent.status_code == 422
    assert client.get(f"/staff/studies/{STUDY}/begin/rehearsal").status_code == 200
