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


def saved_without_a_script(window: Window, variant: str, *, with_consent: bool) -> str:
    """Save a form on the plain page with its first part answered; return the resume code."""
    page = window(java_script_enabled=False)
    page.goto(f"{OUTSIDER}/plain?v={variant}")
    if with_consent:
        page.locator("#consent [value='1']").check()
    page.locator("[name=out_agency][value='0']").check()
    page.locator("[name=duty_assigns][value='2']").check()
    page.locator("[name=overall][value='7']").check()
    page.get_by_role("button", name="Lưu và tiếp tục sau").click()
    return page.locator(".receipt strong").inner_text()


@pytest.mark.parametrize("variant", ["a", "b"])
def test_a_form_saved_without_a_script_goes_on_at_its_first_blank(window: Window, variant: str) -> None:
    resume = saved_without_a_script(window, variant, with_consent=True)
    page = window()
    page.goto(f"{OUTSIDER}?v=a")
    page.get_by_text("Tiếp tục phiếu đã lưu").click()
    page.get_by_label("Mã tiếp tục").fill(resume)
    page.get_by_role("button", name="Mở phiếu đã lưu").click()
    expect(page.locator("#screen-cases-1")).to_be_visible()
    expect(page.locator(".opened")).to_be_in_viewport()
    expect(page.locator(".opened")).to_have_text("Phiếu đã lưu đã được mở, với đầy đủ câu trả lời mà Ông/Bà đã nhập.")
    assert page.locator("#survey-form [name=variant]").input_value() == variant
    assert typed(page) == {"consent": ["1"], "out_agency": ["0"], "duty_assigns": ["2"], "overall": ["7"]}
    assert flaws(page) == []
    go_on(page)
    expect(page.locator(".opened")).to_have_count(0)


def test_a_saved_form_without_consent_says_that_it_is_open_and_asks_for_it(window: Window) -> None:
    resume = saved_without_a_script(window, "a", with_consent=False)
    page = window()
    page.goto(f"{OUTSIDER}?v=a")
    page.get_by_text("Tiếp tục phiếu đã lưu").click()
    page.get_by_label("Mã tiếp tục").fill(resume)
    page.get_by_role("button", name="Mở phiếu đã lưu").click()
    expect(page.locator("#screen-start .opened")).to_be_in_viewport()
    page.get_by_role("button", name="Tôi đồng ý, bắt đầu").click()
    expect(page.locator("#screen-agency-1")).to_be_visible()
    assert typed(page)["overall"] == ["7"]


def test_a_form_saved_by_card_without_a_script_keeps_the_agreement_just_given(place: Place, window: Window) -> None:
    code, plain = place.code(), window(java_script_enabled=False)
    plain.goto(f"{INSIDER}/plain?v=a")
    plain.get_by_label("Mã ghi trên thẻ").fill(code)
    plain.get_by_role("button", name="Tiếp tục").click()
    plain.locator("[name=duty_assigns][value='2']").check()
    plain.locator("[name=overall][value='7']").check()
    plain.get_by_role("button", name="Lưu và tiếp tục sau").click()
    page = window()
    page.goto(f"{INSIDER}?v=a")
    page.fill("#code-input", code)
    page.get_by_role("button", name="Tôi đồng ý, bắt đầu").click()
    page.get_by_role("dialog").get_by_role("button", name="Mở phiếu đã lưu").click()
    expect(page.locator("#screen-cases-1 #seen_case")).to_be_visible()
    expect(page.locator(".opened:visible")).to_have_count(1)
