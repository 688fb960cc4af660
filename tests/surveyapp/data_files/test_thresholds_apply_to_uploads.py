"""Figures of fewer than ten people are hidden, unless the file was declared to hold no survey of persons."""

import io
import zipfile

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.surveyapp.data_files.uploading import CANARY, table, uploaded
from tests.surveyapp.staff_cast import signed_in


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return signed_in(app, "researcher")


def test_a_group_of_nine_is_hidden_and_one_of_ten_is_shown(client: FlaskClient) -> None:
    nine, ten = (client.get(f"{uploaded(client, table(few=few))}/results").text for few in (9, 10))
    assert "No figure of fewer than 10 people" in nine
    assert nine.count("hidden: threshold of 10 people") > 0 == ten.count("hidden: threshold")


def test_a_file_without_a_survey_of_persons_shows_small_groups_and_says_so(client: FlaskClient) -> None:
    page = client.get(f"{uploaded(client, table(few=9), no_persons='y')}/results").text
    assert "declared to hold no survey of persons" in page
    assert "hidden: threshold" not in page


def test_examples_of_fewer_than_ten_people_are_not_shown(client: FlaskClient) -> None:
    hidden, shown = client.get(uploaded(client)).text, client.get(uploaded(client, no_persons="y")).text
    assert CANARY not in hidden
    assert CANARY in shown


def test_the_report_is_made_as_a_page_and_for_word(client: FlaskClient) -> None:
    address = uploaded(client, table(200))
    page = client.get(f"{address}/report/vi.html")
    assert page.headers["Content-Disposition"] == 'attachment; filename="khao_sat_report_vi.html"'
    assert page.headers["Cache-Control"] == "no-store"
    assert "<table" in page.text
    word = client.get(f"{address}/report/en.docx")
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(word.data)).namelist()
    assert CANARY not in page.text
