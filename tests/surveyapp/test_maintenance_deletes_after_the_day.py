# ruff: noqa: F811
from pathlib import Path

import pytest
from flask import Flask

from surveyapp import create_app
from surveyapp.commands.terminal import asking
from surveyapp.database.sessions import reading
from surveyapp.database.tables.studies import State, StudyRow
from surveyapp.instance.settings import load_settings
from surveyapp.lifecycle.changes import load
from surveyapp.studies.loaded import find_loaded
from tests.surveyapp.sealed_box import move_to
from tests.surveyapp.staff_cast import app as staff_app  # noqa: F401 - fixture
from tests.surveyapp.staff_cast import signed_in
from tests.surveyapp.test_commands import Run, run  # noqa: F401 - fixtures
from tests.surveyapp.test_deleting_a_study_after_its_day import DAY_AFTER, LAST_DAY, sending, study

STUDY = study().id


@pytest.fixture
def app(run: Run, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The installation of the commands, with a closed study whose day has passed."""
    monkeypatch.setattr("surveyapp.commands.server.maintenance.today_here", lambda: DAY_AFTER)
    assert run("init").exit_code == 0
    app = create_app({"SURVEYAPP_INSTANCE": str(load_settings().instance)})
    with app.app_context():
        from surveyapp.ballot_box.casting import cast

        load(study())
        move_to(STUDY, State.OPEN)
        cast(sending())
        move_to(STUDY, State.CLOSED)
    return app


def state(app: Flask) -> str:
    with app.app_context(), reading() as session:
        return session.get_one(StudyRow, STUDY).state


def test_a_nightly_run_deletes_and_says_so(run: Run, app: Flask) -> None:
    instance = Path(load_settings().instance)
    (instance / "replaced-1234.backup").touch()
    report = instance / "results" / f"{STUDY}.report" / "1_en.html"
    report.parent.mkdir(parents=True)
    report.touch()
    done = run("maintenance")
    assert done.exit_code == 0, done.output
    assert f"{STUDY}: the answers were kept until {LAST_DAY} and are deleted" in done.output
    assert "replaced-1234.backup" in done.output
    assert state(app) == "deleted"
    assert not report.parent.exists()
    assert f"{STUDY}  deleted" in run("study", "list").output
    assert "study.deleted" in run("audit", "show").output
    again = run("maintenance")
    assert (again.exit_code, "are deleted" in again.output) == (0, False)


def test_at_a_terminal_it_asks_since_the_clock_may_be_wrong(
    run: Run, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "at_terminal", lambda: True)
    asked = run("maintenance", input="n\n")
    assert (asked.exit_code, f"Today is {DAY_AFTER}" in asked.stderr) == (1, True)
    assert "1 sealed ballot is deleted" in asked.stderr
    assert state(app) == "closed"
    assert run("maintenance", "--yes").exit_code == 0
    assert state(app) == "deleted"


def test_no_file_is_made_of_a_deleted_study(run: Run, app: Flask, tmp_path: Path) -> None:
    assert run("maintenance").exit_code == 0
    for words in (("report", STUDY), ("export", STUDY, "--format", "csv")):
        refused = run(*words, "--out", tmp_path / "out")
        assert (refused.exit_code, "in this state: deleted" in refused.stderr) == (1, True)
    assert run("box", "open", STUDY).exit_code == 1
    made = run("codes", "make", STUDY, "--group", "outsider", "-n", 5, "--out", tmp_path / "codes.csv")
    assert made.exit_code == 1


def test_the_pages_of_a_deleted_study_say_so_and_lead_nowhere(staff_app: Flask) -> None:
    with staff_app.app_context():
        from surveyapp.lifecycle.deletion import delete_answers

        load(study())
        move_to(STUDY, State.OPEN)
        loaded = find_loaded(STUDY)
        assert loaded is not None
        delete_answers(loaded, DAY_AFTER)
    client = signed_in(staff_app, "researcher")
    assert "deleted" in client.get("/staff/studies/").text
    page = client.get(f"/staff/studies/{STUDY}").text
    assert f'href="/staff/studies/{STUDY}/' not in page
    assert f"/s/{STUDY}/" not in page
    for address in ("results", "report", "data", "results/ov", "data/csv.zip", "report/vi.docx"):
        assert client.get(f"/staff/studies/{STUDY}/{address}").status_code == 404
