from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from surveyapp.database.sessions import reading
from surveyapp.database.tables.releases import ReleaseRow
from surveyapp.results.releases.counting import count_release
from surveyapp.results.releases.release import Release
from surveyapp.results.releases.release_store import ReleaseStore
from surveyapp.studies.loaded import find_loaded
from tests.surveyapp.answers_in_place import load_staff_study, put_answers
from tests.surveyapp.staff_study import STUDY

PROCESSES = 3


@pytest.mark.parametrize("database", ["sqlite_app", "postgresql_app"])
def test_processes_that_count_at_the_same_time_show_the_same_release(
    database: str, request: pytest.FixtureRequest
) -> None:
    app: Flask = request.getfixturevalue(database)
    load_staff_study()
    put_answers({"leader": 1, "civil_servant": 3})
    shelves = [ReleaseStore(app.extensions["settings"].instance / "results") for _ in range(PROCESSES)]
    for grown in (1, 2):
        together = Barrier(PROCESSES)

        def look(release_store: ReleaseStore, together: Barrier = together) -> Release:
            with app.app_context():
                loaded = find_loaded(STUDY)
                assert loaded is not None
                together.wait(30)
                return release_store.release(loaded, count_release)

        with ThreadPoolExecutor(PROCESSES) as pool:
            found = list(pool.map(look, shelves))
        assert {release.number for release in found} == {found[0].number}
        assert all(release == found[0] for release in found)
        with reading() as session:
            assert len(session.scalars(select(ReleaseRow)).all()) == 1
        put_answers({"civil_servant": grown})
