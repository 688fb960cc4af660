"""In the accessibility tree every control is in a group named by its question; an option is named by itself alone."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.journeys.answering.conftest import LONG, SHORT, Site, Window
from tests.journeys.answering.walking import begin, go_on, screen

pytestmark = pytest.mark.browser

CONTROLS = {"radio", "checkbox", "textbox", "combobox", "listbox", "spinbutton"}
TYPED = {"textbox", "combobox", "listbox", "spinbutton"}
"""These may repeat the question, because they have no text of their own."""

# Everything at once: all screens, and what the skip rules hide.
_SHOW_ALL = """() => {
  document.querySelectorAll(".screen, .section, .question, .write-in").forEach((place) => {
    place.hidden = false;
    place.disabled = false;
  });
  return Object.fromEntries([...document.querySelectorAll(".question")].map((question) =>
    [question.querySelector("legend").textContent.trim().replace(/\\s+/g, " "),
     document.getElementById(question.id + "-q").textContent.trim().replace(/\\s+/g, " ")]));
}"""


def unnamed(page: Page) -> tuple[int, list[str]]:
    """Return the number of controls in questions, and those without a name or with a name that repeats the question."""
    wordings: dict[str, str] = page.evaluate(_SHOW_ALL)
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}
    seen, wrong = 0, []
    for node in nodes:
        role, pressed = _said(node, "role"), "pressed" in str(node.get("properties"))
        if node.get("ignored") or not (role in CONTROLS or (role == "button" and pressed)):
            continue
        question = _question(node, by_id)
        if question not in wordings:
            continue
        seen += 1
        name, is_option = _said(node, "name"), role not in TYPED
        if not name or (is_option and wordings[question] in name):
            wrong.append(f"{role} {_said(node, 'name')!r} in {question!r}")
    return seen, wrong


def _said(node: dict[str, Any], key: str) -> str:
    return " ".join(str(node.get(key, {}).get("value", "")).split())


def _question(node: dict[str, Any], by_id: dict[str, Any]) -> str:
    """Return the name of the group around a control: the legend of its question."""
    while node := by_id.get(node.get("parentId", ""), {}):
        if _said(node, "role") == "group":
            return _said(node, "name")
    return ""


FORMS = [(SHORT, "outsider", 35), (LONG, "leader", 250), (LONG, "civil_servant", 250), (LONG, "outsider", 200)]


@pytest.mark.parametrize(
    ("study", "group", "least", "language"),
    [(*form, "vi") for form in FORMS]
    # The templates are the same in both languages, so the long forms in English are tested by make test-long only.
    + [pytest.param(*form, "en", marks=[pytest.mark.long] if form[0] == LONG else []) for form in FORMS],
)
def test_options_say_themselves_and_their_group_says_the_question(
    site: Site, window: Window, study: str, group: str, least: int, language: str
) -> None:
    page = window()
    page.goto(site.form(study, group, f"?v=a&lang={language}"))
    seen, wrong = unnamed(page)
    assert wrong == []
    assert seen >= least
    assert page.evaluate("document.documentElement.lang") == language


def test_a_ranked_option_says_its_place_and_a_fault_is_read_with_its_question(site: Site, window: Window) -> None:
    page = window()
    begin(page, site.form(SHORT, "outsider"))
    while screen(page) != "screen-rest-1":
        go_on(page)
    page.click(".rank:has-text('Công khai')")
    page.get_by_role("button", name="Hạng 1 Công khai kết quả đánh giá", exact=True, pressed=True).wait_for()
    page.fill("[name=years]", "400")
    page.click("[data-act=next]")
    described = page.get_attribute("[name=years]", "aria-describedby") or ""
    assert "từ 0 đến 60" in page.inner_text(f"#{described}")
