"""The forms of the pilot, filled in by pointer and keys in Firefox ESR and Chromium, arrive as answered."""

import pytest
from sqlalchemy import select

from forms.answers.checks import check_answers
from surveyapp.database.sessions import reading
from surveyapp.database.tables.responses import AnswerRow, ResponseRow, TextRow
from surveyapp.database.tables.studies import State
from surveyapp.lifecycle.changes import change_state
from surveyapp.studies.loaded import find_loaded
from tests.journeys.answering.conftest import LONG, Site
from tests.journeys.answering.walking import begin, go_on, screen
from tests.journeys.browsers.page_protocol import BrowserPage
from tests.journeys.browsers.tapping import tap_answers
from tests.journeys.keeping.filling import typed
from tests.surveyapp.sealed_box import open_the_box

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browsers")]

FORMS = [
    pytest.param("firefox", "outsider"),
    *(pytest.param("firefox", group, marks=pytest.mark.long) for group in ("leader", "civil_servant")),
    *(pytest.param("chromium", group, marks=pytest.mark.long) for group in ("leader", "civil_servant", "outsider")),
]

AGENCY = "out_agency"
"""A single form opens without its agency, which would be one person's."""


def opened(site: Site) -> tuple[dict[str, int | None], dict[str, str]]:
    """Close the study, open the box, and return codes and texts of the only response, by column."""
    with site.app.app_context():
        change_state(LONG, State.CLOSED)
        open_the_box(LONG)
        with reading() as session:
            (response,) = session.scalars(select(ResponseRow))
            rows = session.scalars(select(AnswerRow).filter_by(response_key=response.key))
            codes = {row.item: row.missing if row.code is None else row.code for row in rows}
            return codes, {row.item: row.text for row in session.scalars(select(TextRow))}


def meant(site: Site, group: str, fields: dict[str, list[str]]) -> tuple[dict[str, int], dict[str, str]]:
    """Return the codes and texts that the entries of a page stand for, by column."""
    with site.app.app_context():
        loaded = find_loaded(LONG)
    assert loaded is not None
    checked = check_answers(loaded.study.questionnaires[group], fields)
    codes = {column: answer.value for column, answer in checked.answers.items() if answer.value is not None}
    return codes, dict(checked.texts)


@pytest.mark.parametrize(("page", "group"), FORMS, indirect=["page"])
def test_a_form_arrives_as_it_was_answered(own_site: Site, page: BrowserPage, group: str) -> None:
    begin(page, own_site.form(LONG, group), "" if group == "outsider" else own_site.code(LONG, group))
    answered = 0
    while screen(page) != "screen-check":
        answered += tap_answers(page)
        go_on(page)
    codes, texts = meant(own_site, group, typed(page))
    assert min(answered, len(codes)) > 30
    page.click("[data-act=next]")
    page.wait_for_function("() => document.getElementById('receipt-number')")
    assert page.inner_text("h1") == "Đã nhận được phiếu của Ông/Bà"
    found, written = opened(own_site)
    assert {column: found.get(column) for column in codes if column != AGENCY} == {
        column: code for column, code in codes.items() if column != AGENCY
    }
    assert written == texts
    page.go_back()
    page.wait_for_function("() => !document.querySelector('#survey-form input:checked')")
