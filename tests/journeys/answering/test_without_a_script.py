"""The pages without JavaScript: code, one long page, faults with links to their fields, all entries kept."""

import pytest
from playwright.sync_api import expect

from tests.journeys.answering.conftest import SHORT, Site, Window

pytestmark = pytest.mark.browser


def test_the_form_is_finished_without_a_script(site: Site, window: Window) -> None:
    page = window(java_script_enabled=False)
    code = site.code(SHORT, "insider")
    page.goto(site.form(SHORT, "insider"))
    page.get_by_role("link", name="Trình duyệt").click()
    page.get_by_label("Mã ghi trên thẻ").fill(code[:-1])
    page.get_by_role("button", name="English").click()
    expect(page.get_by_label("The code on your card")).to_have_value(code[:-1])
    expect(page.locator("#fault-summary")).to_be_hidden()
    page.get_by_role("button", name="Continue").click()
    assert page.title().startswith("Error: ")
    page.get_by_label("The code on your card").fill(code.lower())
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("7", exact=False).and_(page.locator("[name=overall]")).check()
    page.locator("[name='weights.1']").fill("50")
    page.locator("[name='advice']").fill("Công khai hơn")
    page.get_by_role("button", name="Tiếng Việt").click()
    expect(page.locator("[name='advice']")).to_have_value("Công khai hơn")
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    page.locator("[name='years']").press("Enter")
    expect(page.locator("[name='weights.1']")).to_have_value("50")
    page.get_by_role("button", name="Gửi phiếu").click()
    assert page.title().startswith("Lỗi: ")
    links = page.locator("#fault-summary a")
    assert [link.get_attribute("href") for link in links.all()] == ["#consent"]
    page.locator("#consent [value='1']").check()
    page.locator("[name='years']").fill("400")
    page.get_by_role("button", name="Gửi phiếu").click()
    # The rules ask nothing before consent, so these faults are reported second.
    assert [link.get_attribute("href") for link in links.all()] == ["#weights", "#years"]
    links.nth(1).click()
    assert page.locator("#years:target").count() == 1
    expect(page.locator("[name='overall'][value='7']")).to_be_checked()
    expect(page.locator("[name='years']")).to_have_value("400")
    page.locator("[name='weights.2']").fill("50")
    page.locator("[name='years']").fill("4")
    page.get_by_role("button", name="Gửi phiếu").click()
    expect(page.get_by_text("Số biên nhận")).to_be_visible()


def test_what_is_found_under_no_letter_can_be_chosen_without_a_script(site: Site, window: Window) -> None:
    page = window(java_script_enabled=False)
    page.goto(site.form(SHORT, "outsider", "/plain"))
    page.locator("#consent [value='1']").check()
    page.get_by_label("Cơ quan khác").first.check()
    page.locator("[name='out_agency.97.text']").fill("Trạm Khuyến nông")
    page.get_by_role("button", name="Gửi phiếu").click()
    expect(page.get_by_text("Số biên nhận")).to_be_visible()


def test_a_form_is_saved_and_finished_elsewhere_without_a_script(site: Site, window: Window) -> None:
    page, elsewhere = window(java_script_enabled=False), window(java_script_enabled=False)
    page.goto(site.form(SHORT, "outsider", "/plain"))
    page.locator("#consent [value='1']").check()
    page.locator("[name='advice']").fill("Công khai hơn")
    page.get_by_role("button", name="A++").click()
    expect(page.locator("html")).to_have_attribute("data-size", "larger")
    page.get_by_role("button", name="Lưu và tiếp tục sau").click()
    resume = page.locator(".receipt strong").inner_text()
    elsewhere.goto(site.form(SHORT, "outsider", "/plain"))
    elsewhere.get_by_text("Tiếp tục phiếu đã lưu").click()
    elsewhere.get_by_label("Mã tiếp tục").fill(resume)
    elsewhere.get_by_role("button", name="Mở phiếu đã lưu").click()
    expect(elsewhere.locator("[name='advice']")).to_have_value("Công khai hơn")
    elsewhere.get_by_role("button", name="Gửi phiếu").click()
    expect(elsewhere.get_by_text("Số biên nhận")).to_be_visible()


@pytest.mark.parametrize(
    ("question", "field", "typed"),
    [("weights", "weights.1", "50"), ("years", "years", "400"), ("started", "started", "31.31.2019")],
)
def test_a_fault_is_tied_to_its_boxes_and_the_summary_takes_the_focus(
    site: Site, window: Window, question: str, field: str, typed: str
) -> None:
    page = window()
    page.goto(site.form(SHORT, "outsider", "/plain"))
    page.locator("#consent [value='1']").check()
    page.fill(f"[name='{field}']", typed)
    page.get_by_role("button", name="Gửi phiếu").click()
    expect(page.locator("#fault-summary")).to_be_focused()
    box = page.locator(f"[name='{field}']")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(box).to_have_attribute("aria-describedby", f"{question}-fault")
    assert page.locator("[aria-invalid]").count() == page.locator(f"#{question} [type=text]").count()
    assert page.get_attribute(f"#{question}", "aria-describedby") is None, "or the fault would be said twice"


def test_too_many_ticks_are_marked_at_their_boxes(site: Site, window: Window) -> None:
    page = window()
    page.goto(site.form(SHORT, "outsider", "/plain"))
    for name, value in (("consent", 1), ("seen_case", 1), *(("case_fields", code) for code in (1, 2, 3))):
        page.locator(f"[name={name}][value='{value}']").check()
    page.get_by_role("button", name="Gửi phiếu").click()
    expect(page.locator("#fault-summary a")).to_have_attribute("href", "#case_fields")
    assert page.locator("#case_fields [type=checkbox][aria-invalid=true]").count() == 5
    assert page.get_attribute("#case_fields", "aria-describedby") == "case_fields-fault"


def test_a_wrong_code_is_tied_to_its_box(site: Site, window: Window) -> None:
    page = window()
    page.goto(site.form(SHORT, "insider", "/plain"))
    page.fill("#code-input", "ABCD")
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.locator("#fault-summary")).to_be_focused()
    expect(page.locator("#code-input")).to_have_attribute("aria-invalid", "true")
    described = page.get_attribute("#code-input", "aria-describedby") or ""
    assert "không hợp lệ" in page.inner_text(f"#{described.split()[-1]}")
