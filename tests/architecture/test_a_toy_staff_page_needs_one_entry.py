"""A staff slice registered by this test alone is closed to all but those whom its entry in the table names."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from flask import Blueprint, Flask

import surveyapp
from surveyapp.commands.server.routes import all_routes
from surveyapp.database.sessions import writing
from surveyapp.web.permissions import PERMISSIONS, Account, permission, standing_is
from surveyapp.web.roles_table import roles_table
from tests.surveyapp.conftest import installed
from tests.surveyapp.staff_cast import cast_of_staff, signed_in

MINE = "study_of_the_clerk"


def clerk_of_one_study(account: Account | None, study: str | None) -> bool:
    """A role in one study: the predicate reads who asks, and for which study."""
    return account is not None and account.standing == "clerk" and study == MINE


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    monkeypatch.setitem(PERMISSIONS, "toy.read", (standing_is("coordinator"), clerk_of_one_study))
    blueprint = Blueprint("toy", __name__, url_prefix="/staff/toy")

    @blueprint.get("/<study_id>")
    @permission("toy.read")
    def page(study_id: str) -> str:
        return f"<!doctype html><html lang=en><title>Toy</title>{study_id}</html>"

    toy_slice = ModuleType("toy_slice")
    toy_slice.init_app = lambda app: app.register_blueprint(blueprint)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "toy_slice", toy_slice)
    monkeypatch.setitem(surveyapp.REALMS, "both", (*surveyapp.REALMS["both"], "toy_slice"))
    app = installed(tmp_path, "")
    with app.app_context(), writing() as session:
        session.add_all(cast_of_staff())
    yield app
    app.extensions["database"].engine.dispose()


@pytest.mark.parametrize(
    ("role", "study", "status"),
    [
        ("coordinator", MINE, 200),
        ("coordinator", "another", 200),
        ("clerk", MINE, 200),
        ("clerk", "another", 403),
        ("administrator", MINE, 403),
        ("researcher", MINE, 403),
    ],
)
def test_the_page_opens_for_those_whom_the_entry_names(app: Flask, role: str, study: str, status: int) -> None:
    assert signed_in(app, role).get(f"/staff/toy/{study}").status_code == status


def test_nobody_opens_it_without_signing_in(app: Flask) -> None:
    assert app.test_client().get("/staff/toy/another").status_code == 303


def test_the_table_of_roles_and_the_list_of_routes_name_it(app: Flask) -> None:
    (route,) = [route for route in all_routes(app) if route.rule == "/staff/toy/<study_id>"]
    assert (route.realm, route.permission) == ("staff", "toy.read")
    assert "| `toy.read` | – | – | yes | – | – |" in roles_table([route])
