"""The second of two quick taps takes no answer back: not after a scroll, not at the other end, not below a dialog."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.answering.conftest import SHORT, Site, Window
from tests.journeys.answering.walking import answer, begin, go_on, screen

pytestmark = pytest.mark.browser


def at_screen(site: Site, window: Window, name: str) -> Page:
    page = window(390, 500, has_touch=True)
    begin(page, site.form(SHORT, "outsider"))
    while screen(page) != name:
        answer(page)
        go_on(page)
    return page


def place(one: Locator, side: float = 0.5) -> tuple[float, float]:
    """Return the point of the window at a share of the element's width."""
    box = one.bounding_box()
    assert box is not None
    return box["x"] + box["width"] * side, box["y"] + box["height"] / 2


def scroll_under(page: Page, one: Locator, y: float) -> None:
    """Scroll until the element is at that height of the window."""
    page.evaluate("by => scrollBy({ top: by, behavior: 'instant' })", place(one)[1] - y)
    assert abs(place(one)[1] - y) < 2


def chosen(page: Page, question: str) -> int:
    return page.locator(f"#{question} :checked:not(option), #{question} [aria-pressed=true]").count()


def test_a_box_stays_ticked_whichever_end_is_tapped_next(site: Site, window: Window) -> None:
    page = at_screen(site, window, "screen-cases-1")
    page.locator("#seen_case label").first.check()
    row = page.locator("#case_fields label").first
    row.scroll_into_view_if_needed()
    page.keyboard.press("Shift")
    page.touchscreen.tap(*place(row, 0.05))
    page.touchscreen.tap(*place(row, 0.95))
    assert chosen(page, "case_fields") == 1


@pytest.mark.parametrize(
    ("name", "question", "option"),
    [("screen-cases-1", "case_fields", ".row label"), ("screen-rest-1", "solutions", ".rank")],
)
def test_what_comes_under_the_thumb_by_a_scroll_stays_chosen(
    site: Site, window: Window, name: str, question: str, option: str
) -> None:
    page = at_screen(site, window, name)
    if name == "screen-cases-1":
        page.locator("#seen_case label").first.check()
    before, now = (page.locator(f"#{question} {option}").nth(at) for at in (0, 2))
    before.tap()
    page.keyboard.press("Shift")  # much later
    scroll_under(page, now, 200)
    thumb = place(now)
    page.touchscreen.tap(*thumb)
    assert chosen(page, question) == 2
    scroll_under(page, before, 200)
    page.touchscreen.tap(*thumb)
    assert chosen(page, question) == 2
    page.keyboard.press("Shift")
    page.touchscreen.tap(*thumb)
    assert chosen(page, question) == 1, "a later tap takes it back"


def test_what_lies_below_a_dialog_is_not_hit_by_the_tap_that_closed_it(site: Site, window: Window) -> None:
    page = at_screen(site, window, "screen-agency-1")
    page.get_by_role("button", name="Lưu và tiếp tục sau").click()
    button = page.get_by_role("dialog").get_by_role("button", name="Trả lời tiếp")
    expect(button).to_be_visible()
    thumb = place(button)
    scroll_under(page, page.locator("#duty_assigns label").nth(2), thumb[1])
    page.touchscreen.tap(*thumb)
    page.touchscreen.tap(*thumb)
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert chosen(page, "duty_assigns") == 0


def test_a_double_tap_on_stopping_does_not_skip_the_question_about_the_resume_code(site: Site, window: Window) -> None:
    page = at_screen(site, window, "screen-agency-1")
    page.get_by_role("button", name="Lưu và tiếp tục sau").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.evaluate("""() => addEventListener("click", () => setTimeout(() => {
      const stop = [...document.querySelectorAll("dialog button")].find((one) => one.textContent === "Tạm dừng");
      if (stop) stop.style.cssText = "position: fixed; inset: 0 auto auto 0";
    }), true)""")
    page.evaluate(
        "document.querySelector('dialog .choices :last-child').style.cssText = 'position: fixed; inset: 0 auto auto 0'"
    )
    page.touchscreen.tap(20, 20)
    expect(page.get_by_role("dialog", name="Ông/Bà đã ghi lại mã tiếp tục chưa?")).to_be_visible()
    page.touchscreen.tap(20, 20)
    expect(page.get_by_role("dialog", name="Ông/Bà đã ghi lại mã tiếp tục chưa?")).to_be_visible()


# Two taps in quick succession on a page that is too busy to hear of the second one for a second.
_LATE_SECOND_TAP = """(option) => {
  const box = option.getBoundingClientRect();
  const at = { bubbles: true, clientX: box.left + 9, clientY: box.top + 9 };
  const [first, second] = [new PointerEvent("pointerdown", at), new PointerEvent("pointerdown", at)];
  option.dispatchEvent(first);
  option.click();
  for (const busy = performance.now() + 1000; performance.now() < busy; );
  option.dispatchEvent(second);
  option.click();
}"""


def test_a_busy_phone_that_hears_late_of_the_second_tap_takes_nothing_back(site: Site, window: Window) -> None:
    page = at_screen(site, window, "screen-rest-1")
    page.locator("#solutions .rank").first.evaluate(_LATE_SECOND_TAP)
    assert chosen(page, "solutions") == 1
