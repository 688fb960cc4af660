"""Byte counts on the network show how far respondents are, but nothing about their answers."""

from collections import defaultdict

import pytest
from playwright.sync_api import Page, Request, expect

from surveyapp.respondents.replies import STEP
from tests.journeys.answering.walking import begin, go_on, screen
from tests.journeys.keeping.conftest import INSIDER, OUTSIDER, Place, Window
from tests.journeys.keeping.filling import is_received, send, to_check
from tests.journeys.keeping.test_saving_for_later import leave, save

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("keeping")]

TEXT = "Công khai hơn, đúng quy định và đúng người chịu trách nhiệm. "
PEOPLE = [(1, 0), (2, 3), (3, 40), (4, 300)]
"""A seed for the answers, and the text of the open answer."""

ANSWER = """([seed, text]) => {
  let state = seed;
  const among = (all) => all[(state = (state * 48271) % 2147483647) % all.length];
  const change = (box) => box.dispatchEvent(new Event("change", { bubbles: true }));
  document.querySelectorAll(".question").forEach((question) => {
    if (!question.checkVisibility() || question.id === "consent") return;
    const all = [...question.querySelectorAll("[type=radio], [type=checkbox]")];
    const boxes = all.filter((one) => one.checkVisibility());
    const area = question.querySelector("textarea");
    if (area) { area.value = text; change(area); }
    else if (question.id === "years") { question.querySelector("input").value = String(seed * seed); }
    else if (boxes.length && seed > 1) among(boxes).click();
  });
}"""

Sizes = dict[str, set[tuple[int, int]]]


def watch(page: Page, seen: list[Request]) -> None:
    page.on("requestfinished", lambda request: request.method == "POST" and seen.append(request))


def sizes(seen: list[Request]) -> Sizes:
    """Return what was sent and received, headers included, by address."""
    found: Sizes = defaultdict(set)
    for request in seen:
        size = request.sizes()
        assert len(request.post_data_buffer or b"") % STEP == 0
        assert size["responseBodySize"] % STEP == 0
        sent = size["requestHeadersSize"] + size["requestBodySize"]
        back = size["responseHeadersSize"] + size["responseBodySize"]
        found[request.url.partition("?")[0].rpartition("_kind")[2]].add((sent, back))
    return found


def answer_all(page: Page, seed: int, letters: int) -> None:
    while screen(page) != "screen-check":
        page.evaluate(ANSWER, [seed, (TEXT * 6)[:letters]])
        go_on(page)


def test_sent_saved_and_opened_forms_have_one_length_whoever_answers(place: Place, window: Window) -> None:
    seen: list[Request] = []
    for seed, letters in PEOPLE:
        code, first, second = place.code(), window(), window()
        for page in (first, second):
            watch(page, seen)
        begin(first, f"{INSIDER}?v=a", code)
        answer_all(first, seed, letters)
        save(first)
        leave(first)
        second.goto(f"{INSIDER}?v=a")
        second.fill("#code-input", code)
        second.get_by_role("button", name="Tôi đồng ý, bắt đầu").click()
        second.get_by_role("button", name="Mở phiếu đã lưu").last.click()
        expect(second.locator("#screen-check")).to_be_visible()
        send(second)
        assert is_received(second)
    found = sizes(seen)
    assert set(found) == {"/insider", "/insider/unit-name", "/insider/draft", "/insider/draft/open"}
    assert {address: len(pairs) for address, pairs in found.items()} == dict.fromkeys(found, 1)


def test_a_refusal_of_consent_has_the_length_of_a_sent_form(place: Place, window: Window) -> None:
    seen: list[Request] = []
    for agrees in (True, False):
        page = window()
        watch(page, seen)
        gets: list[str] = []
        if agrees:
            begin(page, f"{OUTSIDER}?v=a")
            answer_all(page, 4, 100)
            page.on("request", lambda request, gets=gets: gets.append(request.method))
            send(page)
            assert is_received(page)
        else:
            page.goto(f"{OUTSIDER}?v=a")
            page.on("request", lambda request, gets=gets: gets.append(request.method))
            page.click("[data-act=decline]")
            page.locator("dialog .choices button").last.click()
            expect(page.get_by_role("heading", name="Xin cảm ơn")).to_be_visible()
        assert gets == ["POST"], "nothing that follows tells them apart either"
    assert {address: len(pairs) for address, pairs in sizes(seen).items()} == {"/outsider": 1}


def test_on_a_shared_device_the_page_for_the_next_person_has_one_length(place: Place, window: Window) -> None:
    seen: list[Request] = []
    for agrees in (True, False):
        page = window()
        page.on("requestfinished", lambda request: "/left" in request.url and seen.append(request))
        if agrees:
            begin(page, f"{OUTSIDER}?v=a&session=shared")
            to_check(page)
            send(page)
        else:
            page.goto(f"{OUTSIDER}?v=a&session=shared")
            page.click("[data-act=decline]")
            page.locator("dialog .choices button").last.click()
        page.wait_for_url("**/left**")
        page.wait_for_load_state("networkidle")
    totals = {sum(int(str(value)) for value in request.sizes().values()) for request in seen}
    assert (len(seen), len(totals)) == (2, 1)


def test_a_long_form_takes_the_next_step(place: Place, window: Window) -> None:
    seen: list[Request] = []
    page = window()
    watch(page, seen)
    begin(page, f"{OUTSIDER}?v=a")
    answer_all(page, 4, 300)
    page.evaluate("document.querySelector('textarea').value = 'ữ'.repeat(1000)")
    send(page)
    page.wait_for_selector("#fault-summary:visible")
    assert [len(request.post_data_buffer or b"") for request in seen] == [2 * STEP]
