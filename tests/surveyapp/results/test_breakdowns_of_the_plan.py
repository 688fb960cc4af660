"""Result pages divide each group by one declared attribute at a time, once all answers are known."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from analysis.comparisons.breakdowns import Breakdown, break_down
from analysis.sources.dataset import Dataset, Group, Variable
from surveyapp.database.sessions import writing
from surveyapp.database.tables.responses import ResponseRow
from surveyapp.database.tables.studies import State
from surveyapp.results.by_attribute import dividing
from surveyapp.results.releases.counting import count_release
from surveyapp.results.releases.release_store import release_store
from surveyapp.studies.loaded import find_loaded
from tests.html_pages import parse
from tests.surveyapp.profile_study import Person, load_profile_study, put_people
from tests.surveyapp.staff_cast import signed_in
from tests.surveyapp.staff_study import STUDY

PAGE = f"/staff/studies/{STUDY}/results/ac"


def person(group: str, sex: int, age: int = 1, case: int = 1) -> Person:
    return group, {"ac_a": 1 + max(sex, 1), "ac_b": 2, "ac_c": 3, "sex": sex, "age": age, "case": case}


def fill(app: Flask, people: list[Person], state: State = State.OPENED, **thresholds: int) -> FlaskClient:
    with app.app_context():
        load_profile_study(state, **thresholds)
        put_people(people)
    return signed_in(app, "researcher")


def main_text(client: FlaskClient, address: str) -> str:
    tree = parse(client.get(address).get_data(as_text=True))
    return " ".join(" ".join(tree.find(".//main").itertext()).split())


def rows(client: FlaskClient, address: str) -> list[list[str]]:
    tree = parse(client.get(address).get_data(as_text=True))
    return [
        ["".join(cell.itertext()).strip() for cell in row] for table in tree.iter("table") for row in table.iter("tr")
    ]


MEN_AND_WOMEN = [person("civil_servant", 1, 1 + at % 2) for at in range(40)] + [
    person("civil_servant", 2, 1 + at % 2) for at in range(30)
]


def test_a_page_offers_the_declared_attributes_beside_the_groups(app: Flask) -> None:
    client = fill(app, MEN_AND_WOMEN)
    assert "Compare by: respondent group · Question sex · Question age" in main_text(client, PAGE)


def test_a_group_stands_in_parts_with_their_bases(app: Flask) -> None:
    found = rows(fill(app, MEN_AND_WOMEN), f"{PAGE}?by=sex")
    assert [row[1] for row in found if row[0] == "sex 1"] == ["40", "40", "40"]
    assert [row[1] for row in found if row[0] == "sex 2"] == ["30", "30", "30"]
    assert not any("Outsiders" in row[0] for row in found)


def test_few_people_without_an_answer_are_joined_with_a_part_and_named(app: Flask) -> None:
    found = rows(fill(app, [*MEN_AND_WOMEN, person("civil_servant", -1)]), f"{PAGE}?by=sex")
    assert [row[1] for row in found if row[0] == "sex 2 + no answer"] == ["31", "31", "31"]


def test_an_attribute_that_the_plan_does_not_declare_is_refused(app: Flask) -> None:
    client = fill(app, MEN_AND_WOMEN)
    for name in ("case", "ac_a", "barriers__1", "unit", "nothing", ""):
        assert client.get(f"{PAGE}?by={name}").status_code == 404


def test_a_group_without_two_parts_of_twenty_is_not_divided_and_the_page_says_why(app: Flask) -> None:
    client = fill(app, [person("civil_servant", 1)] * 60 + [person("civil_servant", 2)] * 19)
    assert "Too few people gave different answers to this question." in main_text(client, f"{PAGE}?by=sex")
    assert rows(client, f"{PAGE}?by=sex") == []


def test_a_study_that_raises_the_threshold_of_crosses_shows_fewer_parts(app: Flask) -> None:
    client = fill(app, MEN_AND_WOMEN, crossed=31)
    assert rows(client, f"{PAGE}?by=sex") == []


def test_two_attributes_that_leave_five_people_between_them_are_not_both_shown(app: Flask) -> None:
    people = [person("civil_servant", 1, 1)] * 30 + [person("civil_servant", 2, 1)] * 5
    client = fill(app, [*people, *([person("civil_servant", 2, 2)] * 40)])
    assert rows(client, f"{PAGE}?by=sex") != []
    assert rows(client, f"{PAGE}?by=age") == []
    assert "Together with another attribute of the plan" in main_text(client, f"{PAGE}?by=age")


def test_a_fact_is_shown_in_no_part_where_one_part_has_few_people_who_say_so(app: Flask) -> None:
    people = [person("civil_servant", 1 + at % 2, 1, case=1 + at % 3 // 2) for at in range(120)]
    few = [person("civil_servant", 2, 1, case=2) for _ in range(30)]
    with_few = rows(fill(app, [*people, *few]), f"/staff/studies/{STUDY}/results/case?by=sex")
    assert with_few != []
    assert all("sex" not in row[0] for row in with_few)


def test_before_the_last_opening_no_group_is_divided(app: Flask) -> None:
    client = fill(app, MEN_AND_WOMEN, State.OPEN)
    assert "only after the last opening of the box" in main_text(client, f"{PAGE}?by=sex")
    assert rows(client, f"{PAGE}?by=sex") == []


def test_a_page_divides_the_groups_by_its_own_attribute_alone(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    divided: list[str] = []

    def counting(dataset: Dataset, group: Group, attribute: Variable, *rest: Any) -> Breakdown:
        divided.append(attribute.name)
        return break_down(dataset, group, attribute, *rest)

    monkeypatch.setattr(dividing, "break_down", counting)
    client = fill(app, MEN_AND_WOMEN)
    first = rows(client, f"{PAGE}?by=age")
    assert divided == ["age"]
    assert rows(client, f"{PAGE}?by=sex") != []
    assert rows(client, f"{PAGE}?by=age") == first
    assert divided == ["age", "sex"]


def test_an_attribute_alone_has_the_parts_it_has_beside_the_others(app: Flask) -> None:
    people = [person("civil_servant", 1, 1)] * 30 + [person("civil_servant", 2, 1)] * 5
    fill(app, [*people, *([person("civil_servant", 2, 2)] * 40)])
    with app.app_context():
        loaded = find_loaded(STUDY)
        assert loaded is not None
        release = release_store().release(loaded, count_release)
        alone = {name: dividing.break_down_by(loaded, release, name) for name in ("age", "sex")}
        app.extensions.pop("results_by_attribute")
        assert dividing.break_down_release(loaded, release) == alone


def test_answers_that_wait_for_the_next_release_are_in_no_part(app: Flask) -> None:
    """A total of 70 people beside parts that sum to 73 would reveal three people."""
    client = fill(app, MEN_AND_WOMEN)
    client.get(PAGE)
    with app.app_context():
        put_people([person("civil_servant", 1)] * 3)
    assert all(row[0] not in ("sex 1", "sex 2") for row in rows(client, f"{PAGE}?by=sex"))


def test_open_entry_is_in_no_part(app: Flask) -> None:
    client = fill(app, [person("outsider", 1 + at % 2) for at in range(80)])
    with app.app_context(), writing() as session:
        for row in session.scalars(select(ResponseRow)).all()[:30]:
            row.entry = "open_link"
    found = rows(client, f"{PAGE}?by=sex")
    bases = [int(row[1]) for row in found if row[0] in ("sex 1", "sex 2")]
    assert sum(bases) == 3 * 50


def test_the_report_has_a_section_for_each_declared_attribute(app: Flask) -> None:
    client = fill(app, MEN_AND_WOMEN)
    report = client.get(f"/staff/studies/{STUDY}/report/en.html").text
    assert "Answers by attribute: Question sex" in report
    assert "Answers by attribute: Question age" in report


def test_the_report_of_a_field_that_goes_on_has_none(app: Flask) -> None:
    client = fill(app, MEN_AND_WOMEN, State.OPEN)
    assert "Answers by attribute" not in client.get(f"/staff/studies/{STUDY}/report/en.html").text
