from pathlib import Path

from surveyapp import create_app
from surveyapp.commands.server.routes import all_routes
from surveyapp.web.roles_table import roles_table
from tests.architecture.checkout import ROOT

MARK = "<!-- tables -->\n"


def test_the_page_of_roles_is_what_the_program_declares(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "roles.md").read_text(encoding="utf-8")
    declared = roles_table(all_routes(create_app({"SURVEYAPP_INSTANCE": tmp_path})))
    assert page.partition(MARK)[2].strip() == declared, "run: surveyapp routes --roles, and put it into docs/roles.md"
