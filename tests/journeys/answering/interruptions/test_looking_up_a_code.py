"""While a code is looked up a person may decline, change the code or go elsewhere; the form follows the last word."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from surveyapp.ballot_box.codes.access_codes import new_code
from tests.journeys.answering.conftest import SHORT, Site, Window

pytestmark = pytest.mark.browser

UNKNOWN = new_code()
"""A code without a slip that stands on no card."""


class Line:
    """A slow line: the first look-ups wait until they are let through."""

    def __init__(self, page: Page) -> None:
        self.waiting: list[Callable[[], None]] = []
        self.sent: list[str] = []
        self.is_open = False
        page.route("**/unit-name*", self._hold)
        page.on("request", lambda request: self.sent.append(request.url) if request.method == "POST" else None)

    def _hold(self, route: Route) -> None:
        if self.is_open:
            route.continue_()
        else:
            self.waiting.append(route.continue_)

    def let_through(self) -> None:
        self.is_open = True
        for go in self.waiting:
            go()


def begun(site: Site, window: Window, code: str) -> tuple[Page, Line]:
    """Return a window that has agreed and now looks up the code."""
    page = window()
    line = Line(page)
    page.goto(site.form(SHORT, "insider"))
    page.fill("#code-input", code)
    page.click("[data-act=next]")
    expect(page.locator("[data-act=next]")).to_have_text("Đang kiểm tra mã…")
    return page, line


@pytest.mark.parametrize("is_valid", [True, False])
def test_declining_meanwhile_ends_the_form(site: Site, window: Window, is_valid: bool) -> None:
    page, line = begun(site, window, site.code(SHORT, "insider") if is_valid else UNKNOWN)
    page.click("[data-act=decline]")
    page.locator("dialog .choices button").last.click()
    line.let_through()
    expect(page.get_by_role("heading", name="Cảm ơn Ông/Bà")).to_be_visible()
    assert page.locator("#step-bar").count() == 0
    assert len([address for address in line.sent if "unit-name" not in address]) == 1


def test_a_refused_code_that_was_corrected_meanwhile_is_no_fault(site: Site, window: Window) -> None:
    page, line = begun(site, window, UNKNOWN)
    page.fill("#code-input", site.code(SHORT, "insider"))
    line.let_through()
    expect(page.locator("#section-agency")).to_be_visible()
    expect(page.locator("#fault-summary")).to_be_hidden()
    assert page.locator(".about .unit").first.inner_text() == "Sở Nội vụ"


def test_a_refused_code_keeps_the_page_and_every_button(site: Site, window: Window) -> None:
    page, line = begun(site, window, UNKNOWN)
    line.let_through()
    expect(page.locator("#fault-summary")).to_contain_text("không hợp lệ")
    expect(page.locator("[data-act=next]")).to_have_text("Tôi đồng ý, bắt đầu")
    expect(page.locator("[data-act=decline]")).to_be_visible()
    assert page.evaluate("[...document.querySelectorAll('.section')].every((one) => one.hidden)")
