import csv
import io
import zipfile

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.database.tables.studies import State
from tests.surveyapp.answers_in_place import load_staff_study, put_answers
from tests.surveyapp.staff_cast import signed_in
from tests.surveyapp.staff_study import STUDY

STUDY_PAGE = f"/staff/studies/{STUDY}"
RESULTS = f"{STUDY_PAGE}/results"
FILES = [
    f"{RESULTS}/ac/figure-1.svg",
    f"{RESULTS}/ac/numbers.csv",
    f"{STUDY_PAGE}/report/vi.html",
    f"{STUDY_PAGE}/data/csv.zip",
]


@pytest.fixture
def answered(app: Flask) -> None:
    with app.app_context():
        load_staff_study()
        put_answers({"leader": 1, "civil_servant": 5, "outsider": 3})


def rows(client: FlaskClient, address: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(client.get(address).get_data().decode("utf-8-sig"))))


@pytest.mark.usefixtures("answered")
@pytest.mark.parametrize("address", FILES)
def test_files_are_for_researchers_only(app: Flask, stranger: FlaskClient, address: str) -> None:
    for role in ("administrator", "coordinator", "clerk"):
        assert signed_in(app, role).get(address).status_code == 403
    assert stranger.get(address).location.startswith("/staff/sign-in")


@pytest.mark.usefixtures("answered")
@pytest.mark.parametrize(("file_format", "begins"), [("svg", b"<?xml"), ("pdf", b"%PDF"), ("png", b"\x89PNG")])
def test_a_figure_comes_in_three_formats(app: Flask, file_format: str, begins: bytes) -> None:
    answer = signed_in(app, "researcher").get(f"{RESULTS}/ac/figure-1.{file_format}?download=1")
    assert answer.get_data().startswith(begins)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{STUDY}_ac_1.{file_format}"'


@pytest.mark.usefixtures("answered")
def test_a_phone_gets_a_figure_that_fits_it(app: Flask) -> None:
    client = signed_in(app, "researcher")
    wide, narrow = (client.get(f"{RESULTS}/ac/figure-1.svg{more}").text for more in ("", "?width=narrow"))
    assert 'viewBox="0 0 453' in wide
    assert 'viewBox="0 0 255' in narrow


@pytest.mark.usefixtures("answered")
def test_the_numbers_of_a_page_say_how_many_chose_what(app: Flask) -> None:
    table = rows(signed_in(app, "researcher"), f"{RESULTS}/ac/numbers.csv")
    chosen = [row for row in table[1:] if row[0] == "ac_a" and row[2] == "civil_servant"]
    assert [int(row[6]) for row in chosen] == [1, 2, 3, 4, 5]
    assert sum(int(row[8]) for row in chosen) == int(chosen[0][4]) == 60


@pytest.mark.usefixtures("answered")
def test_a_workbook_has_the_pairs_on_a_sheet_of_their_own(app: Flask) -> None:
    content = signed_in(app, "researcher").get(f"{RESULTS}/ac/numbers.xlsx").get_data()
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Answers", "Pairs"]
    assert book["Pairs"].max_row == 1 + 3 * 3


@pytest.mark.usefixtures("answered")
@pytest.mark.parametrize("file_format", ["csv", "xlsx", "sav", "dta", "parquet"])
def test_the_data_come_with_their_codebook_and_without_a_day(app: Flask, file_format: str) -> None:
    answer = signed_in(app, "researcher").get(f"{STUDY_PAGE}/data/{file_format}.zip")
    with zipfile.ZipFile(io.BytesIO(answer.get_data())) as archive:
        assert {f"small-data.{file_format}", "small-codebook.csv"} <= set(archive.namelist())
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


@pytest.mark.usefixtures("answered")
def test_the_answers_are_codes_without_the_name_of_an_agency(app: Flask) -> None:
    answer = signed_in(app, "researcher").get(f"{STUDY_PAGE}/data/csv.zip")
    with zipfile.ZipFile(io.BytesIO(answer.get_data())) as archive:
        table = list(csv.reader(io.StringIO(archive.read("small-data.csv").decode())))
    assert len(table) == 1 + 12 + 60 + 36
    assert "u1" not in {cell for row in table for cell in row}


@pytest.mark.usefixtures("answered")
def test_the_report_is_written_once_in_each_language(app: Flask) -> None:
    client = signed_in(app, "researcher")
    page = client.get(f"{STUDY_PAGE}/report/vi.html")
    assert page.headers["Content-Disposition"].startswith("attachment")
    assert '<html lang="vi"' in page.text
    assert client.get(f"{STUDY_PAGE}/report/vi.docx").get_data().startswith(b"PK")
    folder = app.extensions["settings"].instance / "results" / f"{STUDY}.report"
    assert len(list(folder.iterdir())) == 2


def test_every_file_of_a_rehearsal_carries_the_mark(app: Flask) -> None:
    with app.app_context():
        load_staff_study(State.REHEARSAL)
        put_answers({"leader": 1, "civil_servant": 3, "outsider": 2})
    client = signed_in(app, "researcher")
    assert rows(client, f"{RESULTS}/ac/numbers.csv")[0] == ["Simulated data, not the result of a survey."]
    assert "SIMULATED" in client.get(f"{STUDY_PAGE}/data/csv.zip").headers["Content-Disposition"]
    assert "Simulated data" in client.get(f"{STUDY_PAGE}/report/en.html").text
