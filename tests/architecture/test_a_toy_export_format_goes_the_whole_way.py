"""An export format registered by this test alone is offered by the page of data and the command, and writes a file."""

import io
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from surveyapp.commands import main
from surveyapp.exports import FORMATS, ExportFormat
from surveyapp.exports.data_table import DataTable
from tests.surveyapp.answers_in_place import load_staff_study, put_answers
from tests.surveyapp.staff_cast import app, signed_in  # noqa: F401
from tests.surveyapp.staff_study import STUDY


def write(table: DataTable, folder: Path) -> list[Path]:
    """The module of the toy format is this one."""
    path = folder / "toy.txt"
    path.write_text(f"{table.n} rows", encoding="utf-8")
    return [path]


@pytest.fixture(autouse=True)
def toy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FORMATS, "toy", ExportFormat("Toy program", "a text", __name__))


def test_the_page_of_data_offers_it_and_gives_the_file(app: Flask) -> None:  # noqa: F811
    with app.app_context():
        load_staff_study()
        put_answers({"leader": 1, "civil_servant": 5, "outsider": 3})
    client = signed_in(app, "researcher")
    page = client.get(f"/staff/studies/{STUDY}/data").get_data(as_text=True)
    assert "Toy program" in page
    content = client.get(f"/staff/studies/{STUDY}/data/toy.zip").get_data()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.read("toy.txt").endswith(b" rows")


def test_the_command_knows_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SURVEYAPP_INSTANCE", str(tmp_path))
    refused = CliRunner().invoke(main, ["export", "study", "--format", "none", "--out", str(tmp_path)])
    assert "toy" in refused.output
