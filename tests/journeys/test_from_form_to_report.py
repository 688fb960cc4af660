"""A study from start to end: three forms filled out on a phone, counted on the staff page, included in the report."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import PASSWORD, STUDY, Installation
from tests.journeys.form_filling import answer_everything, open_form, send

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journey")]

OTHERS = 180
"""Number of synthetic respondents sent first, a third of them heads: results of fewer than ten cannot be shown."""

LAST_UNIT = "u_066"
"""No synthetic head answers for it, so that a code for its head can still be made."""


@pytest.fixture(scope="module")
def answered(installation: Installation) -> Installation:
    number = str(OTHERS)
    installation.run(["simulate", STUDY, "--base", installation.base, "--respondents", number, "--seed", "5"])
    return installation


@pytest.fixture
def desk(browser: Browser, answered: Installation) -> Iterator[Page]:
    """A researcher's browser, signed in."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="vi-VN", base_url=answered.base)
    page = context.new_page()
    page.goto("/staff/")
    page.locator("input[name=name]").fill("researcher")
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page).not_to_have_url(re.compile("sign-in"))
    yield page
    context.close()


def received(page: Page) -> list[int]:
    """Return the forms received by group, as shown on the study page."""
    page.goto(f"/staff/studies/{STUDY}")
    return [int(re.sub(r"\D", "", text)) for text in page.locator(".tally").all_inner_texts()]


def test_each_form_is_filled_out_on_a_phone_counted_and_found_in_the_report(
    answered: Installation, phone: Page, desk: Page, tmp_path: Path
) -> None:
    before = received(desk)
    codes = answered.codes("leader", "civil_servant", unit=LAST_UNIT)
    for group in ("leader", "civil_servant", "outsider"):
        # The form for outsiders needs no code.
        open_form(phone, group, codes.get(group))
        assert answer_everything(phone) > 15
        assert re.fullmatch(r"\d{5}[ -]\d{5}", send(phone))
        phone.go_back()
        assert phone.locator("input:checked").count() == 0, "Back shows nothing of what was answered"
    assert received(desk) == [count + 1 for count in before]
    answered.run(["box", "open", STUDY], ["report", STUDY, "--out", str(tmp_path)])
    report = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Số liệu mô phỏng" in report
    shown = re.findall(r"Người đứng đầu</t[hd]>\s*<td[^>]*>(\d+)", report)
    assert shown[0] == str(before[0] + 1)
