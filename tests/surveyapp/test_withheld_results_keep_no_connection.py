import pytest
from flask import Flask
from sqlalchemy import QueuePool, update

from surveyapp.database.sessions import database, writing
from surveyapp.database.tables.studies import State, StudyRow
from surveyapp.studies.loaded import WithheldFault, check_finished
from tests.surveyapp.conftest import StudyIn


def connections_in_use() -> int:
    pool = database().engine.pool
    assert isinstance(pool, QueuePool)
    return pool.checkedout()


def test_a_refusal_to_show_results_gives_its_connection_back(app: Flask, study_in: StudyIn) -> None:
    study = study_in(State.OPEN)
    check_finished(study.id)
    assert connections_in_use() == 0
    with writing() as session:
        session.execute(update(StudyRow).values(unfinished=True))
    # The traceback keeps the local variables of the function.
    with pytest.raises(WithheldFault) as withheld:
        check_finished(study.id)
    assert connections_in_use() == 0
    assert withheld.value.values["study"] == study.id
