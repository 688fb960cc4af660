"""One tablet for a whole room: the next person finds nothing."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select

from surveyapp.database.sessions import reading
from surveyapp.database.tables.responses import ResponseRow
from surveyapp.database.tables.studies import State
from surveyapp.lifecycle.changes import change_state
from tests.journeys.browsers.chromium import chromium_path
from tests.journeys.keeping.conftest import INSIDER, OUTSIDER, Place, Window
from tests.journeys.keeping.filling import CANARY, YEARS, fill_in, flaws, is_empty, send, to_check, typed
from tests.surveyapp.sealed_box import open_the_box

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("keeping")]

SEMINAR = "?session=seminar"


def handed_over(page: Page) -> None:
    page.wait_for_url("**/left**")
    expect(page.get_by_role("heading", name="Xin trao thiết bị cho người tiếp theo")).to_be_visible()


def test_after_sending_a_neutral_page_hands_the_device_over(place: Place, window: Window) -> None:
    page = window()
    fill_in(page, INSIDER + SEMINAR, place.code())
    assert flaws(page) == []
    to_check(page)
    send(page)
    handed_over(page)
    assert flaws(page) == []
    expect(page.locator("main")).to_contain_text("Phiếu đã được nhận")
    for _step in range(4):
        page.go_back()
        is_empty(page)
    assert page.evaluate("[sessionStorage.length, localStorage.length, document.cookie]") == [0, 0, ""]
    page.goto(INSIDER + SEMINAR)
    expect(page.get_by_role("button", name="Tôi đồng ý, bắt đầu")).to_be_visible()
    is_empty(page)


def test_a_reload_begins_anew_after_asking(window: Window) -> None:
    page = window()
    fill_in(page, OUTSIDER + SEMINAR)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    assert asked == ["beforeunload"]
    expect(page.get_by_role("button", name="Tôi đồng ý, bắt đầu")).to_be_visible()
    is_empty(page)


def test_walking_away_and_back_shows_nothing(window: Window) -> None:
    page = window()
    page.on("dialog", lambda dialog: dialog.accept())
    fill_in(page, OUTSIDER + SEMINAR)
    page.goto("/")
    page.go_back()
    is_empty(page)


def test_an_idle_form_is_cleared_after_a_warning(window: Window) -> None:
    page = window()
    page.clock.install()
    fill_in(page, OUTSIDER + SEMINAR)
    before = typed(page)
    page.clock.fast_forward("05:01")
    expect(page.get_by_role("dialog")).to_contain_text("sẽ bị xóa sau một phút nữa")
    page.get_by_role("button", name="Trả lời tiếp").click()
    page.clock.fast_forward("04:00")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert typed(page) == before
    page.clock.fast_forward("01:30")
    assert flaws(page) == []
    page.clock.fast_forward("01:01")
    handed_over(page)
    page.go_back()
    is_empty(page)


@pytest.mark.parametrize("sign", ["visibilitychange", "pointerdown"])
def test_a_tablet_that_slept_is_cleared_when_it_wakes(window: Window, sign: str) -> None:
    page = window()
    fill_in(page, OUTSIDER + SEMINAR)
    # While the device sleeps no timer runs; then the screen is switched on, or somebody touches it. All this is one
    # task, and scroll events are blocked, so that no late scroll event of the filling is taken for the first sign. What
    # the last key press deferred to the next frame finds an empty form and must not fail.
    page.evaluate(
        """sign => void setTimeout(() => {
          window.addEventListener("scroll", (event) => event.stopImmediatePropagation(), true);
          document.querySelector("[name=advice]").dispatchEvent(new Event("input", { bubbles: true }));
          const later = Date.now() + 8 * 60 * 60 * 1000;
          Date.now = () => later;
          document.dispatchEvent(new Event(sign));
        })""",
        sign,
    )
    handed_over(page)


def test_an_empty_form_may_lie_there_all_day(window: Window) -> None:
    page = window()
    page.clock.install()
    page.goto(OUTSIDER + SEMINAR)
    page.clock.fast_forward("12:00:00")
    expect(page.get_by_role("button", name="Tôi đồng ý, bắt đầu")).to_be_visible()


def test_refusing_hands_the_device_over_too(window: Window) -> None:
    page = window()
    page.goto(OUTSIDER + SEMINAR)
    page.click("[data-act=decline]")
    page.locator("dialog .choices button").last.click()
    handed_over(page)
    page.get_by_role("link", name="Mở phiếu mới").click()
    expect(page.locator(".device")).to_contain_text("Thiết bị dùng chung")
    is_empty(page)


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return tmp_path / "profile"


@pytest.fixture
def tablet(browser: Browser, place: Place, profile: Path) -> BrowserContext:
    """A browser with a profile on the disk, as on a tablet; closing it writes the profile."""
    return browser.browser_type.launch_persistent_context(
        profile, executable_path=chromium_path(), args=["--no-sandbox"], base_url=place.base
    )


def test_the_profile_of_the_browser_holds_no_answer_and_no_code(
    place: Place, tablet: BrowserContext, profile: Path
) -> None:
    codes = [place.code() for _ in range(3)]
    page = tablet.pages[0]
    page.set_default_timeout(8000)
    page.on("dialog", lambda dialog: dialog.accept())
    for code in codes:
        fill_in(page, INSIDER + SEMINAR, code)
        if code == codes[1]:
            page.goto("/")  # the person walked away
            continue
        to_check(page)
        send(page)
        handed_over(page)
    page.goto(INSIDER + SEMINAR)
    page.click("#code-input")
    page.keyboard.press("ArrowDown")
    is_empty(page)
    tablet.close()
    wanted = [CANARY, YEARS, *codes, *(code.replace("-", "") for code in codes)]
    canaries = {text: (text.encode(), text.encode("utf-16-le")) for text in wanted}
    files = [path for path in profile.rglob("*") if path.is_file()]
    assert any(place.base.encode() in path.read_bytes() for path in files), "the search is not blind"
    found = [
        (path.name, text)
        for path in files
        for text, forms in canaries.items()
        if any(form in path.read_bytes() for form in forms)
    ]
    assert found == []


def set_clock(page: Page, minutes: int, sign: str = "") -> None:
    """Set the clock of the device ahead and let a sign reach the page at once."""
    page.evaluate(
        """([minutes, sign]) => {
          const later = Date.now() + minutes * 60 * 1000;
          Date.now = () => later;
          if (sign) document.dispatchEvent(new Event(sign));
        }""",
        [minutes, sign],
    )


@pytest.mark.parametrize("sign", ["visibilitychange", "pointerdown"])
def test_a_clock_that_is_set_ahead_clears_nothing_without_a_warning(window: Window, sign: str) -> None:
    page = window()
    page.clock.install()
    fill_in(page, OUTSIDER + SEMINAR)
    before = typed(page)
    set_clock(page, 10, sign)
    expect(page.get_by_role("dialog")).to_contain_text("sẽ bị xóa sau một phút nữa")
    left = page.get_by_role("timer")
    expect(left).to_have_text("Còn 60 giây")
    page.clock.run_for(20_000)
    expect(left).to_have_text("Còn 40 giây")
    page.get_by_role("button", name="Trả lời tiếp").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.clock.run_for(60_000)
    assert typed(page) == before
    set_clock(page, 10, sign)
    expect(page.get_by_role("dialog")).to_be_visible()
    page.clock.run_for(61_000)
    handed_over(page)


def test_a_page_that_was_out_of_sight_meanwhile_is_cleared_at_once(window: Window) -> None:
    page = window()
    fill_in(page, OUTSIDER + SEMINAR)
    page.evaluate("Object.defineProperty(document, 'hidden', { value: true, configurable: true })")
    page.evaluate("void document.dispatchEvent(new Event('visibilitychange'))")
    page.evaluate("delete document.hidden")
    page.evaluate(
        """() => void setTimeout(() => {
          const later = Date.now() + 10 * 60 * 1000;
          Date.now = () => later;
          document.dispatchEvent(new Event("visibilitychange"));
        })"""
    )
    handed_over(page)


def test_a_seminar_is_recorded_where_a_code_vouches_for_it(place: Place, window: Window) -> None:
    for address, code in ((INSIDER, place.code()), (OUTSIDER, "")):
        page = window()
        fill_in(page, address + SEMINAR, code)
        to_check(page)
        send(page)
        handed_over(page)
    with place.app.app_context():
        change_state(place.study.id, State.CLOSED)
        open_the_box(place.study.id)
        with reading() as session:
            entries = {(row.group, row.entry) for row in session.scalars(select(ResponseRow))}
    assert ("insider", "seminar") in entries
    assert ("outsider", "open_link") in entries
    assert ("outsider", "seminar") not in entries
