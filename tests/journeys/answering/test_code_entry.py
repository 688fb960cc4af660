"""The code: typed in any form, errors reported at once, scanned without leaving a trace in the address."""

import json
from importlib.resources import files

import pytest
from playwright.sync_api import expect

from surveyapp.respondents.assets import join_modules
from tests.journeys.answering.conftest import LONG, Site, Window
from tests.journeys.answering.walking import begin, go_on, screen

pytestmark = pytest.mark.browser


def test_the_browser_reads_codes_as_the_server_does(window: Window) -> None:
    vectors = json.loads((files("surveyapp.ballot_box.codes") / "access_code_vectors.json").read_text("utf-8"))[
        "vectors"
    ]
    source = (files("surveyapp.respondents") / "static" / "js" / "codes" / "access_code.js").read_text("utf-8")
    main = (
        'import { faultOfCode, lettersOf } from "./access_code.js";\n'
        "window.read = (typed) => (faultOfCode(typed) ? null : lettersOf(typed));\n"
    )
    page = window()
    page.add_script_tag(content=join_modules({"main": main, "access_code": source}, "main"))
    found = page.evaluate("all => all.map(({ typed }) => read(typed))", vectors)
    wrong = [vector["name"] for vector, letters in zip(vectors, found, strict=True) if vector["letters"] != letters]
    assert wrong == []


def test_a_slip_is_told_while_typing_and_without_asking_the_server(site: Site, window: Window) -> None:
    page = window()
    page.goto(site.form(LONG, "leader"))
    code = site.code(LONG, "leader")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    box = page.get_by_label("Mã ghi trên thẻ")
    box.press_sequentially(code[:-1])
    expect(page.locator("#code-told")).to_be_empty()
    box.press_sequentially("A" if code[-1] != "A" else "C")
    expect(page.locator("#code-told")).to_contain_text("Mã có ký tự chưa đúng")
    box.press("Backspace")
    box.press_sequentially(code[-1])
    expect(page.locator("#code-told")).to_have_text("Đã nhập đủ mã.")
    box.fill(code[:9])
    page.click("[data-act=next]")
    expect(page.locator("#fault-summary")).to_contain_text("Mã gồm 16 chữ và số")
    assert asked == []


def test_a_code_may_be_typed_small_with_spaces_and_look_alikes(site: Site, window: Window) -> None:
    page = window()
    code = site.code(LONG, "civil_servant")
    begin(page, site.form(LONG, "civil_servant"), code.lower().replace("-", "  ").replace("0", "o").replace("l", "1"))
    assert page.inner_text(".about:visible .unit") == "UBND tỉnh Khánh Hòa"


ON_SIGN = 14
"""Return the letters of "XXXX-XXXX-XXXX", which a QR code contains."""


@pytest.mark.parametrize("on_sign", [ON_SIGN, 19], ids=["today's sign", "an older sign with the whole code"])
def test_a_sign_fills_in_twelve_signs_and_the_last_four_are_typed(site: Site, window: Window, on_sign: int) -> None:
    page = window()
    code = site.code(LONG, "leader")
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url + (request.post_data or "")))
    page.goto(site.form(LONG, "leader", f"#{code[:on_sign]}"))
    assert page.input_value("#code-input") == code[:ON_SIGN] + "-"
    expect(page.locator("#code-told")).to_contain_text("4 chữ và số cuối")
    assert "#" not in page.url
    assert page.evaluate("history.length") <= 2
    assert not any(code[:ON_SIGN] in request for request in seen)
    page.click("[data-act=next]")
    expect(page.locator("#fault-summary")).to_contain_text("4 chữ và số cuối")
    assert not any("unit-name" in request for request in seen), "half a code is no guess at the server"
    page.locator("#code-input").press("End")
    page.locator("#code-input").press_sequentially(code[-4:])
    expect(page.locator("#code-told")).to_have_text("Đã nhập đủ mã.")
    go_on(page)
    assert [code in request for request in seen if "unit-name" in request] == [True]
    assert page.evaluate("location.href.includes('#')") is False


def test_after_a_reload_the_last_four_signs_of_a_scanned_code_are_typed_again(site: Site, window: Window) -> None:
    page = window()
    code = site.code(LONG, "leader")
    page.goto(site.form(LONG, "leader", f"?v=a#{code[:ON_SIGN]}"))
    page.fill("#code-input", code)
    go_on(page)
    page.click("#pd_authority_enough label >> nth=1")
    page.reload()
    assert page.locator("#pd_authority_enough input:checked").count() == 1
    assert code not in page.evaluate("JSON.stringify(sessionStorage)")
    page.get_by_role("button", name="Lưu và tiếp tục sau").click()
    assert screen(page) == "screen-start"
    expect(page.locator("#code-told")).to_contain_text("4 chữ và số cuối")
    page.locator("#code-input").press("End")
    page.locator("#code-input").press_sequentially(code[-4:])
    go_on(page)
    page.get_by_role("button", name="Lưu và tiếp tục sau").click()
    expect(page.get_by_role("dialog")).to_contain_text("đã được lưu")


def test_a_scanned_code_is_not_used_on_a_shared_device(site: Site, window: Window) -> None:
    page = window()
    code = site.code(LONG, "leader")
    page.goto(site.form(LONG, "leader", f"?session=seminar#{code[:ON_SIGN]}"))
    expect(page.locator("#code-place")).to_contain_text("không nhận mã quét được")
    assert page.input_value("#code-input") == ""
    assert "#" not in page.url


def test_another_card_in_the_same_tab_begins_afresh(site: Site, window: Window) -> None:
    page = window()
    first, second = site.code(LONG, "leader"), site.code(LONG, "leader")
    page.goto(site.form(LONG, "leader", f"#{first[:ON_SIGN]}"))
    page.fill("#code-input", first)
    go_on(page)
    page.click("#pd_authority_enough label >> nth=1")
    page.goto(site.form(LONG, "leader", f"?v=a#{first[:ON_SIGN]}"))
    assert page.locator("#pd_authority_enough input:checked").count() == 1, "the same card goes on"
    page.goto(site.form(LONG, "leader", f"?v=a#{second[:ON_SIGN]}"))
    signs = second[:ON_SIGN] + "-"
    page.wait_for_function("signs => document.getElementById('code-input').value === signs", arg=signs)
    assert page.locator("#survey-form input:checked").count() == 0
    assert screen(page) == "screen-start"
