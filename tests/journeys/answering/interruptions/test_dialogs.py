"""A question that has to be answered first: in every browser it is alone, takes the focus and gives it back."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.answering.conftest import LONG, SHORT, Site, Window
from tests.journeys.answering.looking import violations
from tests.journeys.answering.walking import begin, screen

pytestmark = pytest.mark.browser

_WITHOUT_DIALOGS = "delete HTMLDialogElement.prototype.showModal"
MODAL = "[role=dialog][aria-modal=true], dialog:modal"


def opened(site: Site, window: Window, *, is_old: bool) -> Page:
    """Return a window in which declining is being asked about."""
    page = window()
    if is_old:
        page.add_init_script(_WITHOUT_DIALOGS)
    page.goto(site.form(SHORT, "outsider"))
    page.evaluate("addEventListener('click', () => (window.placeBefore = scrollY), true)")
    page.click("[data-act=decline]")
    return page


@pytest.mark.parametrize("is_old", [False, True], ids=["with dialogs", "without dialogs"])
def test_it_is_alone_named_and_focused_and_escape_leads_back(site: Site, window: Window, is_old: bool) -> None:
    page = opened(site, window, is_old=is_old)
    dialog = page.get_by_role("dialog", name="Ông/Bà không tham gia?")
    expect(dialog).to_be_in_viewport()
    assert page.locator(MODAL).count() == 1
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    for _stop in range(6):
        page.keyboard.press("Tab")
        assert page.evaluate("!document.activeElement.closest('main, header, #step-bar')"), "the rest is out of reach"
    assert page.locator("#step-bar").is_visible() is not is_old
    assert violations(page) == []
    page.locator("dialog h2").dispatch_event("pointerdown")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert page.evaluate("document.activeElement.dataset.act") == "decline"
    expect(page.get_by_role("button", name="Tôi đồng ý, bắt đầu")).to_be_visible()
    assert page.evaluate("scrollY === placeBefore")
    assert page.locator("[data-act=save]").is_hidden(), "what was hidden before stays hidden"


@pytest.mark.parametrize("is_old", [False, True], ids=["with dialogs", "without dialogs"])
def test_escape_twice_and_again_never_leaves_a_half_closed_dialog(site: Site, window: Window, is_old: bool) -> None:
    page = opened(site, window, is_old=is_old)
    for _time in range(3):
        page.keyboard.press("Escape")
        expect(page.locator("dialog")).to_have_count(0)
        page.click("[data-act=decline]")
        expect(page.locator("dialog")).to_have_count(1)


def gate(site: Site, window: Window, *, is_old: bool) -> Page:
    """Return a window in which a blank that leaves out parts is being asked about."""
    page = window()
    if is_old:
        page.add_init_script(_WITHOUT_DIALOGS)
    begin(page, site.form(LONG, "outsider"))
    page.click("[data-act=next]")
    expect(page.get_by_role("dialog")).to_be_visible()
    return page


@pytest.mark.parametrize("is_old", [False, True], ids=["with dialogs", "without dialogs"])
def test_back_closes_the_dialog_and_stays_on_the_screen(site: Site, window: Window, is_old: bool) -> None:
    page = gate(site, window, is_old=is_old)
    here, depth = screen(page), page.evaluate("history.state.depth")
    page.evaluate("history.back()")
    expect(page.locator("dialog")).to_have_count(0)
    page.wait_for_function(
        "([screen, depth]) => history.state.screen === screen && history.state.depth === depth", arg=[here, depth]
    )
    expect(page.locator(f"#{here}")).to_be_visible()
    assert page.evaluate("document.activeElement.matches('.search')"), "on the question that was asked about"
    page.go_back()
    page.wait_for_function("history.state.screen === 'screen-start'")
    expect(page.locator("#screen-start")).to_be_visible()


@pytest.mark.parametrize("is_old", [False, True], ids=["with dialogs", "without dialogs"])
def test_back_closes_a_dialog_on_the_first_step_of_the_tab_and_the_next_back_leaves(
    site: Site, window: Window, is_old: bool
) -> None:
    page = window()
    if is_old:
        page.add_init_script(_WITHOUT_DIALOGS)
    page.goto(site.base)
    page.goto(site.form(SHORT, "outsider"))
    page.click("[data-act=decline]")
    page.evaluate("history.back()")
    expect(page.locator("dialog")).to_have_count(0)
    page.wait_for_function("history.state?.screen === 'screen-start' && history.state.depth === 1")
    expect(page.locator("#screen-start")).to_be_visible()
    assert page.evaluate("document.activeElement.dataset.act") == "decline"
    page.click("[data-act=next]")
    page.go_back()
    expect(page.locator("#screen-start")).to_be_visible()
    page.go_back()
    page.go_back()
    expect(page.get_by_role("heading", name="Ý kiến của Ông/Bà")).to_be_visible()


def test_no_two_dialogs_share_an_id(site: Site, window: Window) -> None:
    page = window()
    begin(page, site.form(SHORT, "outsider"))
    page.get_by_role("button", name="Lưu và tiếp tục sau").click()
    first = page.locator("dialog").get_attribute("aria-labelledby")
    page.get_by_role("button", name="Tạm dừng").click()
    noted = page.get_by_role("dialog", name="Ông/Bà đã ghi lại mã tiếp tục chưa?")
    expect(noted).to_be_visible()
    assert noted.get_attribute("aria-labelledby") != first
    assert (
        page.evaluate("new Set([...document.querySelectorAll('[id]')].map((one) => one.id)).size")
        == page.locator("[id]").count()
    )
