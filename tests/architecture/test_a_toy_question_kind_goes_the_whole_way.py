"""A kind of question registered by this test alone is drawn, answered, sealed, opened, exported, counted and reported.

It takes one entry in ``forms.kinds.KINDS`` and one in ``surveyapp.respondents.kinds.VIEWS``.
"""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex

import pytest
from flask import Flask
from jinja2 import DictLoader
from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from analysis.comparisons.group_comparisons import compare
from analysis.report import write_report
from analysis.views.json import to_json
from forms.kinds import KINDS, Fields, QuestionKind, Reading
from forms.kinds.declarations import Question, Scale
from forms.kinds.reading_fields import fault, read_with_reason, sent_values
from forms.loading.studies import load_study
from forms.model.study import Study
from surveyapp.ballot_box.casting import Ballot, cast
from surveyapp.ballot_box.codes.access_codes import make_codes
from surveyapp.database.tables.studies import State
from surveyapp.exports.data_table import data_table
from surveyapp.exports.text_files import write as write_csv
from surveyapp.lifecycle.changes import load
from surveyapp.respondents.kinds import VIEWS, KindView
from surveyapp.results.reports import study_texts
from surveyapp.studies.answers_source import StudyAnswers
from surveyapp.studies.loaded import find_loaded
from tests.journeys.browsers.chromium import chromium_path
from tests.surveyapp.conftest import installed
from tests.surveyapp.sealed_box import move_to, open_the_box

SMALL_STUDY = Path(__file__).parents[1] / "forms" / "small_study"
OTHERS = 14
HEADING = "() => [...document.querySelectorAll('main h1, main h2')].find((one) => one.checkVisibility())?.innerText"


class Dial(QuestionKind):
    """A hand on a dial of twelve hours."""

    name = "dial"
    seconds = 5
    measure = "numeric"

    def read(self, question: Question, fields: Fields) -> Reading:
        def read() -> Reading | None:
            sent = sent_values(fields, question.id)
            if not sent:
                return None
            if sent[0] not in {str(hour) for hour in range(1, 13)}:
                return fault(question.id, "unknown-option")
            return Reading({question.id: int(sent[0])}, frozenset({int(sent[0])}))

        return read_with_reason(question, fields, read)

    def code_labels(self, question: Question, options: object) -> tuple[()]:
        return ()

    def is_averaged(self, question: Question, scale: Scale | None) -> bool:
        return True


VIEW = KindView(
    "dial.html",
    hint=lambda question: "1–12",
    script="""export function start(question) {
  question.querySelector("input").dataset.turned = "yes";
}
""",
)
TEMPLATE = '<input class="short" name="{{ question.id }}" aria-labelledby="{{ question.id }}-q" value="">'


@pytest.fixture
def study(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Study:
    monkeypatch.setitem(KINDS, "dial", Dial())
    monkeypatch.setitem(VIEWS, "dial", VIEW)
    folder = tmp_path / "with_a_dial"
    shutil.copytree(SMALL_STUDY, folder)
    with (folder / "questions.yaml").open("a", encoding="utf-8") as file:
        file.write("  - {id: hour, kind: dial, wording: {vi: Mấy giờ?, en: Which hour?}}\n")
    for name, old, new in (
        ("staff.yaml", "[consent, ", "[consent, hour, "),
        ("leader.yaml", "[consent, ", "[consent, hour, "),
        ("analysis.yaml", "overall]", "overall, hour]"),
    ):
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return load_study(folder)


@pytest.fixture
def app(study: Study, tmp_path: Path) -> Iterator[Flask]:
    app = installed(tmp_path / "instance", "")
    app.jinja_loader = DictLoader({"dial.html": TEMPLATE})
    with app.app_context():
        load(study)
        move_to(study.id, State.REHEARSAL)
        yield app
        app.extensions["database"].engine.dispose()


@pytest.fixture
def base(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def answer_in_chromium(base: str, code: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"{base}/s/small/staff?lang=en")
        assert page.locator("#hour input").get_attribute("data-turned") == "yes"
        page.locator("[name=code]").fill(code)
        while not page.get_by_text("Your answers have been received").is_visible():
            if page.locator("#consent").is_visible():
                page.locator("#consent [type=radio]").first.check()
            if page.locator("#hour").is_visible():
                page.locator("#hour input").fill("7")
            heading = page.evaluate(HEADING)
            page.locator("[data-act=next]").click()
            page.wait_for_function(f"old => ({HEADING})() !== old", arg=heading)
        browser.close()


@pytest.mark.browser
def test_a_kind_goes_the_whole_way(study: Study, app: Flask, base: str, tmp_path: Path) -> None:
    units = [unit.id for unit in study.frame.units]
    first, *others = (each.code for each in make_codes(study, "staff", units, OTHERS + 1))
    answer_in_chromium(base, first)
    version = study.questionnaires["staff"].version
    for number, code in enumerate(others):
        answers = {"consent": 1, "hour": 1 + number % 12}
        cast(Ballot(study.id, "staff", version, "a", "vi", token_hex(16), answers, {}, code))
    assert open_the_box(study.id).opened == OTHERS + 1
    loaded = find_loaded(study.id)
    assert loaded is not None
    data, *_ = write_csv(data_table(loaded, "en"), tmp_path)
    assert "hour" in data.read_text(encoding="utf-8").splitlines()[0]
    source = StudyAnswers(study)
    compared = compare(source.read(), ["hour", "law_clear"])
    (entry,) = [item for item in to_json(compared)["items"] if item["item"] == "hour"]
    assert entry["n"]["staff"] == OTHERS + 1
    assert entry["counts"]["staff"]["7"] == 2
    assert source.tally(["hour"]).items[0].data.counts.sum() == OTHERS + 1
    write_report(compared, source.codebook(), tmp_path, study=study_texts(loaded), language="en", figure_formats=())
    assert "Which hour?" in (tmp_path / "report.html").read_text(encoding="utf-8")
