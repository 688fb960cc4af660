"""Windows of Firefox ESR and of Chromium for one test, and a server of its own where the box is opened."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.answering.conftest import WAIT, Site, served, site  # noqa: F401
from tests.journeys.browsers.firefox import Firefox
from tests.journeys.browsers.page_protocol import BrowserPage


@pytest.fixture
def page(request: pytest.FixtureRequest) -> Iterator[BrowserPage]:
    """A phone's window in the browser that the test names; a script error fails the test."""
    if request.param == "firefox":
        firefox: Firefox = request.getfixturevalue("firefox")
        with firefox.page() as tab:
            yield tab
        return
    browser: Browser = request.getfixturevalue("browser")
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.set_default_timeout(WAIT)
    chromium = context.new_page()
    errors: list[str] = []
    chromium.on("pageerror", lambda error: errors.append(str(error)))
    yield chromium
    context.close()
    assert errors == []


@pytest.fixture
def own_site(tmp_path: Path) -> Iterator[Site]:
    """A server of this test alone, whose box holds one form."""
    with served(tmp_path / "instance") as found:
        yield found
