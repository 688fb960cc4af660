"""Marked tables on signed-in pages show groups from five people; files and charts do not."""

import json

from flask import Flask
from flask.testing import FlaskClient

from surveyapp.database.tables.studies import State
from surveyapp.results.pages.result_page import section_of
from surveyapp.results.releases.release_content import read_content, write_content
from surveyapp.results.study_pages import construct_pages
from tests.html_pages import parse
from tests.surveyapp.profile_study import current_study, load_profile_study, put_people
from tests.surveyapp.results.test_when_results_change import current
from tests.surveyapp.staff_cast import signed_in
from tests.surveyapp.staff_study import STUDY

PAGE = f"/staff/studies/{STUDY}/results/ac"
MARK = "Working page, not for publication."
ANSWERS = {"ac_a": 1, "ac_b": 2, "ac_c": 3, "sex": 1, "age": 1, "case": 1}


def fill(app: Flask, outsiders: int, **thresholds: int) -> FlaskClient:
    """Thirty civil servants and a few outsiders."""
    with app.app_context():
        load_profile_study(State.OPENED, **thresholds)
        put_people([("civil_servant", ANSWERS)] * 30)
        put_people([("outsider", ANSWERS)] * outsiders)
    return signed_in(app, "researcher")


def answer_rows(client: FlaskClient) -> list[list[str]]:
    """Return the rows of the table of answers, cell by cell."""
    tree = parse(client.get(PAGE).get_data(as_text=True))
    table = next(found for found in tree.iter("table") if "Answers by group" in "".join(found.itertext()))
    return [["".join(cell.itertext()).strip() for cell in row] for row in table.iter("tr")]


def outsiders_shown(client: FlaskClient) -> list[str]:
    return [row[1] for row in answer_rows(client) if row[0] == "Người ngoài cơ quan"]


def test_a_group_of_five_stands_in_the_tables_of_a_marked_page(app: Flask) -> None:
    client = fill(app, outsiders=5)
    assert outsiders_shown(client) == ["5", "5", "5"]
    assert MARK in client.get(PAGE).text


def test_a_group_of_four_stands_nowhere(app: Flask) -> None:
    assert outsiders_shown(fill(app, outsiders=4)) == ["–", "–", "–"]


def test_files_pictures_and_report_hold_groups_of_ten_only(app: Flask) -> None:
    client = fill(app, outsiders=9)
    outsiders = [line for line in client.get(f"{PAGE}/numbers.csv").text.splitlines() if ",outsider," in line]
    assert outsiders
    assert all("hidden: threshold of 10 people" in line for line in outsiders)
    report = client.get(f"/staff/studies/{STUDY}/report/en.html").text
    assert "hidden: threshold of 10 people" in report
    with app.app_context():
        release = current()
        assert {item.group("outsider").n for item in release.planned.items} == {None}
        assert release.working is not None
        assert release.working.items[0].group("outsider").n == 9
        # Charts and files of numbers are made from this section.
        _, section = section_of(release, construct_pages(current_study().study)[0])
        assert {item.group("outsider").n for item in section.items} == {None}


def test_a_study_that_raises_the_threshold_has_no_working_tables(app: Flask) -> None:
    client = fill(app, outsiders=9, working=10)
    assert outsiders_shown(client) == ["–", "–", "–"]
    assert MARK not in client.get(PAGE).text


def test_a_study_may_raise_what_is_published_alone(app: Flask) -> None:
    client = fill(app, outsiders=12, respondents=15)
    assert outsiders_shown(client) == ["12", "12", "12"]
    assert "hidden: threshold of 15 people" in client.get(f"{PAGE}/numbers.csv").text


def test_a_release_from_before_working_tables_is_read_and_shown_as_it_was(app: Flask) -> None:
    client = fill(app, outsiders=9)
    with app.app_context():
        content = json.loads(write_content(current()))
        del content["working"]
        assert read_content(1, json.dumps(content)).working is None
    assert client.get(PAGE).status_code == 200
