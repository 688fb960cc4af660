"""A researcher's browser downloads data and charts, and its profile contains no second copy of them."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from tests.journeys.browsers.chromium import chromium_path
from tests.surveyapp.answers_in_place import load_staff_study, put_answers
from tests.surveyapp.staff_cast import app, signed_in  # noqa: F401
from tests.surveyapp.staff_study import STUDY

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journey")]


@pytest.fixture
def base(app: Flask) -> Iterator[str]:  # noqa: F811
    with app.app_context():
        load_staff_study()
        put_answers({"leader": 1, "civil_servant": 5, "outsider": 3})
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_cache_on_the_disk_holds_no_data_and_no_figure(
    browser: Browser,
    app: Flask,  # noqa: F811
    base: str,
    tmp_path: Path,
) -> None:
    cookie = signed_in(app, "researcher").get_cookie("session")
    assert isinstance(app.session_interface, SecureCookieSessionInterface)
    assert cookie is not None
    profile = tmp_path / "profile"
    desk = browser.browser_type.launch_persistent_context(
        profile, executable_path=chromium_path(), args=["--no-sandbox"], base_url=base, accept_downloads=True
    )
    desk.add_cookies([{"name": "session", "value": cookie.value, "url": base}])
    page = desk.pages[0]
    page.set_default_timeout(20_000)
    taken = []
    with page.expect_response("**/figure-1.svg**") as figure:
        page.goto(f"/staff/studies/{STUDY}/results/ac")
    taken.append(figure.value.body())
    style = page.request.get(page.locator("link[rel=stylesheet]").first.get_attribute("href") or "").body()
    page.goto(f"/staff/studies/{STUDY}/data")
    with page.expect_download() as download:
        page.locator("a[href*='/data/csv.zip']").first.click()
    taken.append(Path(download.value.path()).read_bytes())
    desk.close()
    held = [path.read_bytes() for path in (profile / "Default").rglob("*") if path.is_file()]
    assert any(style[100:200] in content for content in held), "the search is not blind"
    for content in taken:
        assert len(content) > 1000
        middle = len(content) // 2
        assert not any(content[middle : middle + 40] in one for one in held)
