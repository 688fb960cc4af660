"""What a screen reader says, in reading order, is what the transcripts hold: of every kind of question and every page.

After a change that is meant, write them again with ``RENEW_TRANSCRIPTS=1`` and read the difference.
"""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

from forms.loading.studies import load_study
from surveyapp.respondents.kinds import VIEWS
from tests.journeys.answering.conftest import SHORT, SHORT_FOLDER, Site, Window
from tests.journeys.answering.screen_reader.speech import spoken
from tests.journeys.answering.walking import answer, begin, go_on, screen

pytestmark = pytest.mark.browser

FOLDER = Path(__file__).parent / "transcripts"
GROUP = "outsider"

TYPED = {"number": "2,5", "date": "31/05/2019", "text": "Công khai hơn."}
PAGES = ("first_page", "part", "check_page", "faults", "dialog")


def hold(name: str, states: dict[str, list[str]]) -> None:
    """Compare with the transcript of that name, or write it where this is asked for."""
    said = "\n\n".join("\n".join((f"[{state}]", *lines)) for state, lines in states.items()) + "\n"
    file = FOLDER / f"{name}.txt"
    if os.environ.get("RENEW_TRANSCRIPTS"):
        file.write_text(said, "utf-8")
    assert file.exists(), f"{file.name} is missing: write it with RENEW_TRANSCRIPTS=1, and read it aloud"
    assert said.splitlines() == file.read_text("utf-8").splitlines()


def question_of(kind: str) -> str:
    """Return the first question of the kind in the trial form that is not the question of consent."""
    form = load_study(SHORT_FOLDER).questionnaires[GROUP]
    found = [one.id for one in form.questions if one.kind == kind and not one.required]
    assert found, f"the study {SHORT} asks no question of the kind {kind}: add one, and its transcript"
    return found[0]


def to_question(page: Page, question: str) -> None:
    """Go to the screen of the question, and give the first answer there if the question waits for it."""
    while not page.locator(f".screen:not([hidden]) #{question}").count():
        answer(page)
        go_on(page)
    if page.locator(f"#{question}").is_hidden():
        page.locator(".screen:not([hidden]) [type=radio]").first.check()


@pytest.mark.parametrize("kind", VIEWS)
def test_a_question_of_every_kind_is_said_as_its_transcript_has_it(site: Site, window: Window, kind: str) -> None:
    page, question = window(), question_of(kind)
    begin(page, site.form(SHORT, GROUP))
    to_question(page, question)
    states = {"chưa trả lời": spoken(page, f"#{question}")}
    answer(page)
    if kind in TYPED:
        page.fill(f"[name={question}]", TYPED[kind])
    states["đã trả lời"] = spoken(page, f"#{question}")
    hold(kind, states)


def test_no_transcript_is_left_of_a_kind_that_is_gone() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == {*VIEWS, *PAGES}


def test_the_first_page_is_said_as_its_transcript_has_it(site: Site, window: Window) -> None:
    page = window()
    page.goto(site.form(SHORT, GROUP))
    folded = spoken(page, "body")
    page.click(".kept summary")
    hold("first_page", {"mở phiếu": folded, "đã mở phần gập": spoken(page, ".kept")})


def test_a_part_is_said_with_its_place_and_with_what_was_left_blank(site: Site, window: Window) -> None:
    page = window()
    begin(page, site.form(SHORT, GROUP))
    first = spoken(page, "body")
    go_on(page)
    hold("part", {"phần đầu": first, "sau phần còn câu trống": spoken(page, "main")})


def test_faults_are_said_on_top_and_at_their_boxes(site: Site, window: Window) -> None:
    page = window()
    begin(page, site.form(SHORT, GROUP))
    to_question(page, "weights")
    page.fill("[name='weights.1']", "12,5")
    page.fill("[name=years]", "400")
    page.click("[data-act=next]")
    page.wait_for_selector("#fault-summary:visible")
    states = {"đầu trang": spoken(page, "#fault-summary"), "phân bổ điểm": spoken(page, "#weights")}
    hold("faults", states | {"nhập số": spoken(page, "#years")})


def test_the_check_page_is_said_as_its_transcript_has_it(site: Site, window: Window) -> None:
    page = window()
    begin(page, site.form(SHORT, GROUP))
    while screen(page) != "screen-check":
        answer(page)
        go_on(page)
    folded = spoken(page, "main")
    page.click("#check-answers summary")
    hold("check_page", {"còn câu trống": folded, "đã mở các câu đã trả lời": spoken(page, "#check-answers details")})


def test_a_dialog_is_said_with_its_heading_and_hides_the_rest(site: Site, window: Window) -> None:
    page = window()
    page.goto(site.form(SHORT, GROUP))
    page.click("[data-act=decline]")
    hold("dialog", {"không tham gia": spoken(page, "body")})
