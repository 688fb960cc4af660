"""In Firefox ESR and in Chromium, Back and reload keep the answers, keys suffice, the choice and the focus are seen."""

import json

import pytest

from tests.journeys.answering.conftest import SHORT, Site
from tests.journeys.answering.test_keyboard import fill_by_keyboard
from tests.journeys.answering.walking import begin, go_on, screen
from tests.journeys.browsers.page_protocol import BrowserPage
from tests.journeys.browsers.tapping import TEXT, tap_answers
from tests.journeys.keeping.filling import ENTRIES, typed

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browsers")]

both = pytest.mark.parametrize("page", ["firefox", "chromium"], indirect=True)

# What is painted behind the words of an option, and above them.
_PAINTED = """selector => {
  const words = document.querySelector(selector).nextElementSibling;
  const [behind, above] = ["::before", "::after"].map((part) => getComputedStyle(words, part));
  return [behind.content !== "none" && behind.backgroundColor, above.content !== "none" && above.outlineStyle];
}"""
FIRST = "#duty_assigns input[value='1']"
RATING = "#overall input[value='7']"


def at_last_questions(page: BrowserPage, address: str) -> None:
    """Answer screen by screen, and stay on the last one before the check page."""
    begin(page, address)
    while tap_answers(page) and screen(page) != "screen-rest-1":
        go_on(page)


@both
def test_back_and_reload_keep_the_answers_and_the_screen(site: Site, page: BrowserPage) -> None:
    at_last_questions(page, site.form(SHORT, "outsider"))
    before = typed(page)
    assert before["advice"] == [TEXT]
    page.reload()
    assert (typed(page), screen(page)) == (before, "screen-rest-1")
    page.go_back()
    page.wait_for_function("() => history.state.screen === 'screen-cases-1'")
    assert page.is_visible("#seen_case")
    page.reload()
    assert typed(page) == before
    go_on(page)
    page.goto(site.base)
    page.go_back()
    # A page that comes back whole from the browser's memory loads itself anew, so all is asked at one moment.
    as_before = f"before => JSON.stringify([({ENTRIES})(), history.state?.screen]) === before"
    page.wait_for_function(
        as_before, arg=json.dumps([before, "screen-rest-1"], ensure_ascii=False, separators=(",", ":"))
    )


@both
def test_after_sending_the_tab_keeps_no_answer_and_back_shows_the_receipt(site: Site, page: BrowserPage) -> None:
    at_last_questions(page, site.form(SHORT, "outsider"))
    page.wait_for_function("text => JSON.stringify(sessionStorage).includes(text)", arg=TEXT)
    go_on(page)
    page.click("[data-act=next]")
    page.wait_for_function("() => document.getElementById('receipt-number')")
    kept = page.evaluate("() => JSON.stringify([{ ...sessionStorage }, localStorage.length, document.cookie])")
    assert TEXT not in kept
    assert kept.endswith(',0,""]')
    page.go_back()
    page.wait_for_function("() => document.querySelector('h1')?.textContent === 'Đã nhận được phiếu của Ông/Bà'")


@pytest.mark.parametrize("page", ["firefox"], indirect=True)
def test_keyboard_alone_finishes_the_form(site: Site, page: BrowserPage) -> None:
    page.goto(site.form(SHORT, "outsider"))
    assert fill_by_keyboard(page, "") >= 9
    page.wait_for_function("() => document.getElementById('receipt-number')")


@both
def test_the_chosen_option_and_the_focus_are_painted(site: Site, page: BrowserPage) -> None:
    begin(page, site.form(SHORT, "outsider"))
    assert page.evaluate(_PAINTED, FIRST) == [False, False]
    page.click(FIRST)
    behind, _above = page.evaluate(_PAINTED, FIRST)
    assert behind not in (False, "rgba(0, 0, 0, 0)")
    page.press(FIRST, "ArrowDown")
    assert page.evaluate(_PAINTED, FIRST)[0] is False, "the arrow took the choice along"
    assert page.evaluate(_PAINTED, "#duty_assigns input[value='2']")[1] == "solid"
    page.press(RATING, "Space")
    behind, above = page.evaluate(_PAINTED, RATING)
    assert behind not in (False, "rgba(0, 0, 0, 0)")
    assert above == "solid"


@both
def test_no_style_of_the_form_needs_has(site: Site, page: BrowserPage) -> None:
    page.goto(site.form(SHORT, "outsider"))
    found = page.evaluate(
        "() => [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).map((rule) => rule.cssText).join()"
    )
    assert ".row input:checked + span::before" in found
    assert ":has(" not in found
