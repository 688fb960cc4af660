"""Dropped replies, double clicks, two tabs, Back after sending: one answer counts and the messages are true."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.journeys.keeping.conftest import INSIDER, OUTSIDER, Place, Window
from tests.journeys.keeping.dropping_proxy import DroppingProxy
from tests.journeys.keeping.filling import (
    CANARY,
    fill_in,
    is_empty,
    is_received,
    says,
    send,
    to_check,
    typed,
    until_kept,
)

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("keeping")]


@pytest.fixture
def proxy(place: Place) -> Iterator[DroppingProxy]:
    with DroppingProxy(place.port) as running:
        yield running


@pytest.mark.parametrize("address", [INSIDER, OUTSIDER])
def test_replies_dropped_after_the_commit_make_one_answer(
    place: Place, window: Window, proxy: DroppingProxy, address: str
) -> None:
    page = window(base_url=proxy.base)
    fill_in(page, address, place.code() if address == INSIDER else "")
    to_check(page)
    count, proxy.drop_replies = place.ballots(), 2
    for _attempt in range(2):
        send(page)
        says(page, "chưa rõ phiếu đã đến nơi hay chưa")
        expect(page.locator("[data-act=next]")).to_have_text("Gửi lại")
    assert typed(page)["advice"] == [CANARY]
    send(page)
    assert is_received(page)
    expect(page.locator("main")).to_contain_text("chỉ được tính một lần")
    assert (proxy.dropped, place.ballots()) == (2, count + 1)


def test_a_reply_dropped_before_a_reload_still_makes_one_answer(
    place: Place, window: Window, proxy: DroppingProxy
) -> None:
    page = window(base_url=proxy.base)
    fill_in(page, OUTSIDER)
    to_check(page)
    count, proxy.drop_replies = place.ballots(), 1
    send(page)
    says(page, "chưa rõ")
    page.reload()
    send(page)
    assert is_received(page)
    assert place.ballots() == count + 1


def test_a_double_click_sends_once(place: Place, window: Window) -> None:
    page = window()
    fill_in(page, OUTSIDER)
    to_check(page)
    count = place.ballots()
    posts: list[str] = []
    page.on("request", lambda request: request.method == "POST" and posts.append(request.url))
    page.dblclick("[data-act=next]")
    assert is_received(page)
    assert (len(posts), place.ballots()) == (1, count + 1)


def test_two_tabs_with_one_code_make_one_answer_and_the_second_is_told(place: Place, window: Window) -> None:
    code, count = place.code(), place.ballots()
    first, second = window(), window()
    for page in (first, second):
        fill_in(page, INSIDER, code)
        to_check(page)
    send(first)
    assert is_received(first)
    send(second)
    says(second, "không hợp lệ hoặc đã được sử dụng")
    assert typed(second)["advice"] == [CANARY]
    assert place.ballots() == count + 1


def test_a_duplicated_tab_sends_the_same_form(place: Place, window: Window) -> None:
    page = window()
    fill_in(page, OUTSIDER)
    until_kept(page)
    copied = page.evaluate("JSON.stringify(sessionStorage)")
    twin = page.context.new_page()
    twin.goto("/")
    twin.evaluate(
        "copied => Object.entries(JSON.parse(copied)).forEach(([key, value]) => sessionStorage[key] = value)", copied
    )
    twin.goto(page.url)
    assert typed(twin) == typed(page)
    count = place.ballots()
    numbers = []
    for each in (page, twin):
        to_check(each)
        send(each)
        numbers.append(is_received(each))
    expect(twin.locator("main")).to_contain_text("với các câu trả lời nhận được lần đầu")
    assert numbers[0] == numbers[1]
    assert place.ballots() == count + 1


def test_back_after_sending_leads_to_the_receipt_and_never_to_the_answers(place: Place, window: Window) -> None:
    page = window()
    fill_in(page, OUTSIDER)
    to_check(page)
    send(page)
    number, count = is_received(page), place.ballots()
    assert CANARY not in page.evaluate("JSON.stringify(sessionStorage)")
    page.go_back()
    assert is_received(page) == number
    page.reload()
    expect(page.get_by_role("heading", name="Đã nhận được phiếu của Ông/Bà")).to_be_visible()
    assert number not in page.content(), "it is shown once"
    page.get_by_role("link", name="Mở phiếu cho người khác").click()
    expect(page.get_by_role("button", name="Bắt đầu")).to_be_visible()
    is_empty(page)
    fill_in(page, page.url)
    to_check(page)
    send(page)
    assert is_received(page) != number
    assert place.ballots() == count + 1
