"""The browser's profile after the person has left: every file is searched for the code and the receipt number."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.answering.walking import go_on
from tests.journeys.browsers.chromium import chromium_path
from tests.journeys.keeping.conftest import INSIDER, Place
from tests.journeys.keeping.filling import CANARY, is_received, send, to_check
from tests.journeys.keeping.test_saving_for_later import leave, save
from tests.journeys.keeping.test_shared_device import SEMINAR, handed_over

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("keeping")]

ON_SIGN = 14
Story = Callable[[Page, str], str]
"""Use the browser with a code; return the receipt number, or ""."""


def begin(page: Page, address: str, code: str, scanned: bool) -> None:
    page.goto(address + (f"#{code[:ON_SIGN]}" if scanned else ""))
    page.locator("#code-input").press("End")
    page.locator("#code-input").press_sequentially(code[ON_SIGN:] if scanned else code)
    go_on(page)


def scanned_and_sent(page: Page, code: str) -> str:
    begin(page, INSIDER, code, scanned=True)
    to_check(page)
    send(page)
    return is_received(page)


def scanned_sent_and_loaded_again(page: Page, code: str) -> str:
    receipt = scanned_and_sent(page, code)
    page.reload()
    page.go_back()
    return receipt


def scanned_and_left_open(page: Page, code: str) -> str:
    begin(page, INSIDER, code, scanned=True)
    go_on(page)
    page.reload()
    return ""


def scanned_saved_and_left(page: Page, code: str) -> str:
    begin(page, INSIDER, code, scanned=True)
    save(page)
    leave(page)
    return ""


def scanned_saved_and_left_open(page: Page, code: str) -> str:
    begin(page, INSIDER, code, scanned=True)
    save(page)
    page.get_by_role("button", name="Trả lời tiếp").click()
    go_on(page)
    return ""


def typed_in_shared_mode(page: Page, code: str) -> str:
    begin(page, INSIDER + SEMINAR, code, scanned=False)
    to_check(page)
    send(page)
    handed_over(page)
    return ""


def scanned_in_shared_mode(page: Page, code: str) -> str:
    page.goto(f"{INSIDER}{SEMINAR}#{code[:ON_SIGN]}")
    expect(page.locator("#code-place")).to_contain_text("không nhận mã quét được")
    page.fill("#code-input", code)
    go_on(page)
    return ""


STORIES = [
    scanned_and_sent,
    scanned_sent_and_loaded_again,
    scanned_and_left_open,
    scanned_saved_and_left,
    scanned_saved_and_left_open,
    typed_in_shared_mode,
    scanned_in_shared_mode,
]


def found_in(profile: Path, texts: set[str]) -> list[tuple[str, str]]:
    held = [(path.name, path.read_bytes()) for path in profile.rglob("*") if path.is_file()]
    return [
        (name, text)
        for name, content in held
        for text in sorted(texts)
        if text.encode() in content or text.encode("utf-16-le") in content
    ]


@pytest.mark.parametrize("story", STORIES, ids=[story.__name__ for story in STORIES])
def test_no_file_of_the_profile_holds_the_whole_code_or_the_receipt(
    browser: Browser, place: Place, tmp_path: Path, story: Story
) -> None:
    code, profile = place.code(), tmp_path / "profile"
    phone = browser.browser_type.launch_persistent_context(
        profile, executable_path=chromium_path(), args=["--no-sandbox"], base_url=place.base
    )
    page = phone.pages[0]
    page.set_default_timeout(8000)
    page.on("dialog", lambda dialog: dialog.accept())
    receipt = story(page, code)
    phone.close()
    assert found_in(profile, {place.base.removeprefix("http://")}), "the search is not blind"
    wanted = {code, code.replace("-", ""), code.lower(), code[ON_SIGN - 2 :], code.replace("-", "")[-7:]}
    if receipt:
        wanted |= {receipt, receipt.replace(" ", "-"), receipt.replace(" ", "")}
    assert found_in(profile, wanted) == []


def test_an_older_sign_leaves_the_whole_code_in_the_history(browser: Browser, place: Place, tmp_path: Path) -> None:
    # A limitation stated in docs/answering-safely.md; it also shows that the search finds what is there.
    code, profile = place.code(), tmp_path / "profile"
    phone = browser.browser_type.launch_persistent_context(
        profile, executable_path=chromium_path(), args=["--no-sandbox"], base_url=place.base
    )
    phone.pages[0].goto(f"{INSIDER}#{code}")
    phone.close()
    assert "History" in {name for name, _text in found_in(profile, {code})}


def test_what_the_history_keeps_of_a_scan_opens_no_saved_form(browser: Browser, place: Place) -> None:
    code = place.code()
    context = browser.new_context(base_url=place.base)
    page = context.new_page()
    page.set_default_timeout(8000)
    begin(page, INSIDER, code, scanned=True)
    save(page)
    leave(page)
    page.goto(f"{INSIDER}#{code[:ON_SIGN]}")
    opened: list[str] = []
    page.on("request", lambda request: opened.append(request.url) if "/draft/open" in request.url else None)
    page.get_by_text("Tiếp tục phiếu đã lưu").click()
    page.get_by_role("button", name="Mở phiếu đã lưu").click()
    expect(page.get_by_role("alert").filter(has_text="4 chữ và số cuối")).to_be_visible()
    assert opened == []
    for guess in (code[:ON_SIGN], code[:ON_SIGN] + "-AAAA"):
        reply = context.request.post(
            f"{INSIDER}/draft/open", form={"code": guess}, headers={"Accept": "application/json"}
        )
        assert reply.status == 422
        assert CANARY not in reply.text()
    context.close()
