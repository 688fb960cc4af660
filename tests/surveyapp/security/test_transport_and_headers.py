"""The transport of a request, and the security headers of every reply."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from surveyapp import create_app
from surveyapp.commands.server.init import set_up
from surveyapp.instance.settings import load_settings
from surveyapp.web.permissions import PUBLIC, permission
from surveyapp.web.staff_transport import is_loopback
from tests.html_pages import strict_client

DOOR = "/staff/sign-in"
FORM = "/s/nho_2019/outsider"
AWAY: dict[str, Any] = {"REMOTE_ADDR": "192.0.2.7"}


def application(folder: Path, **settings: object) -> Flask:
    given = {"SURVEYAPP_INSTANCE": folder} | settings
    set_up(load_settings(given))
    made.append(create_app(given))
    return made[-1]


made: list[Flask] = []


@pytest.fixture(autouse=True)
def no_connection_is_left_open() -> Iterator[None]:
    """Python 3.13 warns of connections that nobody closed."""
    yield
    while made:
        made.pop().extensions["database"].engine.dispose()


def ask(app: Flask, path: str, base: str, headers: dict[str, str] | None = None, **environ: str) -> TestResponse:
    return strict_client(app).get(path, base_url=base, headers=headers, environ_overrides=environ)


@pytest.mark.parametrize(
    ("base", "environ", "headers", "status"),
    [
        ("http://localhost:8000", {}, {}, 200),
        ("http://127.0.0.1:8000", {}, {}, 200),
        ("http://[::1]:8000", {"REMOTE_ADDR": "::1"}, {}, 200),
        ("http://192.0.2.1:8000", AWAY, {}, 403),
        ("http://localhost:8000", AWAY, {}, 403),
        ("http://survey.example.vn", {}, {}, 403),
        # A proxy on this computer that is not configured.
        ("http://127.0.0.1:8000", {}, {"X-Forwarded-For": "192.0.2.7"}, 403),
        ("http://127.0.0.1:8000", AWAY, {"X-Forwarded-Proto": "https"}, 403),
        ("http://127.0.0.1:8000", {}, {"X-Real-IP": "192.0.2.7"}, 403),
        ("http://127.0.0.1:8000", {}, {"Via": "1.1 proxy"}, 403),
        ("http://127.0.0.1:8000", {}, {"Forwarded": "for=192.0.2.7"}, 403),
        ("http://127.0.0.1:8000", {"SERVER_PROTOCOL": "HTTP/1.0"}, {}, 403),
        ("http://127.0.0.1:8000", {"SERVER_PROTOCOL": "HTTP/1"}, {}, 403),
        ("https://survey.example.vn", AWAY, {}, 200),
    ],
)
def test_off_this_computer_staff_need_https(
    tmp_path: Path, base: str, environ: dict[str, str], headers: dict[str, str], status: int
) -> None:
    answer = ask(application(tmp_path), DOOR, base, headers, **environ)
    assert answer.status_code == status
    if status == 403:
        assert "docs/reverse-proxy.md" in answer.text
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("address", ["https://survey.example.vn", "http://survey.example.vn"])
@pytest.mark.parametrize("proxies", [0, 1])
def test_a_proxy_that_adds_no_header_opens_no_staff_page(tmp_path: Path, address: str, proxies: int) -> None:
    app = application(tmp_path, SURVEYAPP_URL=address, TRUSTED_PROXIES=proxies)
    for base in ("http://127.0.0.1:8000", "http://localhost:8000", "http://survey.example.vn"):
        assert ask(app, DOOR, base).status_code == 403


def test_an_installation_with_a_loopback_address_opens_its_staff_pages_here(tmp_path: Path) -> None:
    assert (
        ask(application(tmp_path, SURVEYAPP_URL="http://localhost:8000"), DOOR, "http://localhost:8000").status_code
        == 200
    )


def test_respondents_may_come_without_https(tmp_path: Path) -> None:
    assert ask(application(tmp_path), "/", "http://192.0.2.1:8000", **AWAY).status_code == 200


def test_behind_a_trusted_proxy_the_way_to_it_counts(tmp_path: Path) -> None:
    app = application(tmp_path, TRUSTED_PROXIES=1, SURVEYAPP_URL="https://survey.example.vn")
    told = {"X-Forwarded-For": "192.0.2.7", "X-Forwarded-Host": "survey.example.vn"}
    assert ask(app, DOOR, "http://127.0.0.1:8000", told | {"X-Forwarded-Proto": "https"}).status_code == 200
    answer = ask(app, f"{DOOR}?lang=en", "http://127.0.0.1:8000", told | {"X-Forwarded-Proto": "http"})
    assert (answer.status_code, answer.location) == (303, "https://survey.example.vn/staff/sign-in?lang=en")


def test_a_foreign_host_is_refused_and_never_stands_in_an_answer(tmp_path: Path) -> None:
    app = application(tmp_path, SURVEYAPP_URL="https://survey.example.vn")
    for path in (FORM, DOOR, "/", "/staff/me", "/nowhere"):
        answer = ask(app, path, "https://evil.example.org")
        assert answer.status_code == 400
        assert "evil" not in answer.text + str(answer.headers)


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("localhost", True), ("127.8.9.1", True), ("::1", True), ("10.0.0.1", False), ("192.0.2.1", False),
        ("localhost.evil.vn", False), ("", False), (None, False),
    ],
)  # fmt: skip
def test_what_is_this_computer(host: str | None, here: bool) -> None:
    assert is_loopback(host) is here


@pytest.mark.parametrize("path", [FORM, f"{FORM}/plain", "/", "/nowhere", DOOR, "/staff/me", "/healthz"])
def test_every_answer_is_closed_to_foreign_content_and_to_frames(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    policy = dict(part.partition(" ")[::2] for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["form-action"] == policy["script-src"] == policy["style-src"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in headers


def test_with_https_browsers_are_told_to_stay_with_it_and_cookies_are_locked_to_it(tmp_path: Path) -> None:
    app = application(tmp_path, SURVEYAPP_URL="https://survey.example.vn")
    answer = ask(app, DOOR, "https://survey.example.vn")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
    assert "Domain" not in cookie


def test_staff_pages_are_kept_by_no_cache(client: FlaskClient) -> None:
    for path in (DOOR, "/staff/me", "/nowhere"):
        assert client.get(path).headers["Cache-Control"] == "no-store"


def test_a_fault_in_a_respondents_request_is_logged_without_its_words(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app = application(tmp_path)
    app.testing = False

    @permission(PUBLIC)
    def broken(study: str, group: str) -> str:
        raise RuntimeError(f"cannot store {request.form['advice']}")

    app.view_functions["respondents.send"] = broken
    with caplog.at_level(logging.DEBUG):
        answer = app.test_client().post("/s/nho_2019/outsider", data={"advice": "câu trả lời bí mật"})
    assert answer.status_code == 500
    assert "RuntimeError at" in caplog.text
    assert "bí mật" not in caplog.text
    assert "nho_2019" not in caplog.text


def test_lines_of_the_log_carry_no_time(tmp_path: Path) -> None:
    from flask.logging import default_handler

    application(tmp_path)
    assert default_handler.formatter is not None
    line = default_handler.formatter.format(logging.LogRecord("surveyapp", logging.ERROR, "x.py", 1, "said", (), None))
    assert line == "ERROR in x: said"
