"""The names of groups come from the files of a study: no page of another study mentions heads or outsiders."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms.model.study import Study
from forms.model.versions import questionnaire_version, study_version
from surveyapp.ballot_box.casting import cast
from surveyapp.ballot_box.codes.access_codes import make_codes
from surveyapp.commands.studies.box import tell
from surveyapp.commands.studies.report import build_report
from surveyapp.database.sessions import database, writing
from surveyapp.database.tables.studies import State
from surveyapp.lifecycle.changes import load
from tests.html_pages import parse, strict_client
from tests.surveyapp.conftest import installed
from tests.surveyapp.sealed_box import move_to, open_the_box
from tests.surveyapp.staff_cast import cast_of_staff, signed_in
from tests.surveyapp.test_casting import ballot
from tests.surveyapp.tiny_study import tiny_study

NAMES = {
    "leader": "librarian",
    "outsider": "reader",
    "Người đứng đầu": "Thủ thư",
    "Người ngoài": "Bạn đọc",
    "Heads": "Librarians",
    "Outsiders": "Readers",
}
OF_ONE_STUDY = re.compile(
    r"đứng đầu|công chức|cán bộ|người ngoài|\bheads?\b|outsider|civil servant|people outside|Khánh Hòa", re.IGNORECASE
)


def library() -> Study:
    """Return the tiny study with other groups: one librarian for each library, and readers."""
    text = tiny_study(leaders_keep_unit=True).model_dump_json(by_alias=True)
    for old, new in NAMES.items():
        text = text.replace(old, new)
    study = Study.model_validate_json(text)
    forms = {
        group: form.model_copy(update={"version": questionnaire_version(form)})
        for group, form in study.questionnaires.items()
    }
    study = study.model_copy(update={"questionnaires": forms})
    return study.model_copy(update={"version": study_version(study)})


STUDY = library()


@pytest.fixture
def answered(tmp_path: Path) -> Iterator[Flask]:
    """A rehearsal of the library with opened answers and two sealed ballots.

    No context is pushed, because pages of different readers would share it.
    """
    app = installed(tmp_path / "instance", "")
    with app.app_context():
        load(STUDY)
        move_to(STUDY.id, State.REHEARSAL)
        send("reader", 36, out_agency=1)
        send("librarian", 3)
        open_the_box(STUDY.id)
        send("reader", 2)
    yield app
    with app.app_context():
        database().engine.dispose()


def send(group: str, number: int, **answers: int) -> None:
    for made in make_codes(STUDY, group, [unit.id for unit in STUDY.frame.units], number):
        cast(ballot(STUDY, group=group, code=made.code, answers={"ov_one": 2} | answers))


def words_of(page: str) -> str:
    """Return the visible text of a page."""
    tree = parse(page)
    for element in [each for each in tree.iter() if each.tag in ("script", "style")]:
        element.text = None
    return " ".join("".join(tree.itertext()).split())


def pages(app: Flask, clients: dict[str, FlaskClient], language: str) -> dict[str, str]:
    """Return every page that needs only the study and a group, by its address."""
    found = {}
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or not rule.arguments <= {"study_id", "study", "group"}:
            continue
        values: dict[str, Any] = {name: "reader" if name == "group" else STUDY.id for name in rule.arguments}
        for group in STUDY.questionnaires if "group" in values else ("",):
            with app.test_request_context():
                address = app.url_for(rule.endpoint, **(values | ({"group": group} if group else {})))
            for client in clients.values():
                reply = client.get(f"{address}?lang={language}")
                if reply.status_code == 200 and reply.mimetype == "text/html":
                    found[address] = words_of(reply.text)
    return found


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_page_speaks_of_the_groups_of_another_study(
    answered: Flask, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with answered.app_context(), writing() as session:
        session.add_all(cast_of_staff())
    clients = {"respondent": strict_client(answered), "researcher": signed_in(answered, "researcher", language)}
    drawn = pages(answered, clients, language)
    assert len(drawn) > 10
    assert f"/staff/studies/{STUDY.id}/results" in drawn
    assert {"vi": "Thủ thư", "en": "Librarians"}[language] in drawn[f"/staff/studies/{STUDY.id}"]
    with answered.app_context():
        tell(open_the_box(STUDY.id), 5)
    drawn["box open"] = capsys.readouterr().out
    spoken = {address: OF_ONE_STUDY.findall(text) for address, text in drawn.items()}
    assert {address: words for address, words in spoken.items() if words} == {}


def test_no_report_speaks_of_the_groups_of_another_study(answered: Flask, tmp_path: Path) -> None:
    with answered.app_context():
        build_report(STUDY.id, tmp_path / "report")
    found = {
        path.name: OF_ONE_STUDY.findall(words_of(path.read_text(encoding="utf-8")))
        for path in (tmp_path / "report").rglob("*.html")
    }
    assert found
    assert {name: words for name, words in found.items() if words} == {}
