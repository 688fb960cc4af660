"""Fills out a form as a person does: by the visible texts."""

from playwright.sync_api import Locator, Page, expect

# The visible questions, each with the kind of its control.
_IN_SIGHT = """() => [...document.querySelectorAll(".question")].filter((one) => one.checkVisibility())
  .map((one) => [one.id, one.querySelector(".search") ? "search"
    : (one.querySelector("[type=radio]:not(.apart *), [type=checkbox]:not(.apart *)") || { type: "" }).type])"""


def open_form(page: Page, group: str, code: str | None = None) -> None:
    page.goto(f"/s/khanh_hoa_2019/{group}")
    if code:
        page.get_by_label("Mã ghi trên thẻ").fill(code)
    page.get_by_role("button", name="Tôi đồng ý, bắt đầu").click()
    expect(page.get_by_text("Phần 1/")).to_be_visible()


def answer_everything(page: Page) -> int:
    """Answer screen after screen until the check page; return the number of questions answered."""
    answered = 0
    for _screen in range(60):
        if page.get_by_role("heading", name="Kiểm tra câu trả lời").is_visible():
            return answered
        done: set[str] = set()
        # A gate may add questions to the same screen.
        while waiting := [(question, kind) for question, kind in page.evaluate(_IN_SIGHT) if question not in done]:
            for question, kind in waiting:
                answered += _answer(page.locator(f"#{question}"), kind)
                done.add(question)
        heading = page.locator("main h1:visible, main h2:visible").first.inner_text()
        page.get_by_role("button", name="Tiếp tục", exact=True).click()
        page.wait_for_function(
            "old => [...document.querySelectorAll('main h1, main h2')]"
            ".find(heading => heading.checkVisibility())?.innerText !== old",
            arg=heading,
        )
    raise AssertionError("the form has more than sixty screens")


def _answer(box: Locator, kind: str) -> int:
    if kind == "search":
        box.locator(".search").fill("so")
        box.locator(".search").press("Enter")
    elif kind == "radio":
        box.locator("[type=radio]").nth(1).check()
    elif kind == "checkbox":
        box.locator("[type=checkbox]").first.check()
    return int(kind != "")


def send(page: Page) -> str:
    """Send the form from the check page; return the receipt number."""
    page.get_by_role("button", name="Gửi phiếu").click()
    expect(page.get_by_role("heading", name="Đã nhận được phiếu của Ông/Bà")).to_be_visible()
    return page.locator("#receipt-number").inner_text()
