"""After a double tap, or a tap where something has just moved, the choice stays and nothing moves."""

import shutil
import subprocess
from itertools import cycle, product

import pytest
from playwright.sync_api import Page

from tests.journeys.answering.conftest import LONG, SHORT, Site, Window
from tests.journeys.answering.walking import answer, begin, go_on, screen

pytestmark = pytest.mark.browser

WIDTHS = (360, 390, 412)
GAPS = (80, 150, 300, 600)
EDGES = ("left", "right")
FACES = ("DejaVu Sans", "Liberation Sans", "Roboto")

# The visible options that a tap chooses: all except those of steppers and searched lists.
_OPTIONS = """() => {
  document.querySelectorAll("[data-at]").forEach((one) => one.removeAttribute("data-at"));
  return [...document.querySelectorAll(".question")].flatMap((question) =>
  [...question.querySelectorAll(".opts .row label, .cells label, .apart label, .rank")])
  .filter((one) => one.checkVisibility()).map((one, at) => { one.dataset.at = at; return at; });
}"""
# Of a ranking or a list of which so many may be chosen, no fourth option can be: what was tapped before makes room.
_MAKE_ROOM = """(at) => document.querySelector(`[data-at="${at}"]`).closest(".question")
  .querySelectorAll(".rank[aria-pressed=true], [type=checkbox]:checked").forEach((one) => one.click())"""
_CHOSEN = """(at) => { const one = document.querySelector(`[data-at="${at}"]`);
  return one.control ? one.control.checked : one.getAttribute("aria-pressed") === "true"; }"""
_PLACE = """async ([at, edge]) => {
  const row = document.querySelector(`[data-at="${at}"]`);
  row.scrollIntoView({ block: "center" });
  await new Promise(requestAnimationFrame);
  const box = row.getBoundingClientRect();
  return [edge === "left" ? box.left + 5 : box.right - 5, box.top + box.height / 2];
}"""
# Elements that move by more than a pixel when an option is chosen. If a text field or another question appears or
# disappears, the rest has to move.
_MOVED = """async (at) => {
  const seen = () => [...document.querySelectorAll("main *")]
    .filter((one) => one.checkVisibility() && !one.closest(".undo, .unseen, [role=status]"));
  const place = (one) => { const box = one.getBoundingClientRect(); return [box.left, box.top + scrollY]; };
  const option = document.querySelector(`[data-at="${at}"]`);
  const lines = () => seen().filter((one) => one.matches(".question, .write-in")).length;
  const [before, were] = [seen().map((one) => [one, place(one)]), lines()];
  (option.control || option).click();
  await new Promise(requestAnimationFrame);
  if (lines() !== were) return [];
  return before.filter(([one]) => one.isConnected).map(([one, [left, top]]) => {
    const [nowLeft, nowTop] = place(one);
    const words = `${one.tagName} ${one.className} ${one.textContent.trim().slice(0, 30)}`;
    return [option.textContent, words, Math.max(Math.abs(nowLeft - left), Math.abs(nowTop - top))];
  }).filter(([, , by]) => by > 1);
}"""


def tap_twice(page: Page, option: int, edge: str, gap: int) -> None:
    x, y = page.evaluate(_PLACE, [option, edge])
    page.touchscreen.tap(x, y)
    page.wait_for_timeout(gap)
    page.touchscreen.tap(x, y)


# A busy machine taps the second time later than it was told to.
_WATCH_TAPS = "window.taps = []; addEventListener('pointerdown', (event) => taps.push(event.timeStamp), true)"
_LAST_GAP = "taps.at(-1) - taps.at(-2)"
ABOUT, TIMES = 60, 20


def lost(page: Page, option: int, edge: str, gap: int) -> list[str]:
    for _time in range(TIMES):
        page.evaluate(_MAKE_ROOM, option)
        page.keyboard.press("Shift")  # whatever was tapped before, this is another tap
        tap_twice(page, option, edge, gap)
        if page.evaluate(_LAST_GAP) <= gap + ABOUT:
            break
    return [] if page.evaluate(_CHOSEN, option) else [f"{screen(page)}: option {option}, {edge}, {gap} ms"]


def lost_in_the_form(page: Page) -> list[str]:
    """Tap every option of the form once, with the edges and gaps in turn, and return those that lost their answer."""
    turns = cycle(product(EDGES, GAPS))
    missing: list[str] = []
    page.evaluate(_WATCH_TAPS)
    while screen(page) != "screen-check":
        for option in page.evaluate(_OPTIONS):
            missing += lost(page, option, *next(turns))
        answer(page)
        go_on(page)
    return missing


def test_a_double_tap_changes_no_answer(site: Site, window: Window) -> None:
    page = window(390, has_touch=True)
    begin(page, site.form(SHORT, "outsider"))
    missing = lost_in_the_form(page)
    assert not missing, "\n".join(missing)


@pytest.mark.long
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("group", ["outsider", "leader", "civil_servant"])
def test_a_double_tap_changes_no_answer_of_the_pilot(site: Site, window: Window, group: str, width: int) -> None:
    page = window(width, has_touch=True)
    begin(page, site.form(LONG, group), "" if group == "outsider" else site.code(LONG, group))
    missing = lost_in_the_form(page)
    assert not missing, "\n".join(missing)


def faces_found() -> list[str]:
    """Return the typefaces of this machine; fc-list is installed with Chromium."""
    if not shutil.which("fc-list"):
        return []
    listed = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=True).stdout
    return [face for face in FACES if face in listed]


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_moves_when_an_answer_is_chosen(site: Site, window: Window, width: int) -> None:
    faces = faces_found()
    moved: list[object] = []
    page = window(width)
    begin(page, site.form(SHORT, "outsider"))
    while screen(page) != "screen-check":
        for face in faces or [""]:
            page.evaluate("(face) => face && (document.body.style.fontFamily = `'${face}'`)", face)
            for option in page.evaluate(_OPTIONS):
                moved += [(screen(page), face, *found) for found in page.evaluate(_MOVED, option)]
        answer(page)
        go_on(page)
    assert not moved, "\n".join(map(str, moved))


def test_taking_an_answer_back_waits_until_the_thumb_has_gone(site: Site, window: Window) -> None:
    page = window(has_touch=True)
    begin(page, site.form(SHORT, "outsider"))
    while not (radios := page.locator(".opts:not(.below) [type=radio]:visible")).count():
        answer(page)
        go_on(page)
    question = radios.first.locator("xpath=ancestor::fieldset")
    question.locator("[type=radio]").first.check()
    undo = question.locator(".undo")
    undo.click()
    assert question.locator("[type=radio]:checked").count() == 1
    page.wait_for_timeout(1100)
    undo.click()
    assert question.locator("[type=radio]:checked").count() == 0
    assert undo.is_hidden()
