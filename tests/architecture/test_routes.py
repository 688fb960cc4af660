import re
from pathlib import Path

import pytest
from flask import Flask

from surveyapp import create_app
from surveyapp.web.permissions import PERMISSIONS, PUBLIC, STANDINGS, may, permission_of, realm_of
from surveyapp.web.roles_table import Somebody
from tests.architecture.checkout import ROOT

# Open to people who are not signed in: the door, its second step, and the page for the very first account.
STAFF_PAGES_FOR_ANYBODY = {"accounts.sign_in", "accounts.second_step", "accounts.first_account"}


def application(folder: Path, realm: str) -> Flask:
    return create_app({"SURVEYAPP_INSTANCE": folder}, realm=realm)  # type: ignore[arg-type]


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return application(tmp_path, "both")


def endpoints(app: Flask) -> set[str]:
    return {rule.endpoint for rule in app.url_map.iter_rules()}


def test_every_route_names_a_permission(app: Flask) -> None:
    assert {
        name: permission_of(app, name) for name in endpoints(app) if permission_of(app, name) not in PERMISSIONS
    } == {}


def test_every_permission_has_predicates_and_somebody_who_holds_it() -> None:
    people = [None, *map(Somebody, STANDINGS)]
    assert [name for name in PERMISSIONS if not any(may(person, name) for person in people)] == []
    assert [name for name in PERMISSIONS if name != PUBLIC and may(None, name)] == []


def test_every_permission_is_that_of_a_route_or_is_kept_for_one(app: Flask) -> None:
    named = {permission_of(app, name) for name in endpoints(app)}
    assert PERMISSIONS.keys() - named <= {"codes.make", "paper.enter"}, "held by roles, asked for by no page yet"


def test_the_public_addresses_stand_on_one_page(app: Flask) -> None:
    """``surveyapp/respondents/routes.py`` names every address of respondents; no other module of theirs adds one."""
    views = {name: app.view_functions[name].__module__ for name in endpoints(app) if name.startswith("respondents.")}
    assert {name: module for name, module in views.items() if module != "surveyapp.respondents.routes"} == {}
    page = (ROOT / "surveyapp" / "respondents" / "routes.py").read_text(encoding="utf-8")
    rules = {rule.rule for rule in app.url_map.iter_rules() if rule.endpoint in views}
    assert set(re.findall(r'^@respondents\.\w+\("([^"]+)"', page, re.MULTILINE)) == rules


def test_the_respondents_pages_are_open_to_all(app: Flask) -> None:
    closed = {name for name in endpoints(app) if realm_of(app, name) == "public" and permission_of(app, name) != PUBLIC}
    assert closed == set()


def test_the_staff_pages_are_closed_but_for_the_door(app: Flask) -> None:
    open_pages = {
        name for name in endpoints(app) if realm_of(app, name) == "staff" and permission_of(app, name) == PUBLIC
    }
    assert {name for name in open_pages if not name.endswith("static")} <= STAFF_PAGES_FOR_ANYBODY


def test_the_public_realm_runs_without_a_single_staff_route(tmp_path: Path) -> None:
    app = application(tmp_path, "public")
    assert {name for name in endpoints(app) if realm_of(app, name) != "public"} == set()


def test_the_realms_together_are_both(tmp_path: Path) -> None:
    both, public, staff = (endpoints(application(tmp_path / realm, realm)) for realm in ("both", "public", "staff"))
    assert public | staff == both
