"""A study with every kind of question, loaded and rehearsed, and a client that checks the HTML of pages."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forms.loading.studies import load_study
from forms.model.study import Study
from surveyapp.ballot_box.codes.access_codes import make_codes
from surveyapp.database.sessions import reading
from surveyapp.database.tables.responses import AnswerRow, ResponseRow, TextRow
from surveyapp.database.tables.studies import State
from surveyapp.lifecycle.changes import load
from tests.html_pages import strict_client
from tests.surveyapp.sealed_box import move_to, open_the_box

STUDY_FOLDER = Path(__file__).parents[2] / "studies" / "every_kind"
INSIDER = "/s/every_kind/insider"
OUTSIDER = "/s/every_kind/outsider"


@pytest.fixture(scope="session")
def every_kind() -> Study:
    return load_study(STUDY_FOLDER)


@pytest.fixture
def study(sqlite_app: Flask, every_kind: Study) -> Study:
    load(every_kind)
    move_to(every_kind.id, State.REHEARSAL)
    return every_kind


@pytest.fixture
def client(sqlite_app: Flask, study: Study) -> FlaskClient:
    return strict_client(sqlite_app)


@pytest.fixture
def code(study: Study) -> str:
    return make_codes(study, "insider", ["u1"], 1)[0].code


def full_answers() -> dict[str, Any]:
    """The fields of an outsider's form, every question answered."""
    return {
        "consent": "1",
        "out_agency": "3",
        "duty_assigns": "4",
        "overall": "7",
        "seen_case": "1",
        "case_fields": ["1", "8"],
        "case_fields.8.text": "Môi trường",
        "solutions.1": "3",
        "solutions.2": "1",
        "weights.1": "50",
        "weights.2": "30",
        "weights.3": "20",
        "years": "2,5",
        "started": "31/05/2019",
        "advice": "Công khai hơn.",
    }


def responses() -> list[ResponseRow]:
    """Open the box of the only study, a rehearsal, whose box can be opened at any time."""
    open_the_box("every_kind")
    with reading() as session:
        return list(session.scalars(select(ResponseRow)))


def stored() -> dict[str, int | None]:
    """Return data column to code, or to the negative code of the reason, of the only response."""
    (response,) = responses()
    with reading() as session:
        rows = session.scalars(select(AnswerRow).filter_by(response_key=response.key))
        return {row.item: row.missing if row.code is None else row.code for row in rows}


def texts() -> dict[str, str]:
    open_the_box("every_kind")
    with reading() as session:
        return {row.item: row.text for row in session.scalars(select(TextRow))}
