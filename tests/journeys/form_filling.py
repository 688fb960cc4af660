"""Filling out a form as a person does: by what stands on the screen."""

from playwright.sync_api import Locator, Page, expect


def open_form(page: Page, group: str, code: str | None = None) -> None:
    page.goto(f"/s/khanh_hoa_2019/{group}")
    if code:
        page.get_by_label("Mã ghi trên thẻ").fill(code)
    page.get_by_label("Tôi đồng ý", exact=False).check()
    page.get_by_role("button", name="Bắt đầu").click()
    expect(page.get_by_text("Phần 1 trên")).to_be_visible()


def answer_everything(page: Page) -> int:
    """Answer screen after screen until the check page; returns how many questions were answered."""
    answered = 0
    for _screen in range(60):
        if page.get_by_role("heading", name="Kiểm tra câu trả lời").is_visible():
            return answered
        done: set[str] = set()
        # A gate may bring further questions to the same screen.
        while waiting := [box for box in page.locator("fieldset:visible").all() if _name(box) not in done]:
            done.add(_name(waiting[0]))
            answered += _answer(waiting[0])
        heading = page.locator("main h1:visible, main h2:visible").first.inner_text()
        page.get_by_role("button", name="Tiếp tục", exact=True).click()
        page.wait_for_function(
            "old => [...document.querySelectorAll('main h1, main h2')]"
            ".find(heading => heading.checkVisibility())?.innerText !== old",
            arg=heading,
        )
    raise AssertionError("the form has more than sixty screens")


def _name(box: Locator) -> str:
    return box.locator("input, select, textarea").first.get_attribute("name") or ""


def _answer(box: Locator) -> int:
    search = box.locator(".search:visible")
    if search.count():
        search.fill("so")
        search.press("Enter")
        return 1
    radios = box.locator("input[type=radio]:visible")
    if radios.count() > 1:
        radios.nth(1).check()
        return 1
    boxes = box.locator("input[type=checkbox]:visible")
    if boxes.count():
        boxes.first.check()
        return 1
    return 0


def send(page: Page) -> str:
    """Send the form from the check page; returns the receipt number."""
    page.get_by_role("button", name="Gửi phiếu").click()
    expect(page.get_by_role("heading", name="Đã nhận được phiếu của Ông/Bà")).to_be_visible()
    return page.locator("#receipt-number").inner_text()
