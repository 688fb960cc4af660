"""Addresses that people type: short ones, capitals, a slash at the end, a study without its group, and mistakes."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms.model.states import State
from forms.model.study import Study
from forms.model.versions import study_version
from surveyapp.lifecycle.changes import StudyChangeFault, load
from tests.surveyapp.conftest import StudyIn
from tests.surveyapp.sealed_box import move_to
from tests.surveyapp.tiny_study import tiny_study

FORM = "/s/nho_2019/outsider"


def with_short_names(study: Study, **names: str) -> Study:
    groups = tuple(group.model_copy(update={"short_name": names.get(group.id)}) for group in study.groups)
    named = study.model_copy(update={"groups": groups})
    return named.model_copy(update={"version": study_version(named)})


@pytest.fixture
def client(sqlite_app: Flask) -> FlaskClient:
    load(with_short_names(tiny_study(), outsider="dan", leader="lanhdao"))
    move_to("nho_2019", State.OPEN)
    return sqlite_app.test_client()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/k/dan", FORM),
        ("/k/DAN", FORM),
        ("/k/dan/", FORM),
        ("/k/", "/k"),
        ("/K", "/k"),
        ("/S/Nho_2019/Outsider", FORM),
        (FORM + "/", FORM),
        ("/s/nho_2019/", "/s/nho_2019"),
        ("/s/nho_2019/someone", "/s/nho_2019"),
        ("/k/dan?lang=en", FORM + "?lang=en"),
    ],
)
def test_what_was_typed_leads_to_what_was_meant(client: FlaskClient, typed: str, meant: str) -> None:
    reply = client.get(typed)
    while reply.status_code == 302 and reply.location != meant:
        reply = client.get(reply.location)
    assert (reply.status_code, reply.location) == (302, meant)
    assert client.get(meant).status_code == 200


def test_a_study_lists_the_forms_of_its_groups(client: FlaskClient) -> None:
    page = client.get("/s/nho_2019").text
    assert f'href="{FORM}"' in page
    assert 'href="/s/nho_2019/leader"' in page


def test_the_short_start_page_is_the_list_of_open_studies(client: FlaskClient) -> None:
    assert client.get("/k").text == client.get("/").text


@pytest.mark.parametrize("typed", ["/k/nobody", "/s/no_study", "/s", "/elsewhere"])
def test_an_address_that_is_like_none_has_a_page_that_leads_on(client: FlaskClient, typed: str) -> None:
    reply = client.get(typed)
    assert reply.status_code == 404
    assert "Không có trang này" in reply.text
    assert "This page does not exist" in reply.text
    assert 'href="/"' in reply.text
    assert 'rel="stylesheet"' in reply.text


def test_a_mistyped_address_takes_no_form(client: FlaskClient) -> None:
    assert client.post("/S/nho_2019/outsider", data={"nonce": "x"}).status_code == 404


def test_a_short_name_of_another_study_is_refused(client: FlaskClient, sqlite_app: Flask, study_in: StudyIn) -> None:
    with pytest.raises(StudyChangeFault) as refused:
        load(with_short_names(tiny_study(study_id="khac"), leader="dan"))
    assert (refused.value.values["name"], refused.value.values["other"]) == ("dan", "nho_2019")


def test_a_study_without_short_names_keeps_its_version() -> None:
    assert with_short_names(tiny_study()).version == tiny_study().version
    assert with_short_names(tiny_study(), outsider="dan").version != tiny_study().version
