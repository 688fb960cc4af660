"""The script in Chromium: every kind of question is answered, sent, and stored correctly."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, Route, sync_playwright
from werkzeug.serving import make_server

from forms.model.study import Study
from tests.journeys.answering.walking import go_on
from tests.journeys.browsers.chromium import chromium_path
from tests.surveyapp.respondents.conftest import OUTSIDER, responses, stored, texts

pytestmark = pytest.mark.browser

WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path())
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Any) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 320, "height": 700})
    context.set_default_timeout(5000)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == []


@pytest.fixture
def address(sqlite_app: Flask, study: Study) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, sqlite_app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def look(page: Page) -> None:
    """Assert that nothing overflows sideways and axe finds no fault."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # The window is high enough that the bottom bar covers nothing: axe does not know that one can scroll.
    page.set_viewport_size({"width": 320, "height": 4000})
    found = Axe().run(page, options=WCAG).response["violations"]
    page.set_viewport_size({"width": 320, "height": 700})
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found] == []


def begin(page: Page, address: str) -> None:
    page.goto(f"{address}{OUTSIDER}?v=a")
    look(page)
    go_on(page)


def test_every_kind_of_question_is_answered_checked_changed_and_sent(page: Page, address: str) -> None:
    begin(page, address)
    page.click(".search")
    page.keyboard.type("so y te")
    look(page)
    page.keyboard.press("Enter")
    assert page.inner_text(".about .unit") == "Sở Y tế"
    page.click("#duty_assigns label:has-text('Không đồng ý') >> nth=1")
    page.click("#overall label:has-text('7')")
    look(page)
    go_on(page)
    assert page.is_hidden("#case_fields")
    page.click("#seen_case label:has-text('Có')")
    page.click("#case_fields label:has-text('Không có')")
    page.click("#case_fields label:has-text('Đất đai')")
    page.click("#case_fields label:has-text('Khác')")
    page.fill("[name='case_fields.8.text']", "Môi trường")
    look(page)
    go_on(page)
    page.click(".rank:has-text('Công khai')")
    page.click(".rank:has-text('Sửa đổi')")
    page.fill("[name='weights.1']", "50")
    page.click("[data-act=next]")
    assert "hiện có 50 điểm" in page.inner_text("#weights .fault")
    look(page)
    page.fill("[name='weights.2']", "50")
    page.fill("[name=years]", "2,5")
    page.fill("[name=started]", "31/5/2019")
    page.fill("[name=advice]", "Công khai hơn.")
    go_on(page)
    look(page)
    page.click("#check-answers summary")
    look(page)
    page.click("#check-answers div:has-text('mấy điểm') button")
    page.click("#overall label:has-text('9')")
    go_on(page)
    page.click("[data-act=next]")
    page.wait_for_selector("#receipt-number")
    assert page.inner_text("#receipt-number")
    look(page)
    answers = stored()
    assert (answers["out_agency"], answers["duty_assigns"], answers["overall"]) == (3, 2, 9)
    assert [answers[f"case_fields__{code}"] for code in (1, 2, 3, 8, 0)] == [1, 0, 0, 1, 0]
    assert [answers[f"solutions__{code}"] for code in (1, 2, 3, 4)] == [2, 4, 1, 4]
    assert [answers[f"weights__{code}"] for code in (1, 2, 3)] == [50, 50, 0]
    assert (answers["years"], answers["started"]) == (25, 20190531)
    assert texts() == {"advice": "Công khai hơn.", "case_fields__8": "Môi trường"}


def test_answers_are_taken_back_and_the_browsers_back_keeps_the_others(page: Page, address: str) -> None:
    begin(page, address)
    page.click("#duty_assigns label:has-text('Không biết')")
    page.click("#overall label:has-text('7')")
    page.press("#overall .undo", "Enter")
    go_on(page)
    page.go_back()
    page.reload()
    assert page.is_visible("#overall")
    assert page.eval_on_selector_all("input:checked", "all => all.map(one => one.name + one.value)") == [
        "consent1",
        "duty_assigns-8",
    ]


def test_a_dropped_reply_and_a_second_sending_make_one_answer(page: Page, address: str) -> None:
    begin(page, address)
    for _ in range(3):
        go_on(page)

    def drop(route: Route) -> None:
        if route.request.method == "POST" and not responses_seen:
            responses_seen.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    responses_seen: list[Any] = []
    page.route("**/s/every_kind/outsider*", drop)
    page.click("[data-act=next]")
    page.wait_for_selector("#fault-summary:visible")
    assert "chưa rõ phiếu đã đến nơi hay chưa" in page.inner_text("#fault-summary")
    page.click("[data-act=next]")
    page.wait_for_selector("#receipt-number")
    assert len(responses()) == 1
    assert "chỉ được tính một lần" in page.inner_text("main"), "the truth about a form that had arrived"
    assert page.evaluate("Object.values(sessionStorage).join().includes('nonce')") is False


def test_refusing_ends_politely(page: Page, address: str) -> None:
    page.goto(f"{address}{OUTSIDER}")
    page.click("[data-act=decline]")
    page.locator("dialog .choices button").last.click()
    page.wait_for_selector(".said")
    assert responses() == []
