"""Files for others: at least k people share every group and profile, and no sensitive question is included."""

import io
import zipfile
from collections import Counter

import pytest
from flask import Flask

from surveyapp.database.tables.studies import State
from surveyapp.exports.files_for_others import FileForOthers, UnfinishedFieldFault, file_for_others
from tests.surveyapp.profile_study import Person, current_study, load_profile_study, put_people
from tests.surveyapp.staff_cast import signed_in
from tests.surveyapp.staff_study import STUDY


def person(group: str, sex: int, age: int) -> Person:
    return group, {"ac_a": 1 + (sex + age) % 5, "ac_b": 2, "ac_c": 3, "sex": sex, "age": age, "case": 1}


def made() -> FileForOthers:
    return file_for_others(current_study(), "en")


def columns(made_file: FileForOthers) -> dict[str, list[object]]:
    return {column.name: list(column.values) for column in made_file.table.columns}


@pytest.fixture
def answered(app: Flask) -> Flask:
    """Sex divides into 30 and 25; nine women are in the third age group."""
    with app.app_context():
        load_profile_study()
        put_people([person("civil_servant", 1, 1 + at % 2) for at in range(30)])
        put_people([person("civil_servant", 2, 1 if at < 16 else 3) for at in range(25)])
        put_people([person("outsider", 1, 1) for _ in range(9)])
    return app


def test_every_group_and_profile_is_shared_by_as_many_people_as_the_threshold(answered: Flask) -> None:
    with answered.app_context():
        found = columns(made())
        assert "sex" in found
        assert min(Counter(zip(found["group"], found["sex"], strict=True)).values()) >= 10


def test_a_profile_answer_that_would_point_to_nine_people_is_left_out_and_named(answered: Flask) -> None:
    with answered.app_context():
        assert "age" not in columns(made())
        assert set(made().left_out) == {"age", "outsider"}


def test_a_study_that_raises_the_threshold_passes_on_less(app: Flask) -> None:
    with app.app_context():
        load_profile_study(microdata=26)
        put_people([person("civil_servant", 1 + (at >= 30), 1) for at in range(55)])
        assert made().left_out == ("sex",)


def test_agencies_strata_facts_and_ways_of_answering_are_left_out(answered: Flask) -> None:
    with answered.app_context():
        assert set(columns(made())) == {"group", "simulated", "ac_a", "ac_b", "ac_c", "sex"}
        assert {variable.name for variable in made().table.codebook.variables} == {"ac_a", "ac_b", "ac_c", "sex"}


def test_the_order_of_rows_joins_the_file_to_no_other(answered: Flask) -> None:
    with answered.app_context():
        found = columns(made())
        rows = list(zip(*found.values(), strict=True))
        assert rows == sorted(rows)


def test_before_the_last_opening_nothing_is_passed_on(app: Flask) -> None:
    with app.app_context():
        load_profile_study(State.OPEN)
        put_people([person("civil_servant", 1, 1) for _ in range(30)])
        with pytest.raises(UnfinishedFieldFault):
            made()
    client = signed_in(app, "researcher")
    assert client.get(f"/staff/studies/{STUDY}/data/for-others/csv.zip").status_code == 404
    assert "for-others" not in client.get(f"/staff/studies/{STUDY}/data").text


def test_the_page_of_data_offers_the_file(answered: Flask) -> None:
    client = signed_in(answered, "researcher")
    assert "data/for-others/sav.zip" in client.get(f"/staff/studies/{STUDY}/data").text
    answer = client.get(f"/staff/studies/{STUDY}/data/for-others/csv.zip")
    with zipfile.ZipFile(io.BytesIO(answer.get_data())) as archive:
        assert f"{STUDY}-for-others-data.csv" in archive.namelist()
