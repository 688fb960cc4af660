"""What a form costs the person who answers it: taps, screens and height, counted by answering it with real taps.

The path is the longest one: every question is asked and answered, three options are chosen where several may be, and
every agency, case and measure that leads to more questions is there. A tap on a field that is then typed into counts
once; the signs typed do not count.
"""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page

MOST_TAPS = {"leader": 95, "civil_servant": 95, "outsider": 50}
SEVERAL = 3
PHONE = {"width": 390, "height": 844}

_SCREEN = "history.state.screen"
_CONTINUE = "[data-act=next]"
_HEIGHT = "document.documentElement.scrollHeight"
# The first question on the screen that has not been answered yet; a gate may add questions to the same screen.
_NEXT = """() => {
  const open = [...document.querySelectorAll(".question")].find((one) => one.checkVisibility() && !one.dataset.met);
  if (!open) return null;
  open.dataset.met = "yes";
  return open.id;
}"""
_TAPPED = """async (row) => {
  row.scrollIntoView({ block: "center", behavior: "instant" });
  await new Promise(requestAnimationFrame);
  const box = row.getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
}"""


@dataclass
class Effort:
    """The effort for one form. ``height``: pixels of all screens, one below the other."""

    taps: int = 0
    screens: int = 0
    height: int = 0


def effort_of(page: Page, address: str, code: str = "") -> Effort:
    """Answer the form at ``address`` on a page with touch, and send it."""
    effort = Effort()

    def tap(target: Locator) -> None:
        page.touchscreen.tap(*target.evaluate(_TAPPED))
        effort.taps += 1

    def leave() -> None:
        before = page.evaluate(_SCREEN)
        effort.screens += 1
        effort.height += page.evaluate(_HEIGHT)
        tap(page.locator(_CONTINUE))
        gone = f"before => {_SCREEN} !== before || document.querySelector('#receipt-number')?.checkVisibility()"
        page.wait_for_function(gone, arg=before)

    page.goto(address)
    page.wait_for_selector("html.stepwise")
    if code:
        tap(page.locator("#code-input"))
        page.keyboard.type(code)
    leave()
    while page.evaluate(_SCREEN) != "screen-check":
        while question := page.evaluate(_NEXT):
            _answer(page, page.locator(f"#{question}"), tap)
        leave()
    leave()
    return effort


def _answer(page: Page, question: Locator, tap: Callable[[Locator], None]) -> None:
    """Answer one question, with the first option that is not "no" (code 0)."""
    if question.locator(".search").count():
        tap(question.locator(".search"))
        page.keyboard.type("so noi vu")
        tap(question.locator(".found li").first)
    elif question.locator(".rank").count():
        places = question.locator(".places select").count()
        for place in range(places):
            tap(question.locator(".rank").nth(place))
    elif question.locator(".step").count():
        plus = question.locator(".step").nth(1)
        while not question.locator(".sum.full").count():
            tap(plus)
    elif question.locator("textarea, .cells.date, input[inputmode]").count():
        tap(question.locator("textarea, input[inputmode]").first)
        page.keyboard.type("Quy định rõ hơn trách nhiệm của cấp phó.")
    elif question.locator(".opts [type=checkbox]").count():
        most = int(question.get_attribute("data-most") or SEVERAL)
        for place in range(min(most, SEVERAL)):
            tap(question.locator(".opts .row label").nth(place))
    else:
        chosen = question.locator(".opts .row label, .cells label").filter(has_not=page.locator("[value='0']"))
        tap(chosen.first)
