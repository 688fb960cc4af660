"""Save and continue later: with the card's code or a resume code, on another device, deleted once sent."""

import re

import pytest
from playwright.sync_api import Page, expect

from surveyapp.ballot_box.codes.access_codes import normalised
from surveyapp.ballot_box.drafts.draft_expiry import keep_drafts
from tests.journeys.answering.walking import go_on, screen
from tests.journeys.keeping.conftest import INSIDER, OUTSIDER, Place, Window
from tests.journeys.keeping.filling import CANARY, YEARS, fill_in, flaws, is_empty, is_received, send, to_check, typed

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("keeping")]


def save(page: Page) -> str:
    """Save, and return the text of the dialog."""
    page.get_by_role("button", name="Lưu và tiếp tục sau").click()
    expect(page.get_by_role("dialog")).to_contain_text("đã được lưu")
    return page.get_by_role("dialog").inner_text()


def leave(page: Page) -> None:
    page.get_by_role("button", name="Tạm dừng").click()
    noted = page.get_by_role("dialog", name="Ông/Bà đã ghi lại mã tiếp tục chưa?")
    if noted.count():  # where the code is shown here only
        noted.get_by_role("button", name="Tạm dừng").click()
    page.wait_for_url("**/left**")


def test_a_form_is_saved_with_the_code_and_finished_on_another_device(place: Place, window: Window) -> None:
    code, first = place.code(), window()
    fill_in(first, INSIDER, code)
    before, at = typed(first), screen(first)
    assert "ít nhất 4 tuần" in save(first)
    assert flaws(first) == []
    leave(first)
    assert flaws(first) == []
    first.go_back()
    is_empty(first)
    held = b"".join(path.read_bytes() for path in place.folder.rglob("surveyapp.sqlite*"))
    assert CANARY.encode() not in held
    assert YEARS.encode() not in held
    second = window()
    second.goto(INSIDER)
    second.fill("#code-input", code.lower().replace("-", ""))
    second.get_by_role("button", name="Tôi đồng ý, bắt đầu").click()
    assert flaws(second) == []
    second.get_by_role("button", name="Mở phiếu đã lưu").last.click()
    expect(second.locator(f"#{at}")).to_be_visible()
    assert typed(second) == before
    count = place.ballots()
    to_check(second)
    send(second)
    assert is_received(second)
    assert place.ballots() == count + 1
    with place.app.app_context():
        assert keep_drafts()


def test_the_open_link_gives_a_resume_code_once(place: Place, window: Window) -> None:
    first = window()
    fill_in(first, OUTSIDER)
    before = typed(first)
    resume = re.findall(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}", save(first))[0]
    assert normalised(resume)
    first.get_by_role("button", name="Trả lời tiếp").click()
    leave_again = save(first)
    assert resume in leave_again, "saving again goes under the same code"
    leave(first)
    second = window()
    second.goto(OUTSIDER)
    second.get_by_text("Tiếp tục phiếu đã lưu").click()
    assert flaws(second) == []
    second.get_by_label("Mã tiếp tục").fill(resume.lower())
    second.get_by_role("button", name="Mở phiếu đã lưu").click()
    expect(second.locator("#screen-rest-1")).to_be_visible()
    assert typed(second) == before
    to_check(second)
    send(second)
    assert is_received(second)
    third = window()
    third.goto(OUTSIDER)
    third.get_by_text("Tiếp tục phiếu đã lưu").click()
    third.get_by_label("Mã tiếp tục").fill(resume)
    third.get_by_role("button", name="Mở phiếu đã lưu").click()
    expect(third.get_by_role("alert").filter(has_text="Không tìm thấy")).to_be_visible()


def test_both_devices_together_make_one_answer(place: Place, window: Window) -> None:
    first, second = window(), window()
    fill_in(first, OUTSIDER)
    resume = re.findall(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}", save(first))[0]
    first.get_by_role("button", name="Trả lời tiếp").click()
    second.goto(OUTSIDER)
    second.get_by_text("Tiếp tục phiếu đã lưu").click()
    second.get_by_label("Mã tiếp tục").fill(resume)
    second.get_by_role("button", name="Mở phiếu đã lưu").click()
    expect(second.locator("#screen-rest-1")).to_be_visible()
    count = place.ballots()
    for page in (first, second):
        to_check(page)
        send(page)
        assert is_received(page)
    assert place.ballots() == count + 1


def test_what_cannot_be_saved_is_told_and_stays(place: Place, window: Window) -> None:
    page = window()
    fill_in(page, OUTSIDER)
    place.stop()
    try:
        page.get_by_role("button", name="Lưu và tiếp tục sau").click()
        expect(page.locator(".saving")).to_contain_text("chưa lưu hoặc mở được phiếu")
    finally:
        place.start()
    assert typed(page)["advice"] == [CANARY]
    go_on(page)
    expect(page.locator(".saving")).to_be_hidden()
