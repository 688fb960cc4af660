"""The browser prints the whole form from any screen: every question with its options, on eight sheets at most."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.answering.conftest import LONG, Site, Window
from tests.journeys.answering.walking import begin

pytestmark = pytest.mark.browser

MOST_SHEETS = 8
SMALLEST_POINTS = 10.5
SHEET = re.compile(rb"/Type ?/Page\b(?!s)")

# The questions that are not printed, the smallest letters in points, and what must not be printed.
_ON_PAPER = """() => {
  const texts = [...document.querySelectorAll("main legend, main label, main p, main h2")]
    .filter((one) => one.checkVisibility());
  return [
    [...document.querySelectorAll(".question")].filter((one) => !one.checkVisibility()).map((one) => one.id),
    Math.min(...texts.map((one) => parseFloat(getComputedStyle(one).fontSize))) * 0.75,
    [...document.querySelectorAll(".bar, .undo, .sizes, #check-answers")].filter((one) => one.checkVisibility()).length,
  ];
}"""


@pytest.mark.parametrize("group", ["outsider", "leader", "civil_servant"])
def test_the_whole_form_is_printed_from_any_screen(site: Site, window: Window, group: str) -> None:
    page = window()
    begin(page, site.form(LONG, group), "" if group == "outsider" else site.code(LONG, group))
    sheets = page.pdf(prefer_css_page_size=True)
    assert 3 <= len(SHEET.findall(sheets)) <= MOST_SHEETS
    page.emulate_media(media="print")
    left_out, points, useless = page.evaluate(_ON_PAPER)
    assert left_out == []
    assert points >= SMALLEST_POINTS - 0.01
    assert useless == 0


@pytest.mark.parametrize("is_plain", [False, True], ids=["any screen", "plain page"])
def test_what_is_folded_on_the_first_page_is_printed(site: Site, window: Window, is_plain: bool) -> None:
    page = window()
    page.goto(site.form(LONG, "outsider", "/plain" if is_plain else "?v=a"))
    if is_plain:
        page.click(".kept summary")  # somebody folded it
    last = page.locator(".kept details > :last-child")
    expect(last).to_be_hidden()
    page.emulate_media(media="print")
    expect(last).to_be_visible()
    page.emulate_media(media="screen")
    if not is_plain:
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        expect(last).to_be_visible()
        page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(last).to_be_hidden()


@pytest.mark.parametrize("group", ["leader", "civil_servant"])
def test_the_plain_page_is_printed_on_as_few_sheets(site: Site, window: Window, group: str) -> None:
    page = window()
    page.goto(site.form(LONG, group, "/plain"))
    page.fill("#code-input", site.code(LONG, group))
    page.click("main [type=submit]")
    page.locator("#consent").wait_for()
    assert 3 <= len(SHEET.findall(page.pdf(prefer_css_page_size=True))) <= MOST_SHEETS
