"""axe finds no breach of WCAG 2.2 A and AA on any page of a form, in Firefox ESR and in Chromium, light and dark."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.answering.conftest import SHORT, WAIT, Site
from tests.journeys.answering.looking import violations
from tests.journeys.answering.walking import begin, screen, walk
from tests.journeys.browsers.firefox import DARK, Firefox, running_firefox
from tests.journeys.browsers.page_protocol import BrowserPage

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browsers")]

# High enough that the bottom bar covers nothing: axe does not know that one can scroll.
TALL = 4000


@pytest.fixture(scope="module")
def dark_firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    with running_firefox(tmp_path_factory.mktemp("dark firefox") / "profile", DARK) as running:
        yield running


@pytest.fixture
def tall(request: pytest.FixtureRequest) -> Iterator[BrowserPage]:
    """A tall window in a browser and with the colours that the test names."""
    name, colours = request.param
    if name == "firefox":
        firefox: Firefox = request.getfixturevalue("dark_firefox" if colours == "dark" else "firefox")
        with firefox.page(390, TALL) as page:
            yield page
        return
    browser: Browser = request.getfixturevalue("browser")
    context = browser.new_context(viewport={"width": 390, "height": TALL}, color_scheme=colours)
    context.set_default_timeout(WAIT)
    yield context.new_page()
    context.close()


def states(page: BrowserPage, site: Site) -> Iterator[str]:
    """Bring the page into each of its states in turn."""
    page.goto(site.base)
    yield "start page"
    page.goto(site.form(SHORT, "insider"))
    yield "first page"
    page.click("[data-act=next]")
    page.wait_for_function("() => !document.getElementById('fault-summary').hidden")
    yield "a fault"
    begin(page, site.form(SHORT, "insider"), site.code(SHORT, "insider"))
    page.click("[data-act=save]")
    page.wait_for_function("() => document.querySelector('dialog')")
    yield "dialog"
    page.click("dialog .choices button")
    yield from walk(page)
    assert screen(page) == "screen-check"
    page.click("#check-answers summary")
    yield "all answers on the check page"
    page.click("[data-act=next]")
    page.wait_for_function("() => document.getElementById('receipt-number')")
    yield "receipt"
    page.goto(site.form(SHORT, "outsider", "/plain"))
    yield "plain page"
    page.fill("[name=years]", "400")
    page.click("#screen-check [type=submit]")
    page.wait_for_function("() => document.getElementById('fault-summary')?.innerText")
    yield "plain page with faults"
    for address in ("/s/nowhere/outsider", "/nowhere", f"/s/{SHORT}/outsider/received", f"/s/{SHORT}/outsider/left"):
        page.goto(site.base + address)
        yield address


BROWSERS = [
    pytest.param(("firefox", "light")),
    pytest.param(("firefox", "dark")),
    pytest.param(("chromium", "light"), marks=pytest.mark.long),
    pytest.param(("chromium", "dark"), marks=pytest.mark.long),
]


@pytest.mark.parametrize("tall", BROWSERS, indirect=True, ids="-".join)
def test_every_page_of_a_form_is_accessible(site: Site, tall: BrowserPage, request: pytest.FixtureRequest) -> None:
    tall.goto(site.base)
    is_dark = tall.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    assert is_dark is (request.node.callspec.params["tall"][1] == "dark")
    assert [f"{state}: {fault}" for state in states(tall, site) for fault in violations(tall)] == []
