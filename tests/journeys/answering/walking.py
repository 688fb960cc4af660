"""Fills out a form screen by screen, as fast as possible."""

from collections.abc import Iterator

from tests.journeys.browsers.page_protocol import BrowserPage

_SCREEN = "history.state.screen"

# Answers all visible questions, with the second option if there are several, and questions that appear meanwhile.
_ANSWER = """() => {
  const open = () => [...document.querySelectorAll(".question")]
    .filter((one) => one.checkVisibility() && !one.dataset.tried);
  for (let question; (question = open()[0]); ) {
    question.dataset.tried = "yes";
    const list = question.querySelector("select.long");
    const rank = question.querySelector(".rank");
    const points = question.querySelector(".stepper input");
    const text = question.querySelector("textarea");
    const boxes = [...question.querySelectorAll(".opts input, .cells input")].filter((one) => one.checkVisibility());
    if (list) { list.value = list.options[1].value; list.dispatchEvent(new Event("change", { bubbles: true })); }
    else if (rank) rank.click();
    else if (points) { points.value = "100"; points.dispatchEvent(new Event("input", { bubbles: true })); }
    else if (text) { text.value = "Công khai."; text.dispatchEvent(new Event("input", { bubbles: true })); }
    else if (boxes.length) boxes[question.querySelector("[value='1']") === boxes[0] ? 0 : 1].click();
  }
}"""


def screen(page: BrowserPage) -> str:
    """Return the id of the visible screen."""
    found: str = page.evaluate(_SCREEN)
    return found


def go_on(page: BrowserPage) -> None:
    """Tap Continue and wait for another screen; what parts depend on may stay blank."""
    before = screen(page)
    page.click("[data-act=next]")
    page.wait_for_function(f"before => {_SCREEN} !== before || document.querySelector('dialog')", arg=before)
    if page.is_visible("dialog"):
        page.click("dialog .choices button:last-child")
        page.wait_for_function(f"before => {_SCREEN} !== before", arg=before)


def begin(page: BrowserPage, address: str, code: str = "") -> None:
    """Agree on the first page and continue to the first section."""
    page.goto(address)
    if code:
        page.fill("#code-input", code)
    go_on(page)


def answer(page: BrowserPage) -> None:
    """Answer everything on this screen."""
    page.evaluate(_ANSWER)


def walk(page: BrowserPage, *, empty: bool = True) -> Iterator[str]:
    """Yield each screen up to the check page, first ``empty`` and then answered."""
    while (name := screen(page)) != "screen-check":
        if empty:
            yield name
        answer(page)
        yield f"{name}, answered"
        go_on(page)
    yield "screen-check"
