from collections.abc import Mapping

import pytest
from flask import Flask

from surveyapp.database.studies import State
from surveyapp.results.counting import count_release
from surveyapp.results.releases import Release, Shelf, is_due, shelf
from surveyapp.studies import LoadedStudy, find_loaded
from tests.surveyapp.answers_in_place import load_staff_study, put_answers
from tests.surveyapp.staff_cast import signed_in
from tests.surveyapp.staff_study import STUDY


@pytest.mark.parametrize(
    ("shown", "now", "due"),
    [
        ({"a": 30}, {"a": 30}, False),
        ({"a": 30}, {"a": 39}, False),
        ({"a": 30}, {"a": 40}, True),
        ({"a": 30, "b": 20}, {"a": 300, "b": 21}, False),
        ({"a": 30, "b": 20}, {"a": 300, "b": 20}, True),
        ({"a": 30, "b": 4}, {"a": 30, "b": 11}, True),
        ({"a": 30}, {"a": 30, "b": 1}, True),
        ({}, {}, False),
        ({"a": 30}, {"a": 29}, False),
    ],
)
def test_results_change_when_enough_people_stand_behind_every_change(
    shown: Mapping[str, int], now: Mapping[str, int], due: bool
) -> None:
    assert is_due(shown, now, threshold=10) is due


def current() -> Release:
    loaded = find_loaded(STUDY)
    assert loaded is not None
    return shelf().release(loaded, count_release)


def test_a_few_new_forms_wait_and_the_page_says_so(app: Flask) -> None:
    with app.app_context():
        load_staff_study()
        put_answers({"leader": 1, "civil_servant": 3})
        first = current()
        put_answers({"civil_servant": 1}, units=9)
        assert current() is first
    page = signed_in(app, "researcher").get(f"/staff/studies/{STUDY}/results").text
    assert "9 newer forms are not in these figures yet" in page
    with app.app_context():
        put_answers({"civil_servant": 1}, units=1)
        assert current().forms == {"leader": 12, "civil_servant": 46}


def test_a_release_outlives_the_process_that_counted_it(app: Flask) -> None:
    def must_not_count(loaded: LoadedStudy, forms: Mapping[str, int]) -> Release:
        raise AssertionError("counted again")

    with app.app_context():
        load_staff_study()
        put_answers({"leader": 1, "civil_servant": 3})
        first, loaded = current(), find_loaded(STUDY)
        put_answers({"civil_servant": 1}, units=1)
        assert loaded is not None
        later = Shelf(app.extensions["settings"].instance / "results")
        assert later.release(loaded, must_not_count) == first


def test_a_release_file_that_was_cut_short_is_counted_again(app: Flask) -> None:
    with app.app_context():
        load_staff_study()
        put_answers({"leader": 1})
        loaded = find_loaded(STUDY)
        assert loaded is not None
        folder = app.extensions["settings"].instance / "results"
        current()
        (folder / f"{STUDY}.release").write_bytes(b"\x80")
        assert Shelf(folder).release(loaded, count_release).forms == {"leader": 12}


def test_a_rehearsal_follows_every_answer(app: Flask) -> None:
    with app.app_context():
        load_staff_study(State.REHEARSAL)
        put_answers({"leader": 1, "civil_servant": 3})
        current()
        put_answers({"civil_servant": 1}, units=1)
        assert current().forms == {"leader": 12, "civil_servant": 37}
