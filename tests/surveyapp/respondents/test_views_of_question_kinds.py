"""Every kind of question has a view, and every view has its files."""

from pathlib import Path

import surveyapp.respondents.kinds
from forms.kinds import KINDS
from surveyapp.respondents.kinds import VIEWS

FOLDER = Path(surveyapp.respondents.kinds.__file__).parent


def test_every_kind_has_a_view_and_a_folder() -> None:
    assert set(VIEWS) == set(KINDS)
    assert {path.parent.name for path in FOLDER.glob("*/__init__.py")} == set(KINDS)


def test_every_script_in_a_folder_of_a_kind_is_used() -> None:
    used = {view.script for view in VIEWS.values() if view.script}
    assert {path.read_text("utf-8") for path in FOLDER.glob("*/script.js")} == used
