"""A short form, filled in far enough for tests of lost entries."""

from playwright.sync_api import Page, expect

from tests.journeys.answering.looking import violations
from tests.journeys.answering.walking import begin, go_on, screen
from tests.journeys.browsers.page_protocol import BrowserPage

CANARY = "Hoa sữa thơm đêm đông"
YEARS = "17,5"

# All entries of the form, by field.
ENTRIES = """() => {
  const found = {};
  document.querySelectorAll("#survey-form .question [name]").forEach((one) => {
    const is = /radio|checkbox/.test(one.type) ? one.checked : one.value;
    if (is) (found[one.name] = found[one.name] || []).push(one.value);
  });
  return found;
}"""


def fill_in(page: Page, address: str, code: str = "") -> None:
    """Answer every screen up to the last questions, and stay there."""
    begin(page, address, code)
    page.locator("#duty_assigns label").nth(1).click()
    page.locator("#overall label", has_text="7").first.click()
    go_on(page)
    page.locator("#seen_case label").first.click()
    go_on(page)
    page.locator(".rank").nth(1).click()
    page.fill("[name='weights.1']", "100")
    page.fill("[name=years]", YEARS)
    page.fill("[name=advice]", CANARY)


def until_kept(page: Page) -> None:
    """Wait until the last entry is stored, which happens right after it was drawn."""
    page.wait_for_function("canary => JSON.stringify(sessionStorage).includes(canary)", arg=CANARY)


def to_check(page: Page) -> None:
    while screen(page) != "screen-check":
        go_on(page)


def send(page: Page) -> None:
    page.click("[data-act=next]")


def is_received(page: Page) -> str:
    """Wait for the receipt and return its number."""
    number = page.locator("#receipt-number")
    expect(number).to_be_visible()
    return number.inner_text()


def typed(page: BrowserPage) -> dict[str, list[str]]:
    """Return all entries of the form, by field."""
    found: dict[str, list[str]] = page.evaluate(ENTRIES)
    return found


def flaws(page: Page) -> list[str]:
    """Return axe's findings while the bottom bar covers nothing: what it covers can be scrolled to."""
    usual = page.viewport_size or {"width": 390, "height": 844}
    page.set_viewport_size({"width": usual["width"], "height": 4000})
    found = violations(page)
    page.set_viewport_size(usual)
    return found


def is_empty(page: Page) -> None:
    assert typed(page) == {}
    text = page.content()
    assert CANARY not in text
    assert YEARS not in text


def says(page: Page, words: str) -> None:
    expect(page.locator("#fault-summary")).to_contain_text(words)
