"""Reload, crashed tab, no network, half a day, restarted server: all entries are kept and can be sent."""

import contextlib

import pytest
from playwright.sync_api import Browser, Error, expect

from surveyapp.commands.demo.demo_server import free_port
from surveyapp.database.tables.studies import State
from surveyapp.lifecycle.changes import change_state
from tests.journeys.answering.walking import screen
from tests.journeys.browsers.chromium import chromium_path
from tests.journeys.keeping.conftest import INSIDER, OUTSIDER, Place, Window
from tests.journeys.keeping.crashing import Tab
from tests.journeys.keeping.filling import CANARY, fill_in, is_received, says, send, to_check, typed, until_kept

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("keeping")]


def test_a_reload_keeps_the_answers_and_the_screen(window: Window) -> None:
    page = window()
    fill_in(page, OUTSIDER)
    before, at = typed(page), screen(page)
    page.reload()
    assert (typed(page), screen(page)) == (before, at)
    page.go_back()
    page.reload()
    assert typed(page) == before


def test_what_was_typed_last_is_kept_by_a_page_that_leaves_at_once(window: Window) -> None:
    page = window()
    fill_in(page, OUTSIDER)
    with page.expect_navigation():
        # In one turn of the script, before anything can be drawn or written.
        page.evaluate(
            "const box = document.querySelector('[name=advice]'); box.value += ' và kịp thời';"
            "box.dispatchEvent(new Event('input', { bubbles: true })); location.reload()"
        )
    assert typed(page)["advice"] == [f"{CANARY} và kịp thời"]


def test_a_crash_of_the_tab_keeps_the_answers_and_the_screen(browser: Browser, place: Place) -> None:
    port = free_port()
    arguments = ["--no-sandbox", f"--remote-debugging-port={port}"]
    own = browser.browser_type.launch(executable_path=chromium_path(), args=arguments)
    page = own.new_page(base_url=place.base)
    fill_in(page, OUTSIDER)
    until_kept(page)
    tab = Tab(port, place.base)
    tab.ask("Inspector.enable")
    tab.tell("Page.crash")
    tab.wait_for("Inspector.targetCrashed")
    tab.tell("Page.reload")
    tab.wait_for("Inspector.targetReloadedAfterCrash")
    assert tab.value("document.querySelector('[name=advice]')?.value") == CANARY
    assert tab.value("history.state?.screen") == "screen-rest-1"
    tab.close()
    own.close()


def test_without_network_nothing_is_lost_and_the_message_says_so(place: Place, window: Window) -> None:
    page = window()
    fill_in(page, INSIDER, place.code())
    to_check(page)
    before, count = typed(page), place.ballots()
    page.context.set_offline(True)
    send(page)
    says(page, "không có kết nối mạng")
    assert typed(page) == before
    page.context.set_offline(False)
    page.wait_for_function("() => navigator.onLine")
    assert place.ballots() == count, "nothing is sent again unless the person asks for it"
    send(page)
    assert is_received(page)
    assert place.ballots() == count + 1


def test_a_server_that_is_gone_is_told_from_a_form_that_was_received(place: Place, window: Window) -> None:
    page = window()
    fill_in(page, OUTSIDER)
    to_check(page)
    before = typed(page)
    place.stop()
    try:
        send(page)
        says(page, "chưa rõ phiếu đã đến nơi hay chưa")
        expect(page.get_by_role("button", name="Gửi lại")).to_be_visible()
        assert typed(page) == before
    finally:
        place.start()
    page.get_by_role("button", name="Gửi lại").click()
    assert is_received(page)


def test_a_form_left_open_for_twelve_hours_is_sent_after_a_restart(place: Place, window: Window) -> None:
    page = window()
    page.clock.install()
    fill_in(page, INSIDER, place.code())
    to_check(page)
    count = place.ballots()
    page.clock.fast_forward("12:00:00")
    place.restart()
    send(page)
    assert is_received(page)
    assert place.ballots() == count + 1


def test_a_restart_between_two_reloads_costs_nothing(place: Place, window: Window) -> None:
    page = window()
    fill_in(page, OUTSIDER)
    before = typed(page)
    place.restart()
    page.reload()
    assert typed(page) == before


def test_a_browser_that_keeps_nothing_says_so_and_the_form_can_be_sent(window: Window) -> None:
    page = window()
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };")
    fill_in(page, OUTSIDER)
    expect(page.locator(".device")).to_contain_text("không đóng hoặc tải lại trang")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    with contextlib.suppress(Error):
        page.reload(timeout=1000)
    assert asked == ["beforeunload"]
    assert typed(page)["advice"] == [CANARY]
    to_check(page)
    send(page)
    assert is_received(page)


def test_a_study_closed_meanwhile_is_told_and_the_answers_stay_in_sight(place: Place, window: Window) -> None:
    page = window()
    fill_in(page, OUTSIDER)
    to_check(page)
    before = typed(page)
    with place.app.app_context():
        change_state(place.study.id, State.CLOSED)
    send(page)
    says(page, "đã kết thúc")
    assert typed(page) == before
