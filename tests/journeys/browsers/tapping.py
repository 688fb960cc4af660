"""Answers questions as a hand does: by the pointer and by keys, in any browser."""

from typing import Any

from tests.journeys.browsers.page_protocol import BrowserPage

# The questions in sight: id, kind, and how many options can be tapped.
_IN_SIGHT = """() => [...document.querySelectorAll(".question")].filter((one) => one.checkVisibility()).map((one) => {
  const options = [...one.querySelectorAll(".opts input, .cells input")].filter((box) => box.checkVisibility());
  const kind = ["search", "rank", "stepper"].find((name) => one.querySelector("." + name))
    || (options.length ? "options" : one.querySelector("textarea") ? "text" : "box");
  return { id: one.id, kind, values: options.map((box) => box.value), most: Number(one.dataset.most) || 1 };
})"""
TEXT = "Công khai, đúng quy định."
BOXES = {"started": "31/5/2019"}
"""What is typed into a box that is no number of years."""


def tap_answers(page: BrowserPage, consent: str = "consent") -> int:
    """Answer every question of this screen, and those that appear meanwhile; return how many were answered."""
    done: set[str] = {consent}
    while waiting := [question for question in page.evaluate(_IN_SIGHT) if question["id"] not in done]:
        _tap(page, waiting[0])
        done.add(waiting[0]["id"])
    return len(done) - 1


def _tap(page: BrowserPage, question: dict[str, Any]) -> None:
    place, values = f"#{question['id']}", question["values"]
    match question["kind"]:
        case "search":
            page.fill(f"{place} .search", "so")
            page.press(f"{place} .search", "ArrowDown")
            page.press(f"{place} .search", "Enter")
        case "rank":
            page.click(f"{place} .rank:nth-child(2)")
            page.click(f"{place} .rank:nth-child(1)")
        case "stepper":
            page.fill(f"{place} .stepper input", "100")
        case "options":
            # The first option of a gate leads to more questions; elsewhere the second one tells more about the order.
            page.click(f"{place} input[value='{values[0 if len(values) == 2 else 1]}']")
        case "text":
            page.fill(f"{place} textarea", TEXT)
        case _:
            page.fill(f"{place} input", BOXES.get(question["id"], "4"))
