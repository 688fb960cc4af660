"""The look-up of a code ends, a blank that leaves out parts is asked for once, the dialog for saving is complete."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.answering.conftest import LONG, SHORT, Site, Window
from tests.journeys.answering.walking import begin, go_on, screen

pytestmark = pytest.mark.browser

RESUME = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")


def test_a_look_up_without_a_reply_ends_after_five_seconds_and_the_form_begins(site: Site, window: Window) -> None:
    page = window()
    page.clock.install(time="2019-05-31T08:00:00")
    page.route("**/unit-name*", lambda route: None)  # the line is silent
    page.goto(site.form(LONG, "leader"))
    usual = page.text_content(".about .unit")
    page.fill("#code-input", site.code(LONG, "leader"))
    page.clock.pause_at("2019-05-31T09:00:00")
    page.click("[data-act=next]")
    button = page.locator("[data-act=next]")
    expect(button).to_have_text("Đang kiểm tra mã…")
    page.clock.run_for(4_900)
    expect(button).to_have_attribute("aria-busy", "true")
    assert screen(page) == "screen-start"
    page.clock.run_for(200)
    page.wait_for_function("() => history.state.screen !== 'screen-start'")
    expect(button).to_have_text("Tiếp tục")
    assert page.text_content(".about .unit") == usual
    assert page.locator("#fault-summary").is_hidden()


def test_a_blank_that_leaves_out_parts_is_asked_for_once(site: Site, window: Window) -> None:
    page = window()
    begin(page, site.form(LONG, "outsider"))
    while not page.is_visible("#out_agency"):
        go_on(page)
    before = screen(page)
    page.click("[data-act=next]")
    dialog = page.get_by_role("dialog", name="Ông/Bà chưa trả lời câu này")
    expect(dialog).to_contain_text(re.compile(r"\d phần"))
    dialog.get_by_role("button", name="Trả lời").click()
    expect(dialog).to_be_hidden()
    assert screen(page) == before
    assert page.evaluate("document.activeElement.closest('.question').id") == "out_agency"
    page.keyboard.press("Escape")  # closes the list of agencies
    page.click("[data-act=next]")
    page.wait_for_function("before => history.state.screen !== before", arg=before)
    assert page.locator("dialog").count() == 0
    page.click("[data-act=back]")
    page.wait_for_function("before => history.state.screen === before", arg=before)
    page.click("[data-act=next]")
    page.wait_for_function("before => history.state.screen !== before", arg=before)


def test_the_blank_may_stay_where_the_person_says_so(site: Site, window: Window) -> None:
    page = window()
    begin(page, site.form(LONG, "outsider"))
    while not page.is_visible("#out_agency"):
        go_on(page)
    before = screen(page)
    page.click("[data-act=next]")
    page.get_by_role("dialog").get_by_role("button", name="Để trống").click()
    page.wait_for_function("before => history.state.screen !== before", arg=before)


def saved(page: Page, site: Site) -> str:
    """Save a form of the open link and return its resume code, which the dialog shows."""
    begin(page, site.form(SHORT, "outsider"))
    page.click("[data-act=save]")
    expect(page.get_by_role("dialog")).to_contain_text("đã được lưu")
    return page.get_by_role("dialog").locator(".receipt strong").inner_text()


def test_the_resume_code_is_copied(site: Site, window: Window) -> None:
    page = window(permissions=["clipboard-read", "clipboard-write"])
    code = saved(page, site)
    assert RESUME.fullmatch(code)
    page.get_by_role("button", name="Sao chép mã").click()
    expect(page.get_by_role("dialog").get_by_role("status")).to_have_text("Đã sao chép.")
    assert page.evaluate("navigator.clipboard.readText()") == code


def test_where_a_page_may_not_copy_the_code_is_marked(site: Site, window: Window) -> None:
    page = window()
    # As on plain http in a seminar room.
    page.add_init_script("Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined })")
    code = saved(page, site)
    page.get_by_role("button", name="Sao chép mã").click()
    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("đã được bôi đen")
    assert page.evaluate("getSelection().toString()") == code


@pytest.mark.parametrize("way", ["button", "Escape"])
def test_the_focus_returns_to_the_button_when_the_dialog_closes(site: Site, window: Window, way: str) -> None:
    page = window()
    saved(page, site)
    if way == "button":
        page.get_by_role("button", name="Trả lời tiếp").click()
    else:
        page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert page.evaluate("document.activeElement.dataset.act") == "save"
