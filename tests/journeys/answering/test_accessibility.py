"""Every page and state meets WCAG 2.2 A and AA, does not overflow sideways, and has large enough targets."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.journeys.answering.conftest import LONG, SHORT, Site, Window
from tests.journeys.answering.looking import violations
from tests.journeys.answering.walking import begin, go_on, screen, walk

pytestmark = pytest.mark.browser

# The window is high enough that the bottom bar covers nothing: axe does not know that one can scroll.
TALL = 4000
VIEWS: dict[str, dict[str, Any]] = {
    "320": {"width": 320},
    "390": {"width": 390, "has_touch": True},
    "1280": {"width": 1280},
    # A window of 1280 px at 200 % has a layout width of 640 px.
    "200 %": {"width": 640, "device_scale_factor": 2},
    "dark": {"width": 390, "color_scheme": "dark"},
}


def states(page: Page, site: Site, study: str, group: str, language: str) -> Iterator[str]:
    """Bring the page into each of its states in turn."""
    more = f"?v=a&lang={language}"
    page.goto(f"{site.base}/?lang={language}")
    yield "start page"
    address = site.form(study, group, more)
    page.goto(address)
    yield "first page"
    if group != "outsider":
        page.click("[data-act=next]")
        page.wait_for_selector("#fault-summary:visible")
        yield "code missing"
    page.fill("#code-input", "WAAD-DEEA-FAJ2-347Y")
    yield "a slip in the code"
    page.fill("#code-input", "")
    begin(page, address, site.code(study, group) if group != "outsider" else "")
    page.click("[data-act=save]")
    page.wait_for_selector("dialog")
    yield "draft saved"
    page.click("dialog .choices button >> nth=0")
    # Empty and answered pages differ in the same way in every language and on every form.
    yield from walk(page, empty=study == SHORT and language == "vi")
    page.click("[data-act=next]")
    page.wait_for_selector("#receipt-number:visible")
    yield "receipt"
    # This tab has recorded that its form was sent; another person has another tab.
    page.evaluate("sessionStorage.clear()")
    page.goto(address)
    page.click("[data-act=decline]")
    page.locator("dialog .choices button").last.click()
    page.wait_for_selector(".said")
    yield "consent refused"


def looked_at(page: Page, site: Site, study: str, group: str, language: str) -> list[str]:
    return [f"{state}: {fault}" for state in states(page, site, study, group, language) for fault in violations(page)]


@pytest.mark.parametrize(("language", "view"), [("vi", "320"), ("en", "dark")])
def test_every_state_of_a_short_form_is_accessible(site: Site, window: Window, language: str, view: str) -> None:
    assert looked_at(window(height=TALL, **VIEWS[view]), site, SHORT, "outsider", language) == []


@pytest.mark.long
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("group", ["leader", "civil_servant", "outsider"])
def test_every_state_of_the_forms_of_the_pilot_is_accessible(
    site: Site, window: Window, group: str, language: str, view: str
) -> None:
    assert looked_at(window(height=TALL, **VIEWS[view]), site, LONG, group, language) == []


def test_faults_on_a_screen_are_accessible(site: Site, window: Window) -> None:
    page = window(390, TALL)
    begin(page, site.form(SHORT, "outsider"))
    while screen(page) != "screen-rest-1":
        go_on(page)
    page.fill("[name='weights.1']", "50")
    page.fill("[name=years]", "400")
    page.click("[data-act=next]")
    page.wait_for_selector("#fault-summary:visible")
    assert violations(page) == []


def test_the_largest_text_fits_a_narrow_phone(site: Site, window: Window) -> None:
    page = window(320, TALL)
    page.goto(site.form(SHORT, "outsider"))
    page.click("#text-size [value=larger]")
    begin(page, site.form(SHORT, "outsider"))
    assert [f"{state}: {fault}" for state in walk(page, empty=False) for fault in violations(page)] == []


@pytest.mark.parametrize(
    ("language", "view"),
    [
        pytest.param(language, view, marks=[] if (language, view) == ("vi", "320") else [pytest.mark.long])
        for language in ("vi", "en")
        for view in VIEWS
    ],
)
def test_the_way_without_a_script_is_accessible(site: Site, window: Window, language: str, view: str) -> None:
    # axe itself needs scripts, so the plain pages, which have none, are checked in a browser with scripts.
    page = window(height=TALL, **VIEWS[view])
    page.goto(site.form(SHORT, "insider", f"/plain?lang={language}"))
    found = violations(page)
    page.fill("#code-input", "ABCD")
    page.click("main [type=submit]")
    found += violations(page)
    page.fill("#code-input", site.code(SHORT, "insider"))
    page.click("main [type=submit]")
    found += violations(page)
    page.fill("[name=years]", "400")
    page.click("main [type=submit]")
    page.wait_for_selector("#fault-summary:visible")
    found += violations(page)
    page.click("main [formaction*=draft]")
    page.wait_for_selector(".said")
    found += violations(page)
    page.goto(site.form(SHORT, "outsider", f"/plain?lang={language}&size=larger"))
    page.click("#resume summary")
    page.fill("#resume-input", "ABCD")
    page.click("#resume button")
    page.wait_for_selector("#resume-fault")
    assert found + violations(page) == []
