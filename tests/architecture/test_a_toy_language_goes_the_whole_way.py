"""A language registered by this test alone is written, answered, sealed, opened, exported and reported.

It takes one entry in ``forms.languages.LANGUAGES`` and a folder of catalogues on each floor. Its catalogues mark every
English text, so that a text which is shown in another language is seen.
"""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex
from types import ModuleType
from typing import Any

import pytest
import yaml
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from flask import Flask
from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

import analysis.translation
import forms.translation
import surveyapp.translation
from analysis.comparisons.group_comparisons import compare
from analysis.report import write_report
from forms.languages import LANGUAGES, Language
from forms.loading.studies import load_study
from forms.loading.yaml_reading import read_yaml
from forms.model.study import Study
from surveyapp.ballot_box.casting import Ballot, cast
from surveyapp.ballot_box.codes.access_codes import make_codes
from surveyapp.database.tables.studies import State
from surveyapp.exports.data_table import data_table
from surveyapp.exports.text_files import write as write_csv
from surveyapp.lifecycle.changes import load
from surveyapp.results.reports import study_texts
from surveyapp.studies.answers_source import StudyAnswers
from surveyapp.studies.loaded import find_loaded
from tests.architecture.catalogues import texts_in_code
from tests.architecture.checkout import FLOORS, ROOT
from tests.journeys.browsers.chromium import chromium_path
from tests.surveyapp.conftest import installed
from tests.surveyapp.sealed_box import move_to, open_the_box

SMALL_STUDY = Path(__file__).parents[1] / "forms" / "small_study"
TOY, MARK = "fr", "«t» "
OTHERS = 14
TRANSLATIONS: dict[str, ModuleType] = {
    "forms": forms.translation,
    "analysis": analysis.translation,
    "surveyapp": surveyapp.translation,
}


def catalogue_of(floor: str) -> Catalog:
    """Every text of a floor in the toy language."""
    toy = Catalog(locale=TOY, charset="utf-8")
    for message in texts_in_code(floor):
        if message.id and isinstance(message.id, str):
            toy.add(message.id, MARK + message.id, context=message.context)
        elif message.id:
            toy.add(message.id, tuple(MARK + text for text in message.id), context=message.context)
    return toy


def in_the_toy_language(text: Any) -> Any:
    """A document of a study with a wording in the toy language beside each English one."""
    if isinstance(text, list):
        return [in_the_toy_language(entry) for entry in text]
    if not isinstance(text, dict):
        return text
    if set(text) == {"vi", "en"}:
        return {**text, TOY: f"{MARK}{text['en']}"}
    return {key: [*value, TOY] if key == "languages" else in_the_toy_language(value) for key, value in text.items()}


@pytest.fixture
def study(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Study:
    monkeypatch.setitem(LANGUAGES, TOY, Language("Jouet", "fr-FR", ",", ".", "; "))
    for floor in FLOORS:
        folder = tmp_path / "catalogues" / floor
        shutil.copytree(ROOT / floor / "translations", folder)
        (folder / TOY / "LC_MESSAGES").mkdir(parents=True)
        with (folder / TOY / "LC_MESSAGES" / "messages.mo").open("wb") as file:
            write_mo(file, catalogue_of(floor))
        monkeypatch.setattr(TRANSLATIONS[floor], "_CATALOGUES", folder)
    folder = tmp_path / "small"
    folder.mkdir()
    for path in SMALL_STUDY.glob("*.yaml"):
        document, problems = read_yaml(path.name, path.read_bytes())
        assert problems == []
        written = yaml.safe_dump(in_the_toy_language(document), allow_unicode=True, sort_keys=False)
        (folder / path.name).write_text(written, encoding="utf-8")
    return load_study(folder)


@pytest.fixture
def app(study: Study, tmp_path: Path) -> Iterator[Flask]:
    app = installed(tmp_path / "instance", "")
    # Flask-Babel looks for the folder beside the application.
    app.extensions["babel"].translation_directories[:] = [str(tmp_path / "catalogues" / "surveyapp")]
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
        page.locator(f"a[hreflang={TOY}]").first.click()
        page.wait_for_url(f"**lang={TOY}*")
        assert page.locator("html").get_attribute("lang") == TOY
        page.locator("[name=code]").fill(code)
        received = page.get_by_text("Your answers have been received")
        while not received.is_visible():
            if page.locator("#consent").is_visible():
                page.locator("#consent [type=radio]").first.check()
            heading = page.locator("main h1:visible, main h2:visible").first.inner_text()
            page.locator("[data-act=next]").click()
            page.wait_for_function(
                "old => [...document.querySelectorAll('main h1, main h2')]"
                ".find((one) => one.checkVisibility())?.innerText !== old",
                arg=heading,
            )
        assert MARK in received.inner_text()
        browser.close()


@pytest.mark.browser
def test_a_language_goes_the_whole_way(study: Study, app: Flask, base: str, tmp_path: Path) -> None:
    units = [unit.id for unit in study.frame.units]
    first, *others = (each.code for each in make_codes(study, "staff", units, OTHERS + 1))
    answer_in_chromium(base, first)
    version = study.questionnaires["staff"].version
    for code in others:
        cast(Ballot(study.id, "staff", version, "a", TOY, token_hex(16), {"consent": 1, "law_clear": 4}, {}, code))
    assert open_the_box(study.id).opened == OTHERS + 1
    loaded = find_loaded(study.id)
    assert loaded is not None
    data, *_ = write_csv(data_table(loaded, TOY), tmp_path)
    assert data.read_text(encoding="utf-8").count(f",{TOY},") == OTHERS + 1
    source = StudyAnswers(study)
    compared = compare(source.read(), ["law_clear"])
    write_report(compared, source.codebook(), tmp_path, study=study_texts(loaded), language=TOY, figure_formats=())
    report = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert f'<html lang="{TOY}"' in report
    label = compared.items[0].label[TOY]
    assert label.startswith(MARK)
    assert label in report
    assert report.count(MARK) > 20


def test_every_page_of_the_public_realm_has_the_new_language(study: Study, app: Flask) -> None:
    client = app.test_client()
    for address in ("/", "/k", f"/s/{study.id}/staff"):
        page = client.get(address, query_string={"lang": TOY}).get_data(as_text=True)
        assert f'lang="{TOY}"' in page
        assert page.count(MARK) > 5
        assert 'hreflang="vi"' in page
        assert 'hreflang="en"' in page
