"""Consent, wording, languages and text size; the position in the form, and what screen readers announce."""

import re

import pytest
from playwright.sync_api import Page, expect

from surveyapp.database.sessions import reading
from surveyapp.database.tables.responses import TallyRow
from tests.journeys.answering.conftest import LONG, SHORT, Site, Window
from tests.journeys.answering.walking import begin, go_on, screen, walk

pytestmark = pytest.mark.browser


def test_consent_is_asked_first_by_two_buttons_and_refusing_stores_a_count_only(site: Site, window: Window) -> None:
    def refusals() -> int:
        with site.app.app_context(), reading() as session:
            return sum(tally.count for tally in session.query(TallyRow).filter_by(study=LONG, group="outsider"))

    page, before = window(), refusals()
    page.goto(site.form(LONG, "outsider"))
    assert page.locator("input:checked").count() == 0
    page.get_by_role("button", name="Tôi không tham gia").click()
    page.get_by_role("dialog").get_by_role("button", name="Tôi không tham gia").click()
    expect(page.get_by_role("heading", name="Cảm ơn Ông/Bà")).to_be_visible()
    assert refusals() == before + 1


@pytest.mark.parametrize("width", [390, 1280])
def test_the_question_of_consent_stands_right_above_its_buttons(site: Site, window: Window, width: int) -> None:
    page = window(width)
    page.goto(site.form(LONG, "leader"))
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    question, buttons = page.locator("#consent").bounding_box(), page.locator("#step-bar").bounding_box()
    assert question is not None
    assert buttons is not None
    assert 0 < buttons["y"] - (question["y"] + question["height"]) < 80


@pytest.mark.parametrize("group", ["leader", "civil_servant", "outsider"])
def test_the_first_page_says_who_the_head_is(site: Site, window: Window, group: str) -> None:
    page = window()
    page.goto(site.form(LONG, group))
    assert "người đứng đầu là người giữ chức vụ cao nhất của cơ quan" in page.inner_text("#screen-start")


@pytest.mark.parametrize("group", ["leader", "civil_servant"])
def test_each_part_says_what_it_is_about_and_names_the_agency_of_the_code(
    site: Site, window: Window, group: str
) -> None:
    page = window()
    code = site.code(LONG, group)
    begin(page, site.form(LONG, group), code)
    agency = site.agency_of(LONG, group, code)
    heads = page.locator(".section:not(#section-short_cases):not(#section-profile)")
    abouts = [head.locator(".about").text_content() or "" for head in heads.all()]
    named = [about for about in abouts if agency in about]
    assert len(named) >= 9
    assert all("chung" in about for about in abouts if about not in named)


def test_the_parts_that_follow_name_the_agency_that_was_written_in(site: Site, window: Window) -> None:
    page = window()
    begin(page, site.form(SHORT, "outsider"))
    unit = page.locator(".unit").first
    usual = unit.text_content()
    page.locator("#out_agency").get_by_label("Cơ quan khác", exact=True).check()
    assert unit.text_content() == usual
    written = page.locator("[name='out_agency.97.text']")
    written.fill("  Trạm <img src=x onerror=alert(1)>  Khuyến nông ")
    assert unit.text_content() == "Trạm <img src=x onerror=alert(1)> Khuyến nông"
    assert page.locator(".unit *").count() == 0
    written.fill("ă" * 200)
    assert unit.text_content() == "ă" * 79 + "…"
    page.wait_for_function("Object.values(sessionStorage).some((kept) => kept.includes('ă'.repeat(200)))")
    page.reload()
    expect(unit).to_have_text("ă" * 79 + "…")
    page.locator("#out_agency").get_by_label("Không liên hệ cơ quan nào").check()
    assert unit.text_content() == usual


def test_writing_in_an_agency_keeps_the_option_it_belongs_to(site: Site, window: Window) -> None:
    page = window()
    begin(page, site.form(SHORT, "outsider"))
    other = page.locator("#out_agency").get_by_label("Cơ quan khác", exact=True)
    other.check()
    page.locator("[name='out_agency.97.text']").press_sequentially("Trạm")
    page.keyboard.press("Tab")
    expect(other).to_be_checked()
    expect(page.locator("[name='out_agency.97.text']")).to_be_visible()


def test_where_one_is_stands_on_the_page_and_in_the_title(site: Site, window: Window) -> None:
    page = window()
    begin(page, site.form(LONG, "outsider"))
    assert re.fullmatch(r"Phần 1/8 · còn khoảng \d+ phút", page.inner_text(".where:visible"))
    assert page.title() == "Phần 1/8 – Phiếu trưng cầu ý kiến người ngoài cơ quan hành chính nhà nước"
    go_on(page)
    assert page.evaluate("document.activeElement.matches('h2')")
    page.go_back()
    page.wait_for_function("document.title.startsWith('Phần 1/')")
    assert page.evaluate("document.activeElement.matches('h2')")


def test_a_fault_is_told_in_the_title_and_takes_the_focus(site: Site, window: Window) -> None:
    page = window()
    begin(page, site.form(SHORT, "outsider"))
    while screen(page) != "screen-rest-1":
        go_on(page)
    page.fill("[name=years]", "400")
    page.click("[data-act=next]")
    assert page.title() == "Lỗi: Phần 3/3 – Phiếu thử nghiệm"
    assert page.evaluate("document.activeElement.id") == "fault-summary"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "years"
    page.fill("[name=years]", "4")
    go_on(page)
    assert page.title() == "Kiểm tra câu trả lời – Phiếu thử nghiệm"


def test_a_change_asked_for_on_the_check_page_leads_back_there(site: Site, window: Window) -> None:
    page = window()
    begin(page, site.form(SHORT, "outsider"))
    for _state in walk(page):
        pass
    page.click("#check-answers summary")
    page.locator("#check-answers").get_by_role("button", name="Ông/Bà chấm mấy điểm").click()
    assert page.evaluate("document.activeElement.name") == "overall"
    page.click("#overall label:has-text('9')")
    go_on(page)
    assert screen(page) == "screen-check"
    assert page.evaluate("document.activeElement.closest('#check-overall') !== null"), "back in the row of the question"
    assert page.locator("dl > div", has_text="Ông/Bà chấm mấy điểm").locator("dd").first.inner_text() == "9"


def given(page: Page) -> list[str]:
    """Return what is chosen and typed."""
    found: list[str] = page.eval_on_selector_all(
        "#survey-form :checked:not(option), #survey-form [type=text], #survey-form textarea, #survey-form select",
        "all => all.filter(one => one.name && one.value).map(one => one.name + ' ' + one.value)",
    )
    return found


def test_the_other_language_shows_the_same_screen_with_every_answer(site: Site, window: Window) -> None:
    page = window()
    begin(page, site.form(SHORT, "outsider"))
    for state in walk(page):
        if state == "screen-rest-1, answered":
            break
    page.fill("[name=advice]", "Công khai hơn")
    before = given(page)
    assert len(before) >= 8
    page.click("text=English")
    page.wait_for_function("document.documentElement.lang === 'en'")
    assert page.title().startswith("Part 3/3")
    assert screen(page) == "screen-rest-1"
    assert given(page) == before
    assert "#" not in page.url
    assert page.get_attribute("text=Tiếng Việt", "lang") == "vi"


def test_larger_text_keeps_the_answers_and_stays_for_the_tab(site: Site, window: Window) -> None:
    page = window()
    begin(page, site.form(SHORT, "outsider"))
    page.click("#overall label:has-text('7')")
    usual = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    page.click("text=A++")
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") > 1.3 * usual
    assert given(page) == ["consent 1", "overall 7"]
    page.reload()
    assert page.get_attribute("#text-size [value=larger]", "aria-pressed") == "true"
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") > 1.3 * usual
    assert page.context.cookies() == []
