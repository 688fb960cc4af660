"""Each form can be completed with the keyboard alone: Tab, arrows, Space, Enter and letters."""

import pytest

from tests.journeys.answering.conftest import LONG, SHORT, Site, Window
from tests.journeys.answering.walking import begin, screen
from tests.journeys.browsers.page_protocol import BrowserPage

pytestmark = pytest.mark.browser

MOST_KEYS = 900

# The focused control: its kind, its question, and whether that question is already answered.
_FOCUS = """() => {
  const at = document.activeElement;
  const question = at.closest(".question");
  const kind = ["rank", "search"].find((name) => at.classList.contains(name)) || at.dataset.act || at.type || "";
  const answered = question && [...question.querySelectorAll("input, select, textarea")]
    .some((one) => /radio|checkbox/.test(one.type) ? one.checked : one.type !== "hidden" && one.value.trim());
  return { kind, question: question ? question.id : at.id, answered: Boolean(answered) };
}"""


def fill_by_keyboard(page: BrowserPage, code: str) -> int:
    """Answer every question and send the form; return the number of questions answered."""
    answered: set[str] = set()
    for _ in range(MOST_KEYS):
        page.keyboard.press("Tab")
        at = page.evaluate(_FOCUS)
        kind, question = at["kind"], at["question"]
        if question == "code-input":
            page.keyboard.type(code)
        elif kind == "next":
            before = screen(page)
            page.keyboard.press("Enter")
            if before == "screen-check":
                return len(answered)
            page.wait_for_function("before => history.state.screen !== before", arg=before)
            assert page.evaluate("document.activeElement.tagName") == "H2", "the heading of a new screen has the focus"
        elif kind in ("radio", "checkbox", "rank", "search", "text", "textarea") and not at["answered"]:
            if kind in ("radio", "checkbox", "rank"):
                page.keyboard.press("Space")
            elif kind == "search":
                page.keyboard.type("so")
                page.keyboard.press("ArrowDown")
                page.keyboard.press("Enter")
            else:
                page.keyboard.type({"started": "31/5/2019", "years": "4"}.get(question, "100"))
            answered.add(question)
    raise AssertionError("the form does not end")


@pytest.mark.parametrize(
    ("study", "group", "least"),
    [
        (SHORT, "outsider", 9),
        # The forms of the pilot contain no kind of question that the short one lacks.
        pytest.param(LONG, "outsider", 35, marks=pytest.mark.long),
        pytest.param(LONG, "leader", 50, marks=pytest.mark.long),
        pytest.param(LONG, "civil_servant", 50, marks=pytest.mark.long),
    ],
)
def test_keyboard_alone_finishes_the_form(site: Site, window: Window, study: str, group: str, least: int) -> None:
    page = window()
    page.goto(site.form(study, group))
    assert fill_by_keyboard(page, "" if group == "outsider" else site.code(study, group)) >= least
    page.wait_for_selector("#receipt-number:visible")


def test_arrows_move_within_a_scale_and_the_answer_can_be_taken_back(site: Site, window: Window) -> None:
    page = window()
    begin(page, site.form(SHORT, "outsider"))
    page.focus("#duty_assigns input[value='1']")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert page.input_value("#duty_assigns input:checked") == "2"
    page.keyboard.press("Tab")
    if page.evaluate("document.activeElement.type") == "radio":  # the reasons are a separate group
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "undo"
    page.keyboard.press("Enter")
    assert page.locator("#duty_assigns input:checked").count() == 0
    assert page.evaluate("document.activeElement.name") == "duty_assigns", "the focus stays in the question"
