"""Every route with every role and with unusual spellings of its path: all replies agree with the declared matrix."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from surveyapp import create_app
from surveyapp.commands.server.init import set_up
from surveyapp.database.sessions import writing
from surveyapp.instance.settings import load_settings
from surveyapp.web.permissions import PUBLIC, STANDINGS, may, permission_of, realm_of
from surveyapp.web.roles_table import Somebody
from tests.figures import KeepFigures
from tests.html_pages import strict_client
from tests.surveyapp.answers_in_place import load_staff_study
from tests.surveyapp.staff_cast import cast_of_staff, signed_in
from tests.surveyapp.staff_study import STUDY

ANONYMOUS = "anonymous"
SIGN_IN, REFUSED, OPEN, ABSENT = "sign-in", "refused", "open", "absent"
VALUES = {
    "study_id": STUDY,
    "study": STUDY,
    "group": "outsider",
    "name": "nothing.js",
    "file_id": "0" * 32,
    "filename": "staff.css",
    "state": "closed",
    "key": "overview",
    "number": 1,
    "language": "vi",
}


@dataclass(frozen=True)
class Cell:
    rule: str
    endpoint: str
    method: str
    path: str


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Both realms, an open study, one account for each role."""
    folder = {"SURVEYAPP_INSTANCE": tmp_path_factory.mktemp("matrix") / "instance"}
    set_up(load_settings(folder))
    app = create_app(folder)
    with app.app_context():
        load_staff_study()
        with writing() as session:
            session.add_all(cast_of_staff())
    yield app
    app.extensions["database"].engine.dispose()


@pytest.fixture(scope="module")
def clients(app: Flask) -> dict[str, FlaskClient]:
    made = {ANONYMOUS: strict_client(app)} | {role: signed_in(app, role) for role in STANDINGS}
    for client in made.values():
        # Thousands of refusals are the same few pages, whose HTML other tests check.
        client.__class__ = FlaskClient
    return made


def values_of(rule: Rule) -> dict[str, object]:
    """Return an existing value for each placeholder of a rule."""
    found: dict[str, object] = {}
    for name in rule.arguments:
        if name == "file_format":
            found[name] = next((kind for kind in ("svg", "html") if kind in rule.rule), "csv")
        else:
            found[name] = VALUES[name]
    return found


def cells(app: Flask, realm: str) -> list[Cell]:
    with app.test_request_context():
        return [
            Cell(rule.rule, rule.endpoint, method, adapter.build(rule.endpoint, values_of(rule)))
            for adapter in (app.create_url_adapter(None) or app.url_map.bind("localhost"),)
            for rule in app.url_map.iter_rules()
            if realm_of(app, rule.endpoint) == realm
            for method in sorted((rule.methods or set()) - {"OPTIONS"})
        ]


def raw(client: FlaskClient, method: str, path: str, headers: dict[str, str] | None = None) -> TestResponse:
    """Return a request whose path reaches the application as a server passes it on: decoded once, not normalised."""
    where, _, query = path.partition("?")
    decoded = unquote_to_bytes(where).decode("latin-1")
    overrides = {"PATH_INFO": decoded, "QUERY_STRING": query, "REQUEST_URI": path, "RAW_URI": path}
    return client.open("/", method=method, headers=headers, buffered=True, environ_overrides=overrides)


def found(answer: TestResponse) -> str:
    location = answer.location or ""
    if answer.status_code in (302, 303) and location.partition("?")[0] == "/staff/sign-in":
        return SIGN_IN
    if answer.status_code == 403:
        return REFUSED
    return ABSENT if answer.status_code in (404, 405) else OPEN


def declared(app: Flask, cell: Cell, role: str) -> str:
    needed = permission_of(app, cell.endpoint)
    assert needed is not None
    if may(None if role == ANONYMOUS else Somebody(role), needed):
        return OPEN
    return SIGN_IN if role == ANONYMOUS else REFUSED


def odd_spellings(path: str) -> list[str]:
    """Return spellings of a path that a server or a proxy may normalise, and the application must not."""
    inner = path.removeprefix("/staff")
    return [
        f"/%73taff{inner}",
        f"/%2573taff{inner}",
        f"/%252573taff{inner}",
        path.replace("/", "%2f"),
        path.replace("/", "%252f"),
        f"/{path}",
        path.replace("/", "//"),
        f"/.{path}",
        f"/s/..{path}",
        f"/s/x/..%2f..{path}",
        f"/%2e%2e{path}",
        f"/assets/..{path}",
        f"/assets/..%2f..{path}",
        f"/staff/.{inner}",
        f"/staff/x/..{inner}",
        f"/STAFF{inner}",
        f"/Staff{inner}",
        path.upper(),
        f"{path}/",
        f"{path}/.",
        f"{path};x=1",
        f"{path}%00",
        f"{path}%20",
        f"{path}%0d%0aX-Role:%20administrator",
        f"{path}?__passthru=staff%252Faccounts",
        f"{path}?_method=GET&role=administrator",
        f"/\\staff{inner}",
        f"/%5cstaff{inner}",
        f"/ſtaff{inner}",
        f"/staff%c0%af{inner}",
    ]


HEADERS = (
    {"X-Original-URL": "/", "X-Rewrite-URL": "/"},
    {"X-HTTP-Method-Override": "GET", "X-Method-Override": "GET", "X-HTTP-Method": "GET"},
    {"X-Forwarded-For": "127.0.0.1", "X-Forwarded-Proto": "https", "X-Forwarded-User": "administrator"},
    {"Authorization": "Bearer administrator", "X-Role": "administrator", "Remote-User": "administrator"},
)


def test_every_route_is_open_to_the_declared_roles_alone(app: Flask, clients: dict[str, FlaskClient]) -> None:
    differ = []
    for cell in cells(app, "staff"):
        # The second step redirects people who have not done the first one.
        allowed_too = {SIGN_IN} if cell.endpoint == "accounts.second_step" else set()
        for role, client in clients.items():
            seen, wanted = found(raw(client, cell.method, cell.path)), declared(app, cell, role)
            # A page of a permitted route may still lack its object, such as a chart or the set-up token.
            if seen != wanted and not (wanted == OPEN and seen in allowed_too | {ABSENT}):
                differ.append((role, cell.method, cell.path, seen, wanted))
    assert differ == []


def differing(app: Flask, clients: dict[str, FlaskClient], one_in: int) -> tuple[list[tuple[str, ...]], int]:
    """Return the cells in which an unusual spelling opens what the plain one does not, and the number of requests.

    ``one_in``: of how many spellings one is tried.
    """
    differ: list[tuple[str, ...]] = []
    number = requests = 0
    for cell in cells(app, "staff"):
        for role, client in clients.items():
            wanted = declared(app, cell, role)
            if wanted == OPEN:
                continue
            number += 1
            for path in odd_spellings(cell.path)[number % one_in :: one_in]:
                requests += 1
                answer = raw(client, cell.method, path)
                if answer.status_code == 308:
                    answer = raw(client, cell.method, answer.location.removeprefix("http://localhost"))
                if (seen := found(answer)) not in (wanted, ABSENT) and answer.status_code != 400:
                    differ.append((role, cell.method, path, seen, wanted))
            for headers in HEADERS[number % min(one_in, 4) :: min(one_in, 4)]:
                requests += 1
                seen = found(raw(client, cell.method, cell.path, headers))
                if seen not in (wanted, REFUSED):
                    differ.append((role, cell.method, f"{cell.path} {headers}", seen, wanted))
    return differ, requests


def test_no_odd_spelling_of_a_path_opens_what_the_plain_one_does_not(
    app: Flask, clients: dict[str, FlaskClient]
) -> None:
    assert differing(app, clients, one_in=7)[0] == []


@pytest.mark.long
def test_none_of_all_odd_spellings_opens_what_the_plain_one_does_not(
    app: Flask, clients: dict[str, FlaskClient], keep_figures: KeepFigures
) -> None:
    differ, requests = differing(app, clients, one_in=1)
    cells_of_staff = len(cells(app, "staff"))
    keep_figures(**{"routes and methods": cells_of_staff, "roles": len(clients), "requests": requests})
    keep_figures(**{"cells that differ": len(differ)})
    assert differ == []


def test_no_header_turns_a_public_page_into_one_of_staff(app: Flask, clients: dict[str, FlaskClient]) -> None:
    plain = raw(clients[ANONYMOUS], "GET", "/").text
    for cell in cells(app, "staff"):
        headers = dict.fromkeys(("X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Path", "X-Forwarded-Uri"), cell.path)
        assert raw(clients[ANONYMOUS], "GET", "/", headers).text == plain


def test_no_other_method_reaches_a_view(app: Flask, clients: dict[str, FlaskClient]) -> None:
    for cell in cells(app, "staff"):
        if permission_of(app, cell.endpoint) == PUBLIC:
            continue
        for method in ("PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "get", "X"):
            answer = raw(clients[ANONYMOUS], method, cell.path)
            assert found(answer) != OPEN or answer.status_code == 400, (method, cell.path)


def test_a_person_of_another_study_or_none_gets_404_and_no_hint(app: Flask, clients: dict[str, FlaskClient]) -> None:
    for cell in cells(app, "staff"):
        if STUDY in cell.path and cell.method == "GET" and declared(app, cell, "researcher") == OPEN:
            path = cell.path.replace(STUDY, "another_study")
            assert raw(clients["researcher"], "GET", path).status_code == 404, path


def test_the_public_realm_alone_answers_404_to_every_path_of_staff(app: Flask) -> None:
    folder: Path = app.extensions["settings"].instance
    alone = create_app({"SURVEYAPP_INSTANCE": folder}, realm="public")
    client, differ = FlaskClient(alone, alone.response_class), []
    client.set_cookie("session", "anything")
    for cell in cells(app, "staff"):
        for path in [cell.path, *odd_spellings(cell.path)]:
            answer = raw(client, cell.method, path)
            if answer.status_code != 404:
                differ.append((cell.method, path, answer.status_code))
        for headers in HEADERS:
            assert raw(client, cell.method, cell.path, headers).status_code == 404
    alone.extensions["database"].engine.dispose()
    assert differ == []


def test_the_respondents_routes_are_open_to_everybody_and_look_at_no_session(
    app: Flask, clients: dict[str, FlaskClient]
) -> None:
    for cell in cells(app, "public"):
        answers = {role: raw(client, cell.method, cell.path) for role, client in clients.items()}
        assert {found(answer) for answer in answers.values()} <= {OPEN, ABSENT}, cell
        assert len({answer.status_code for answer in answers.values()}) == 1
        assert all("Set-Cookie" not in answer.headers for answer in answers.values())
