"""Touch: rows as wide as the page and at least 44 px high, one tap for an item, one for a screen."""

import pytest
from playwright.sync_api import Page

from benchmarks._effort import MOST_TAPS, effort_of
from tests.journeys.answering.conftest import LONG, SHORT, Site, Window
from tests.journeys.answering.looking import violations
from tests.journeys.answering.walking import answer, begin, go_on, screen

pytestmark = pytest.mark.browser

_ROWS = """() => [...document.querySelectorAll(".question .opts .row, .question .ranks .rank")]
  .filter((row) => row.checkVisibility())
  .map((row) => { const box = row.getBoundingClientRect(); const card = row.closest(".opts").getBoundingClientRect();
    return [box.height, box.width / document.querySelector("main form").clientWidth, box.left - card.left]; })"""

# Questions that one tap can answer, with the right end of one of their rows.
_TARGETS = """() => [...document.querySelectorAll(".question")].filter((one) => one.checkVisibility())
  .map((one) => [one, [...one.querySelectorAll(".opts label, .cells label")]])
  .filter(([one, rows]) => rows.length && rows[0].querySelector("[type=radio]") && !one.querySelector("select"))
  .map(([one, rows]) => [one.id, rows[Math.min(1, rows.length - 1)].id = one.id + "-second"])"""


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_options_are_rows_one_below_the_other_on_every_screen(site: Site, window: Window, width: int) -> None:
    page = window(width)
    begin(page, site.form(SHORT, "outsider"))
    while screen(page) != "screen-check":
        answer(page)
        for height, share, indent in page.evaluate(_ROWS):
            assert height >= 44
            assert share > 0.98
            assert indent <= 1
        go_on(page)


# Where to tap once the row is visible: near its right end, far from the button itself.
_PLACE = """async (id) => {
  const row = document.getElementById(id);
  row.scrollIntoView({ block: "center" });
  await new Promise(requestAnimationFrame);
  const box = row.getBoundingClientRect();
  return [box.right - 6, box.top + box.height / 2];
}"""


def tap(page: Page, label_id: str) -> None:
    page.touchscreen.tap(*page.evaluate(_PLACE, label_id))


def test_one_tap_answers_an_item_and_one_leaves_a_screen(site: Site, window: Window) -> None:
    page = window(has_touch=True)
    page.goto(site.form(LONG, "outsider"))
    page.tap("[data-act=next]")
    page.click(".search")
    page.keyboard.type("so noi vu")
    page.tap(".found li")
    taps, screens = 0, set()
    while (here := screen(page)) != "screen-check":
        assert here not in screens, "one tap on Continue goes on"
        screens.add(here)
        for _question, label in page.evaluate(_TARGETS):
            tap(page, label)
            taps += 1
            assert page.evaluate("id => document.getElementById(id).control.checked", label)
        page.tap("[data-act=next]")
    assert taps >= 30
    blank = page.inner_text("#check-count")
    # Left out: the ranking, the open question, and questions skipped after the second answer of a gate.
    assert blank.endswith("Ông/Bà có thể để trống hoặc trả lời ngay bây giờ.")


@pytest.mark.parametrize("group", MOST_TAPS)
def test_a_form_takes_no_more_taps_than_it_may(site: Site, window: Window, group: str) -> None:
    page = window(has_touch=True)
    code = "" if group == "outsider" else site.code(LONG, group)
    effort = effort_of(page, site.form(LONG, group), code)
    assert 0.8 * MOST_TAPS[group] < effort.taps <= MOST_TAPS[group]


def test_a_double_tap_on_continue_skips_no_screen(site: Site, window: Window) -> None:
    page = window()
    begin(page, site.form(LONG, "outsider"))
    answer(page)
    first = screen(page)
    page.dblclick("[data-act=next]")
    page.go_back()
    page.wait_for_function("screen => history.state.screen === screen", arg=first)


def test_what_stands_alone_and_what_stands_apart(site: Site, window: Window) -> None:
    page = window()
    begin(page, site.form(SHORT, "outsider"))
    # Nothing is chosen initially, and the reasons are below the options, outside their card.
    assert page.locator("input:checked").count() == 1
    assert page.locator("#out_agency .opts.below").inner_text().split("\n") == [
        "Cơ quan khác",
        "Không liên hệ cơ quan nào",
    ]
    assert page.locator("#duty_assigns .opts .apart").count() == 0
    page.get_by_label("Không liên hệ cơ quan nào").check()
    assert page.locator("#out_agency select").input_value() == ""
    page.fill("#out_agency .search", "so y te")
    page.keyboard.press("Enter")
    assert page.locator("#out_agency input:checked").count() == 0
    assert page.locator("#out_agency select").input_value() == "3"
    page.press("#out_agency .undo", "Enter")
    assert page.locator("#out_agency select").input_value() == ""
    page.get_by_label("Cơ quan khác").first.check()
    page.fill("[name='out_agency.97.text']", "Trạm Khuyến nông")


_TINTS = """async (row) => {
  const first = row.parentElement.querySelector(".row input:checked + span");
  return [getComputedStyle(row).backgroundColor, getComputedStyle(first, "::before").backgroundColor];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_row_under_the_pointer_does_not_look_chosen(site: Site, window: Window, scheme: str) -> None:
    page = window(1280, color_scheme=scheme)
    begin(page, site.form(LONG, "leader"), site.code(LONG, "leader"))
    rows = page.locator("#pd_authority_enough .row")
    rows.nth(0).click()
    rows.nth(2).hover()
    hovered, chosen = rows.nth(2).evaluate(_TINTS)
    assert hovered not in (chosen, "rgba(0, 0, 0, 0)")
    assert violations(page) == [], "its words stay readable"


_EDGES = """() => [...document.querySelectorAll("#ov_responsibility .cells input")].map((cell) => {
  const [label, chosen] = [cell.closest("label"), getComputedStyle(cell.nextElementSibling, "::before")];
  return [getComputedStyle(label).borderTopWidth, chosen.content === "none" ? "0px" : chosen.borderTopWidth];
})"""


def test_the_chosen_cell_of_a_rating_has_the_strongest_edge_in_forced_colours(site: Site, window: Window) -> None:
    page = window(forced_colors="active")
    begin(page, site.form(LONG, "leader"), site.code(LONG, "leader"))
    page.locator("#ov_responsibility .cells label").nth(6).click()
    edges = page.evaluate(_EDGES)
    assert edges[6] == ["1px", "3px"], "painted over the cell, whose colour is forced away"
    assert {tuple(edge) for at, edge in enumerate(edges) if at != 6} == {("1px", "0px")}
