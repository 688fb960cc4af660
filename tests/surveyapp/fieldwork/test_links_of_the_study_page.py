"""All links on the page of a study work, in every state and for every role."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask

from forms.model.states import State, every_state
from surveyapp.lifecycle.changes import load
from surveyapp.lifecycle.deletion import delete_answers
from surveyapp.studies.loaded import find_loaded
from tests.html_pages import parse
from tests.surveyapp.answers_in_place import put_answers
from tests.surveyapp.sealed_box import move_to, open_the_box
from tests.surveyapp.staff_cast import ROLES, WAITING, app_with_staff, signed_in
from tests.surveyapp.staff_study import STUDY, staff_study

PAGE = f"/staff/studies/{STUDY}"


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """Both realms, because the page of a study also links respondents' forms."""
    with app_with_staff(tmp_path, "both") as app:
        yield app


def bring_to(state: State) -> None:
    load(staff_study())
    if state is State.DRAFT:
        return
    move_to(STUDY, State.REHEARSAL if state is State.REHEARSAL else State.OPEN)
    put_answers({"leader": 1, "civil_servant": 3, "outsider": 2})
    if state in (State.CLOSED, State.OPENED):
        move_to(STUDY, State.CLOSED)
    if state is State.OPENED:
        open_the_box(STUDY)
    loaded = find_loaded(STUDY)
    assert loaded is not None
    if state is State.DELETED:
        day = staff_study().delete_after
        assert day is not None
        delete_answers(loaded, day.replace(year=day.year + 1))


@pytest.mark.parametrize("state", every_state())
def test_every_link_of_the_page_leads_somewhere(app: Flask, state: State) -> None:
    with app.app_context():
        bring_to(state)
    for role in (*ROLES, WAITING):
        client = signed_in(app, role)
        page = client.get(PAGE)
        if role == "clerk":
            assert page.status_code == 403
            continue
        found = {str(link.get("href")) for link in parse(page.text).iter("a")} - {"#main"}
        assert f"{PAGE}" in found
        for address in found:
            split = urlsplit(address)
            answer = client.get(split.path + (f"?{split.query}" if split.query else ""))
            # "Begin" leads a waiting account to the page on which it asks for the rights.
            assert answer.status_code in (200, 302, 303), f"{role}, {state}: {address} answers {answer.status_code}"


@pytest.mark.parametrize("state", every_state())
def test_forms_are_linked_while_they_can_be_sent_and_named_before(app: Flask, state: State) -> None:
    with app.app_context():
        bring_to(state)
    page = signed_in(app, "coordinator").get(PAGE).text
    assert ("Addresses to hand out" in page) is not state.entry.after_field
    assert (f'href="http://localhost/s/{STUDY}/leader"' in page) is state.entry.takes_answers


def test_the_short_addresses_can_be_copied_and_lead_to_the_list_and_to_the_form(app: Flask) -> None:
    groups = tuple(
        group.model_copy(update={"short_name": "nguoidan"}) if group.id == "outsider" else group
        for group in staff_study().groups
    )
    with app.app_context():
        load(staff_study().model_copy(update={"groups": groups, "version": "fedcba98765432100"}))
        move_to(STUDY, State.OPEN)
    client = signed_in(app, "coordinator")
    form = "http://localhost/k/nguoidan"
    for language, name in (("en", f"Copy {form}"), ("vi", f"Sao chép {form}")):
        buttons = parse(client.get(f"{PAGE}?lang={language}").text).iter("button")
        copied = {str(one.get("data-copy")): str(one.get("aria-label")) for one in buttons if one.get("data-copy")}
        assert copied.keys() >= {"http://localhost/k", form, f"http://localhost/s/{STUDY}/leader"}
        assert copied[form] == name
    assert client.get("/k").status_code == 200
    assert client.get("/k/nguoidan").location == f"/s/{STUDY}/outsider"
