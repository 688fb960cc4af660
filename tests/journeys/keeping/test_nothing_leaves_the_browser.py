"""Requests and stored data of a browser while a form is filled in: codes and answers are in bodies only."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, quote_plus, unquote_plus

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Response

from tests.journeys.keeping.conftest import INSIDER, Place
from tests.journeys.keeping.filling import CANARY, fill_in, is_received, send, to_check
from tests.journeys.keeping.test_shared_device import SEMINAR, handed_over

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("keeping")]

KEPT = """async () => ({
  session: {...sessionStorage}, local: {...localStorage}, cookie: document.cookie, name: window.name,
  databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
NOTHING = {"session": {}, "local": {}, "cookie": "", "name": "", "databases": 0, "caches": 0, "workers": 0}


@dataclass
class Watch:
    """The record of one window: addresses, sent data, titles."""

    context: BrowserContext
    hosts: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    outside_bodies: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        # The context rather than the page, so that workers, new windows and pictures count as well.
        self.context.on("request", self._asked)
        self.context.on("response", self._told)

    def _asked(self, request: Request) -> None:
        self.hosts.add(request.url.split("/")[2])
        self.asked.append(request.url.partition("#")[0])
        self.outside_bodies += [self.asked[-1], *(f"{name}: {value}" for name, value in request.headers.items())]
        self.bodies.append(unquote_plus(request.post_data or ""))
        self._look()

    def _told(self, response: Response) -> None:
        self.outside_bodies += [f"{name}: {value}" for name, value in response.headers.items()]
        self._look()

    def _look(self) -> None:
        self.outside_bodies += [page.url for page in self.context.pages]

    def check(self, place: Place, page: Page, code: str) -> None:
        """Called after sending."""
        self.outside_bodies += [page.title(), page.url, str(self.context.cookies())]
        assert self.hosts == {place.base.removeprefix("http://")}, "somebody else was asked"
        assert any(CANARY in body for body in self.bodies), "the watch is not blind"
        assert any(code in body for body in self.bodies), "the watch is not blind"
        spelt = {code, code.replace("-", ""), code.lower(), CANARY, quote(CANARY), quote_plus(CANARY)}
        assert [text for text in self.outside_bodies for one in spelt if one in text] == []
        assert not any(text.lower().startswith(("set-cookie:", "cookie:")) for text in self.outside_bodies)


def window_of(browser: Browser, place: Place, **options: Any) -> BrowserContext:
    context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=place.base, **options)
    context.set_default_timeout(8000)
    return context


def test_a_form_in_shared_mode_asks_nobody_else_and_keeps_nothing(browser: Browser, place: Place) -> None:
    with window_of(browser, place) as context:
        watch, page, code = Watch(context), context.new_page(), place.code()
        fill_in(page, INSIDER + SEMINAR, code)
        titles = [page.title()]
        to_check(page)
        titles.append(page.title())
        send(page)
        handed_over(page)
        assert page.evaluate(KEPT) == NOTHING
        watch.outside_bodies += titles
        watch.check(place, page, code)


def test_a_form_from_a_scanned_card_asks_nobody_else_and_keeps_no_receipt(browser: Browser, place: Place) -> None:
    with window_of(browser, place) as context:
        watch, page, code = Watch(context), context.new_page(), place.code()
        page.goto(f"{INSIDER}#{code[:14]}")
        watch.outside_bodies.clear()  # the scanned address itself, whose fragment is not sent to a server
        page.wait_for_function("!location.hash")
        fill_in(page, page.url, code)
        to_check(page)
        send(page)
        receipt = is_received(page)
        kept = page.evaluate(KEPT)
        assert {**kept, "session": {}} == NOTHING
        assert CANARY not in str(kept)
        assert code not in str(kept)
        watch.check(place, page, code)
        spelt = {receipt, receipt.replace(" ", "-"), receipt.replace(" ", "")}
        assert not any(one in text for one in spelt for text in (*watch.outside_bodies, str(kept)))


def test_the_plain_page_asks_nobody_else(browser: Browser, place: Place) -> None:
    with window_of(browser, place, java_script_enabled=False) as context:
        watch, page, code = Watch(context), context.new_page(), place.code()
        page.goto(f"{INSIDER}/plain")
        page.get_by_label("Mã ghi trên thẻ").fill(code)
        page.locator("button[type=submit]").last.click()
        page.locator("#consent [value='1']").check()
        page.locator("[name='weights.1']").fill("100")
        page.locator("[name='advice']").fill(CANARY)
        page.get_by_role("button", name="Gửi phiếu").click()
        page.get_by_text("Số biên nhận").wait_for()
        watch.check(place, page, code)
