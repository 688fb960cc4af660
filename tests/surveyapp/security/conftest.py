"""An installation whose public realm takes answers to the tiny study, and a few codes for it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms.model.study import Study
from surveyapp.ballot_box.codes.access_codes import make_codes
from surveyapp.database.tables.studies import State
from tests.html_pages import strict_client
from tests.surveyapp.conftest import StudyIn


@pytest.fixture
def study(sqlite_app: Flask, study_in: StudyIn) -> Study:
    return study_in(State.OPEN, one_leader=False)


@pytest.fixture
def codes(study: Study) -> list[str]:
    return [printed.code for printed in make_codes(study, "leader", ["so_a", "so_b"], 40)]


@pytest.fixture
def client(sqlite_app: Flask, study: Study) -> FlaskClient:
    return strict_client(sqlite_app)
