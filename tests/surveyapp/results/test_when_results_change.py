from collections.abc import Mapping

import pytest
from flask import Flask
from sqlalchemy import update

from surveyapp.audit.acts import Act
from surveyapp.audit.queries import newest_lines
from surveyapp.database.sessions import reading, writing
from surveyapp.database.tables.releases import ReleaseRow
from surveyapp.database.tables.studies import State
from surveyapp.lifecycle.changes import load
from surveyapp.results.releases.counting import count_release
from surveyapp.results.releases.release import Release
from surveyapp.results.releases.release_content import SCHEMA
from surveyapp.results.releases.release_store import ReleaseFault, ReleaseStore, release_store
from surveyapp.studies.loaded import LoadedStudy, find_loaded, forget_loaded
from tests.surveyapp.answers_in_place import load_staff_study, put_answers
from tests.surveyapp.staff_cast import signed_in
from tests.surveyapp.staff_study import STUDY, staff_study

WAITING = "9 newer forms are not in all of these figures yet"


def current(on: ReleaseStore | None = None) -> Release:
    loaded = find_loaded(STUDY)
    assert loaded is not None
    return (on or release_store()).release(loaded, count_release)


def another_process(app: Flask) -> ReleaseStore:
    return ReleaseStore(app.extensions["settings"].instance / "results")


def bases(release: Release, item: str = "ac_a") -> dict[str, int | None]:
    found = next(entry for entry in release.planned.items if entry.item == item)
    return {group.group: group.n for group in found.groups}


def test_a_few_new_forms_wait_and_every_page_says_so(app: Flask) -> None:
    with app.app_context():
        load_staff_study()
        put_answers({"leader": 1, "civil_servant": 3})
        first = current()
        put_answers({"civil_servant": 1}, units=9)
        assert current().planned == first.planned
        assert current().number == first.number
    client = signed_in(app, "researcher")
    for address in ("results", "results/ac", "results/barriers"):
        assert WAITING in client.get(f"/staff/studies/{STUDY}/{address}").text
    with app.app_context():
        put_answers({"civil_servant": 1}, units=1)
        assert bases(current()) == {"leader": 12, "civil_servant": 46, "outsider": 0}
    assert "newer form" not in client.get(f"/staff/studies/{STUDY}/results").text


def test_ten_new_people_of_whom_one_answers_a_question_do_not_change_it(app: Flask) -> None:
    def mostly_silent(group: str, column: str, luck: object) -> int:
        return 1

    with app.app_context():
        load_staff_study()
        put_answers({"civil_servant": 3})
        put_answers({"civil_servant": 1}, mostly_silent, units=1)
        first = current()
        put_answers({"civil_servant": 1}, mostly_silent)
        with writing() as session:
            connection = session.connection()
            connection.exec_driver_sql(
                "update answers set code = null, missing = -1 where item = 'ac_b' and response_key in ("
                "select response_key from answers where item = 'ac_b' order by response_key limit 3)"
            )
        assert bases(current(), "ac_b") == bases(first, "ac_b")
        assert bases(current(), "ac_a") == bases(first, "ac_a")


def test_a_corrected_letter_changes_words_and_no_figures(app: Flask) -> None:
    with app.app_context():
        load_staff_study()
        put_answers({"leader": 1, "civil_servant": 3})
        first = current()
        put_answers({"civil_servant": 1}, units=1)
        study = staff_study()
        items = tuple(item.model_copy(update={"short": {"vi": "Câu mới", "en": "New"}}) for item in study.items)
        load(study.model_copy(update={"items": items, "version": "fedcba9876543210"}))
        forget_loaded(STUDY)
        after = current()
        assert after.version == "fedcba9876543210"
        assert bases(after) == bases(first)
        assert [item.omnibus for item in after.planned.items] == [item.omnibus for item in first.planned.items]


def test_another_process_shows_the_same_release(app: Flask) -> None:
    def must_not_count(loaded: LoadedStudy, forms: Mapping[str, int], old: Release | None) -> Release:
        raise AssertionError("counted again")

    with app.app_context():
        load_staff_study()
        put_answers({"leader": 1, "civil_servant": 3})
        other = another_process(app)
        first, loaded = current(), find_loaded(STUDY)
        assert loaded is not None
        assert other.release(loaded, must_not_count) == first
        put_answers({"civil_servant": 1})
        second = current(other)
        assert second.number != first.number
        assert release_store().release(loaded, must_not_count) == second


def test_two_processes_that_count_at_once_agree_on_the_first_to_write(app: Flask) -> None:
    with app.app_context():
        load_staff_study()
        put_answers({"leader": 1, "civil_servant": 3})
        quick: list[Release] = []

        def overtaken(loaded: LoadedStudy, forms: Mapping[str, int], old: Release | None) -> Release:
            if not quick:
                quick.append(current(another_process(app)))
            return count_release(loaded, forms, old)

        loaded = find_loaded(STUDY)
        assert loaded is not None
        assert release_store().release(loaded, overtaken) == quick[0]


def test_a_rehearsal_follows_every_answer(app: Flask) -> None:
    with app.app_context():
        load_staff_study(State.REHEARSAL)
        put_answers({"leader": 1, "civil_servant": 3})
        current()
        put_answers({"civil_servant": 1}, units=1)
        assert bases(current()) == {"leader": 12, "civil_servant": 37, "outsider": 0}


@pytest.mark.parametrize("change", [{"content": "{}"}, {"content": "\x80"}, {"schema": SCHEMA + 1}, {"mac": b"0" * 32}])
def test_a_release_that_was_altered_is_neither_shown_nor_counted_again_by_itself(
    app: Flask, change: dict[str, object]
) -> None:
    with app.app_context():
        load_staff_study()
        put_answers({"leader": 1, "civil_servant": 3})
        current()
        with writing() as session:
            session.execute(update(ReleaseRow).values(**change))
        with pytest.raises(ReleaseFault, match="--count-anew"):
            current(another_process(app))
        app.extensions["results"] = another_process(app)
    page = signed_in(app, "researcher").get(f"/staff/studies/{STUDY}/results")
    assert page.status_code == 503
    assert "were altered or are damaged" in page.text
    with app.app_context():
        release_store().count_anew(STUDY)
        assert [line.act for line in newest_lines(1)] == [Act.RESULTS_COUNTED_ANEW]
        assert bases(current())["leader"] == 12
        with pytest.raises(ReleaseFault, match="not damaged"):
            release_store().count_anew(STUDY)


def test_a_damaged_release_of_a_rehearsal_is_counted_again(app: Flask) -> None:
    with app.app_context():
        load_staff_study(State.REHEARSAL)
        put_answers({"leader": 1})
        current()
        with writing() as session:
            session.execute(update(ReleaseRow).values(content="{}"))
        assert bases(current(another_process(app)))["leader"] == 12


def test_the_file_in_which_releases_once_lay_is_removed_unread(app: Flask) -> None:
    with app.app_context():
        load_staff_study()
        put_answers({"leader": 1})
        old = app.extensions["settings"].instance / "results" / f"{STUDY}.release"
        old.parent.mkdir()
        old.write_bytes(b"\x80")
        assert bases(current())["leader"] == 12
        assert not old.exists()


def test_what_is_kept_of_a_study_goes_with_it(app: Flask) -> None:
    with app.app_context():
        load_staff_study()
        put_answers({"leader": 1})
        current()
        report = app.extensions["settings"].instance / "results" / f"{STUDY}.report"
        report.mkdir(parents=True)
        with writing() as session:
            session.connection().exec_driver_sql("delete from studies")
        release_store().forget(STUDY)
        assert not report.exists()
        with reading() as session:
            assert session.get(ReleaseRow, STUDY) is None
