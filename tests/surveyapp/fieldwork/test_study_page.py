import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert

from surveyapp.database.sessions import writing
from surveyapp.database.tables.access_codes import AccessCodeRow
from surveyapp.database.tables.responses import TallyRow
from surveyapp.database.tables.studies import State
from tests.html_pages import parse
from tests.surveyapp.answers_in_place import load_staff_study, put_answers
from tests.surveyapp.sealed_box import move_to
from tests.surveyapp.staff_cast import signed_in
from tests.surveyapp.staff_study import STUDY

PAGE = f"/staff/studies/{STUDY}"


@pytest.fixture
def study(app: Flask) -> None:
    with app.app_context():
        load_staff_study()
        put_answers({"leader": 1, "civil_servant": 3, "outsider": 2})
        put_answers({"outsider": 1}, entry="open_link")


def table(client: FlaskClient) -> list[list[str]]:
    tree = parse(client.get(PAGE).get_data(as_text=True))
    return [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in tree.iter("tr")]


@pytest.mark.usefixtures("study")
def test_forms_received_are_counted_by_group_and_level(app: Flask) -> None:
    assert table(signed_in(app, "coordinator"))[1:] == [
        ["Sở", "6", "6", "18", "18", "42"],
        ["Huyện", "6", "6", "18", "18", "42"],
        ["Together", "", "12", "36", "36", "84"],
    ]


def put_codes() -> None:
    codes = [
        {"digest": bytes([n] * 32), "study": STUDY, "group": "leader", "unit": "u1", "spent": n % 2} for n in range(5)
    ]
    with writing() as session:
        session.execute(insert(AccessCodeRow), codes)


@pytest.mark.usefixtures("study")
def test_codes_are_counted_beside(app: Flask) -> None:
    with app.app_context():
        put_codes()
    page = signed_in(app, "coordinator").get(PAGE).text
    assert "2 of 5 codes used" in page
    assert "12 by the open link" in page


def test_codes_destroyed_at_the_close_are_counted_on(app: Flask) -> None:
    with app.app_context():
        load_staff_study(State.OPEN)
        put_codes()
        move_to(STUDY, State.CLOSED)
    staff = signed_in(app, "coordinator")
    assert "2 of 5 codes used" in staff.get(PAGE).text
    assert "<td>5</td>" in staff.get("/staff/studies/").text


def test_a_number_of_codes_that_was_not_kept_is_not_known(app: Flask) -> None:
    with app.app_context():
        load_staff_study(State.OPEN)
        put_codes()
        with writing() as session:
            session.add(TallyRow(study=STUDY, group="leader", event="codes_not_known", place="", count=1))
    staff = signed_in(app, "coordinator")
    assert "2 codes used, number made not known" in staff.get(PAGE).text
    assert "not known</span></td>" in staff.get("/staff/studies/").text


@pytest.mark.usefixtures("study")
def test_the_three_addresses_are_there_to_hand_out(app: Flask) -> None:
    page = signed_in(app, "coordinator").get(PAGE).text
    for group in ("leader", "civil_servant", "outsider"):
        assert f"http://localhost/s/{STUDY}/{group}" in page


@pytest.mark.usefixtures("study")
def test_an_agency_outside_the_frame_is_counted_as_not_known(app: Flask) -> None:
    with app.app_context(), writing() as session:
        session.add(TallyRow(study=STUDY, group="outsider", event="ballot", place="", count=2))
        session.add(TallyRow(study=STUDY, group="leader", event="ballot", place="stratum gone", count=1))
    assert table(signed_in(app, "coordinator"))[3] == ["Agency not known", "–", "1", "0", "2", "3"]


def test_the_list_shows_every_study_with_its_state(app: Flask) -> None:
    assert "There is no study yet." in signed_in(app, "coordinator").get("/staff/studies/").text
    with app.app_context():
        load_staff_study(State.REHEARSAL)
    page = signed_in(app, "coordinator").get("/staff/studies/").text
    assert "Trách nhiệm người đứng đầu" in page
    assert "rehearsal" in page


def test_a_rehearsal_is_marked_on_its_page(app: Flask) -> None:
    with app.app_context():
        load_staff_study(State.REHEARSAL)
    assert "Simulated figures" in signed_in(app, "coordinator").get(PAGE).text


def test_a_real_study_carries_no_mark(app: Flask) -> None:
    with app.app_context():
        load_staff_study(State.OPEN)
    assert "Simulated figures" not in signed_in(app, "coordinator").get(PAGE).text


def test_a_study_that_does_not_exist_is_not_found(app: Flask) -> None:
    assert signed_in(app, "coordinator").get("/staff/studies/nothing").status_code == 404


def test_clerks_and_strangers_see_no_counts(app: Flask, stranger: FlaskClient) -> None:
    for address in ("/staff/studies/", PAGE):
        assert signed_in(app, "clerk").get(address).status_code == 403
        assert stranger.get(address).location.startswith("/staff/sign-in")
