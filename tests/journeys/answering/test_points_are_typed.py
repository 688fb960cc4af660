"""Points are shared out by typing: on a phone, with the sum in sight, and with − and + as the second way."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.answering.conftest import SHORT, Site, Window
from tests.journeys.answering.walking import begin, go_on, screen

pytestmark = pytest.mark.browser


def opened(site: Site, window: Window, width: int = 360) -> Page:
    """Return a phone's window with the question of points in sight."""
    page = window(width, has_touch=True)
    begin(page, site.form(SHORT, "outsider"))
    while screen(page) != "screen-rest-1":
        go_on(page)
    return page


def test_numbers_are_typed_and_the_sum_follows_each_key(site: Site, window: Window) -> None:
    page = opened(site, window)
    first, second = page.locator("[name='weights.1']"), page.locator("[name='weights.2']")
    assert first.get_attribute("inputmode") == "numeric"
    total = page.locator("#weights .sum")
    expect(total).to_have_text("Còn lại 100 điểm")
    first.tap()
    page.keyboard.type("40")
    expect(total).to_have_text("Còn lại 60 điểm")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "weights.2", "Enter leads to the next box"
    page.keyboard.type("70")
    expect(total).to_have_text("Thừa 10 điểm")
    first.tap()
    page.keyboard.type("30")
    expect(first).to_have_value("30"), "a number that is there is replaced"
    expect(total).to_have_text("Đã phân bổ đủ 100 điểm")
    expect(second).to_have_value("70")


def test_a_decimal_is_refused_while_it_is_typed_and_on_going_on(site: Site, window: Window) -> None:
    page = opened(site, window)
    box = page.locator("[name='weights.1']")
    box.tap()
    page.keyboard.type("12,5")
    expect(page.locator("#weights .sum")).to_have_text("Xin nhập số nguyên từ 0 đến 100.")
    expect(box).to_have_attribute("aria-invalid", "true")
    page.tap("[data-act=next]")
    expect(page.locator("#fault-summary")).to_contain_text("Câu 7: Xin nhập số nguyên từ 0 đến 100.")
    expect(page.locator("[name='weights.2']")).not_to_have_attribute("aria-invalid", "true")
    box.fill("100")
    expect(page.locator("#weights .sum")).to_have_text("Đã phân bổ đủ 100 điểm")
    expect(box).not_to_have_attribute("aria-invalid", "true")
    go_on(page)
    assert screen(page) == "screen-check"


@pytest.mark.parametrize("width", [320, 360, 412])
def test_box_and_steps_stand_side_by_side_on_a_phone(site: Site, window: Window, width: int) -> None:
    page = opened(site, window, width)
    page.fill("[name='weights.1']", "97")
    page.get_by_role("button", name="Kết quả nhiệm vụ: thêm 5 điểm").tap()
    expect(page.locator("[name='weights.1']")).to_have_value("100")
    page.get_by_role("button", name="Kết quả nhiệm vụ: bớt 5 điểm").tap()
    expect(page.locator("#weights .sum")).to_have_text("Còn lại 5 điểm")
    for row in page.locator("#weights .stepper").all():
        boxes = [one.bounding_box() for one in row.locator("> *").all()]
        assert len(boxes) == 3
        assert all(box and box["height"] >= 44 and box["width"] >= 44 for box in boxes)
        assert len({round(box["y"]) for box in boxes if box}) == 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_on_the_plain_page_points_are_typed_too(site: Site, window: Window) -> None:
    page = window(360, java_script_enabled=False)
    page.goto(site.form(SHORT, "outsider", "/plain"))
    page.locator("#consent [value='1']").check()
    page.get_by_label("Kết quả nhiệm vụ").fill("12,5")
    page.get_by_role("button", name="Gửi phiếu").click()
    expect(page.locator("#weights .fault")).to_be_visible()
    for name, points in (("Kết quả nhiệm vụ", "65"), ("Kết luận thanh tra", "35")):
        page.get_by_label(name).fill(points)
    page.get_by_role("button", name="Gửi phiếu").click()
    expect(page.get_by_text("Số biên nhận")).to_be_visible()
