"""The report counts answers by the open link separately and states this."""

import random
from pathlib import Path

import pytest
from flask import Flask

from surveyapp.commands.installation import loaded_study
from surveyapp.commands.studies.report import write_study_report
from tests.surveyapp.answers_in_place import load_staff_study, put_answers
from tests.surveyapp.staff_study import STUDY


def low(_group: str, _column: str, _luck: random.Random) -> int:
    return 1


@pytest.mark.parametrize(
    ("per_unit", "sentence"),
    [
        (2, "Ngoài ra có 24 phiếu gửi qua liên kết mở"),
        (0, ""),
    ],
)
def test_the_report_says_how_many_came_by_the_open_link(
    app: Flask, tmp_path: Path, per_unit: int, sentence: str
) -> None:
    with app.app_context():
        load_staff_study()
        put_answers({"leader": 1, "civil_servant": 3, "outsider": 2})
        if per_unit:
            put_answers({"outsider": per_unit}, low, entry="open_link")
        write_study_report(loaded_study(STUDY), tmp_path, "vi")
    report = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert ("liên kết mở" in report) == bool(sentence)
    assert sentence in report


def test_the_report_says_that_too_few_came_by_the_open_link(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        load_staff_study()
        put_answers({"leader": 1, "civil_servant": 3, "outsider": 2})
        put_answers({"outsider": 1}, low, entry="open_link", units=3)
        write_study_report(loaded_study(STUDY), tmp_path, "vi")
    report = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Ngoài ra có một số ít phiếu gửi qua liên kết mở" in report
