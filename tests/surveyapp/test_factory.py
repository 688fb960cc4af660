from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp import create_app
from surveyapp.database.tables.studies import State
from surveyapp.instance.faults import Fault
from surveyapp.instance.settings import load_settings
from surveyapp.web.cross_site import comes_from_elsewhere
from surveyapp.web.permissions import PUBLIC, may, permission
from surveyapp.web.roles_table import Somebody
from tests.html_pages import strict_client
from tests.surveyapp.conftest import StudyIn

FORM = "/s/nho_2019/outsider"


@pytest.fixture
def client(sqlite_app: Flask, study_in: StudyIn) -> FlaskClient:
    study_in(State.OPEN)
    sqlite_app.testing = False
    return strict_client(sqlite_app)


@pytest.mark.parametrize("address", [FORM, "/staff/sign-in", "/nowhere"])
def test_every_answer_forbids_foreign_content(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("address", [FORM, "/", "/nowhere", f"{FORM}?lang=en"])
def test_respondents_get_no_cookie_and_nothing_that_depends_on_one(client: FlaskClient, address: str) -> None:
    client.set_cookie("session", "somebody's")
    headers = client.get(address).headers
    assert "Set-Cookie" not in headers
    assert "Cookie" not in headers.get("Vary", "")


@pytest.mark.parametrize(
    ("kind", "number"), [("application/x-www-form-urlencoded", 10_000), ("multipart/form-data", 2_500)]
)
def test_thousands_of_fields_are_refused_with_a_page(client: FlaskClient, kind: str, number: int) -> None:
    reply = client.post(FORM, data={f"field{place}": "1" for place in range(number)}, content_type=kind)
    assert (reply.status_code, reply.mimetype) == (413, "text/html")


def test_a_large_body_is_refused_with_a_page(client: FlaskClient) -> None:
    reply = client.post(FORM, data={"open_words": "x" * 2_000_000})
    assert (reply.status_code, reply.mimetype) == (413, "text/html")


@pytest.mark.parametrize(
    "body", [b"\xff\xfe=%ff&%00=%00", b"a=%ED%A0%80", b"=&=&==", "nonce=ạ".encode(), b"code=%F0%9F%99%82", b"{}"]
)
def test_bytes_that_no_browser_sends_are_no_fault_of_the_server(client: FlaskClient, body: bytes) -> None:
    for kind in ("application/x-www-form-urlencoded", "application/json", "text/plain", ""):
        assert client.post(FORM, data=body, content_type=kind).status_code < 500


def test_an_unexpected_fault_shows_a_page_and_no_traceback(tmp_path: Path) -> None:
    app = create_app({"SURVEYAPP_INSTANCE": tmp_path}, realm="public")

    @app.get("/s/broken")
    @permission(PUBLIC)
    def broken() -> str:
        raise RuntimeError("secret detail")

    reply = strict_client(app).get("/s/broken")
    assert reply.status_code == 500
    assert "secret detail" not in reply.text


def test_a_view_without_a_permission_is_refused(tmp_path: Path) -> None:
    app = create_app({"SURVEYAPP_INSTANCE": tmp_path})
    app.get("/forgotten")(lambda: "open")
    assert app.test_client().get("/forgotten").status_code == 403


def test_a_permission_that_is_not_in_the_table_cannot_be_named() -> None:
    with pytest.raises(ValueError, match="surveyapp/web/permissions"):
        permission("results.reed")


def test_coordinators_and_clerks_see_no_answers() -> None:
    for role in ("coordinator", "clerk", "administrator", "waiting researcher", "nobody"):
        assert not may(Somebody(role), "results.read")
        assert not may(Somebody(role), "results.export")
    assert may(Somebody("researcher"), "results.read")
    assert not may(Somebody("researcher"), "results.reed")


@pytest.mark.parametrize(
    ("origin", "fetch_site", "refused"),
    [
        (None, None, False),
        ("null", None, False),
        ("http://here.vn", None, False),
        ("http://HERE.vn", "same-origin", False),
        ("http://there.vn", None, True),
        ("http://here.vn.evil.com", None, True),
        (None, "cross-site", True),
        (None, "same-site", True),
        (None, "none", False),
    ],
)
def test_a_post_is_refused_only_where_the_browser_says_it_comes_from_elsewhere(
    origin: str | None, fetch_site: str | None, refused: bool
) -> None:
    assert comes_from_elsewhere(origin, fetch_site, "here.vn") is refused


def test_settings_come_from_the_environment_then_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "settings.cfg").write_text("# notes\nSURVEYAPP_THREADS = 4\nTRUSTED_PROXIES=1\n", encoding="utf-8")
    monkeypatch.setenv("SURVEYAPP_INSTANCE", str(tmp_path))
    monkeypatch.setenv("TRUSTED_PROXIES", "2")
    settings = load_settings()
    assert (settings.surveyapp_threads, settings.trusted_proxies) == (4, 2)
    assert settings.database == f"sqlite:///{tmp_path / 'surveyapp.sqlite'}"


@pytest.mark.parametrize(
    ("name", "value"),
    [("SURVEYAPP_THREADS", "many"), ("SURVEYAPP_THREADS", "1"), ("TRUSTED_PROXIES", "-1"), ("SURVEYAPP_URL", "my.vn")],
)
def test_a_setting_that_cannot_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(Fault, match=name):
        load_settings({name: value})


@pytest.mark.parametrize("line", ["import os", "SECRET = 1", "SURVEYAPP_INSTANCE = /tmp"])
def test_a_settings_file_is_text_and_says_where_it_is_wrong(tmp_path: Path, line: str) -> None:
    (tmp_path / "settings.cfg").write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(Fault, match=r"settings.cfg:2: "):
        load_settings({"SURVEYAPP_INSTANCE": tmp_path})


def test_a_postgresql_address_of_any_kind_is_understood() -> None:
    for scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        assert load_settings({"DATABASE_URL": f"{scheme}://h/d"}).database == "postgresql+psycopg://h/d"


def test_behind_https_cookies_are_locked_to_it_and_other_names_refused(tmp_path: Path) -> None:
    app = create_app({"SURVEYAPP_INSTANCE": tmp_path, "SURVEYAPP_URL": "https://survey.vn/"})
    assert app.config["SESSION_COOKIE_NAME"] == "__Host-session"
    client = app.test_client()
    assert client.get("/nowhere", headers={"Host": "evil.vn"}).status_code == 400
    headers = client.get("/nowhere", headers={"Host": "survey.vn"}).headers
    assert headers["Strict-Transport-Security"]
