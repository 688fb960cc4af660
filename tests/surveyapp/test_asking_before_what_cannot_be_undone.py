# ruff: noqa: F811
from pathlib import Path

import pytest
from flask import Flask

from surveyapp import create_app
from surveyapp.ballot_box.codes.access_codes import make_codes
from surveyapp.commands.terminal import asking
from surveyapp.database.tables.studies import State
from surveyapp.instance.settings import load_settings
from surveyapp.lifecycle.changes import load
from surveyapp.studies.loaded import find_loaded
from tests.surveyapp.sealed_box import move_to
from tests.surveyapp.test_commands import Run, run  # noqa: F401 - fixtures
from tests.surveyapp.tiny_study import tiny_study

STUDY = "nho_2019"
REFUSED = "run the command in a terminal, which asks, or add --yes"


@pytest.fixture
def app(run: Run) -> Flask:
    """The installation of the commands, with the tiny study as a draft and three codes."""
    assert run("init").exit_code == 0
    app = create_app({"SURVEYAPP_INSTANCE": str(load_settings().instance)})
    with app.app_context():
        load(tiny_study())
        make_codes(tiny_study(), "outsider", ["so_a"], 3)
    return app


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "at_terminal", lambda: True)


def bring_to(app: Flask, *states: State) -> None:
    with app.app_context():
        for state in states:
            move_to(STUDY, state)


def state(app: Flask) -> State:
    app.extensions["loaded_studies"].clear()
    with app.app_context():
        loaded = find_loaded(STUDY)
        assert loaded is not None
        return loaded.state


STEPS = [
    ((), ("study", "rehearse", STUDY), "The mark never comes off"),
    ((State.OPEN,), ("study", "close", STUDY), "3 codes that were not used are destroyed"),
    ((), ("study", "delete", STUDY), "3 codes are deleted"),
    ((State.OPEN, State.CLOSED), ("box", "open", STUDY), "cannot be reopened for late forms"),
    ((), ("report", STUDY, "--count-anew", "--out", "nowhere"), "The record of figures already shown will be lost"),
]


@pytest.mark.parametrize(("states", "words", "told"), STEPS, ids=lambda value: " ".join(map(str, value))[:20])
def test_without_a_terminal_the_step_needs_yes(
    run: Run,
    app: Flask,
    states: tuple[State, ...],
    words: tuple[str, ...],
    told: str,
) -> None:
    bring_to(app, *states)
    before = state(app)
    refused = run(*words)
    assert refused.exit_code == 1
    assert told in refused.stderr
    assert REFUSED in refused.stderr
    assert state(app) is before


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize(("states", "words", "told"), STEPS, ids=lambda value: " ".join(map(str, value))[:20])
def test_at_a_terminal_the_step_asks_and_a_no_changes_nothing(
    run: Run,
    app: Flask,
    states: tuple[State, ...],
    words: tuple[str, ...],
    told: str,
) -> None:
    bring_to(app, *states)
    before = state(app)
    refused = run(*words, input="n\n")
    assert (refused.exit_code, told in refused.stderr, "[y/N]" in refused.stderr) == (1, True, True)
    assert state(app) is before


@pytest.mark.usefixtures("terminal")
def test_a_yes_at_the_terminal_goes_on(run: Run, app: Flask) -> None:
    bring_to(app, State.OPEN)
    assert run("study", "close", STUDY, input="y\n").exit_code == 0
    assert state(app) is State.CLOSED


def test_scripts_say_yes(run: Run, app: Flask) -> None:
    bring_to(app, State.OPEN)
    assert run("study", "close", STUDY, "--yes").exit_code == 0
    assert state(app) is State.CLOSED
    assert run("study", "delete", STUDY, "--yes").exit_code == 0


@pytest.mark.usefixtures("terminal")
def test_opening_a_study_is_asked_at_the_terminal(run: Run, app: Flask) -> None:
    refused = run("study", "open", STUDY, input="n\n")
    assert (refused.exit_code, "Answer codes can no longer change" in refused.stderr) == (1, True)
    assert state(app) is State.DRAFT


def test_a_change_that_the_state_does_not_allow_is_refused_before_anything_is_asked(run: Run, app: Flask) -> None:
    bring_to(app, State.OPEN, State.CLOSED)
    refused = run("study", "close", STUDY)
    assert (refused.exit_code, "cannot become closed" in refused.stderr) == (1, True)


def test_replacing_an_installation_says_what_it_holds(run: Run, app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "all.backup"
    assert run("backup", file).exit_code == 0
    refused = run("restore", file, "--replace")
    assert refused.exit_code == 1
    assert f"{STUDY}: 0 forms and 3 codes of the present database are replaced" in refused.stderr
    assert REFUSED in refused.stderr
    assert run("restore", file, "--replace", "--yes").exit_code == 0


def test_a_closed_study_is_reopened_by_a_command_that_says_what_is_needed(run: Run, app: Flask) -> None:
    bring_to(app, State.OPEN, State.CLOSED)
    reopened = run("study", "reopen", STUDY)
    assert (reopened.exit_code, "at least 5" in reopened.output) == (0, True)
    assert state(app) is State.OPEN
    again = run("study", "reopen", STUDY)
    assert (again.exit_code, "not closed" in again.stderr) == (1, True)


def test_the_help_of_each_such_command_names_yes(run: Run) -> None:
    for words in (("study", "close"), ("study", "rehearse"), ("study", "open"), ("study", "delete"), ("box", "open"),
                  ("restore",), ("report",)):  # fmt: skip
        assert "--yes" in run(*words, "--help").output
