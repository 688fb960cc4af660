from pathlib import Path

import pytest
from flask import Flask

from surveyapp.ballot_box.casting import cast
from surveyapp.ballot_box.codes.access_codes import make_codes
from surveyapp.ballot_box.codes.code_destruction import CODES_DESTROYED, destroy_unused_codes
from surveyapp.database.sessions import writing
from surveyapp.database.tables.access_codes import AccessCodeRow
from surveyapp.database.tables.responses import TallyRow
from surveyapp.database.tables.studies import State
from surveyapp.fieldwork.queries import count_returns
from tests.surveyapp.conftest import StudyIn
from tests.surveyapp.sealed_box import move_to, open_the_box
from tests.surveyapp.test_backups import back_up, restore
from tests.surveyapp.test_casting import ballot, rows
from tests.surveyapp.tiny_study import tiny_study

STUDY = tiny_study()


def codes() -> dict[str, tuple[int, int | None]]:
    """Return the codes used and made, by group; ``None`` if their number is not known."""
    return {count.group.id: (count.codes_used, count.codes) for count in count_returns(STUDY).groups}


def destroyed() -> set[tuple[str, str, int]]:
    return {(row.group, row.place, row.count) for row in rows(TallyRow) if row.event == CODES_DESTROYED}


@pytest.fixture
def fifteen_of_eighteen(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    made = make_codes(study, "outsider", ["so_a", "so_b", None], 18)
    for printed in made[:15]:
        cast(ballot(study, group="outsider", code=printed.code, answers={"ov_one": 2}))
    make_codes(study, "leader", ["huyen_c"], 1)


@pytest.mark.usefixtures("fifteen_of_eighteen")
def test_fifteen_of_eighteen_codes_stay_fifteen_of_eighteen_when_the_study_is_closed(app: Flask) -> None:
    before = codes()
    assert before == {"leader": (0, 1), "outsider": (15, 18)}
    move_to(STUDY.id, State.CLOSED)
    assert len(rows(AccessCodeRow)) == 15
    assert codes() == before
    open_the_box(STUDY.id)
    assert codes() == before


@pytest.mark.usefixtures("fifteen_of_eighteen")
def test_codes_destroyed_at_the_close_are_still_counted_after_an_older_backup_is_restored(
    app: Flask, tmp_path: Path
) -> None:
    before = codes()
    file = back_up(app, tmp_path / "older.backup")
    move_to(STUDY.id, State.CLOSED)
    assert restore(app, file).codes.stay_destroyed == 4
    assert codes() == before
    assert len(rows(AccessCodeRow)) == 15


def test_destroyed_codes_are_tallied_by_group_and_unit_and_each_place_once(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    for number in (6, 12):
        make_codes(study, "outsider", ["so_a", "so_b", None], number)
        with writing() as session:
            assert destroy_unused_codes(session, study.id) == number
    assert destroyed() == {("outsider", "unit so_a", 4), ("outsider", "unit so_b", 4), ("outsider", "", 4)}


def test_only_the_codes_that_are_named_are_destroyed(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    make_codes(study, "outsider", ["so_a"], 1001)
    named = [row.digest for row in rows(AccessCodeRow)][:1000]
    with writing() as session:
        assert destroy_unused_codes(session, study.id, named) == 1000
    assert destroyed() == {("outsider", "unit so_a", 1000)}
    assert codes()["outsider"] == (0, 1001)


def test_codes_of_another_study_are_left_alone(app: Flask, study_in: StudyIn) -> None:
    study, other = study_in(State.OPEN), study_in(State.OPEN, study_id="khac_2019")
    make_codes(other, "outsider", ["so_a"], 2)
    make_codes(study, "outsider", ["so_a"], 1)
    with writing() as session:
        assert destroy_unused_codes(session, study.id) == 1
    assert [row.study for row in rows(AccessCodeRow)] == [other.id] * 2
