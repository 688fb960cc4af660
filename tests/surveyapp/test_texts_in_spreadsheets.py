import csv
import io
from types import SimpleNamespace

import pytest

from surveyapp.ballot_box.codes.access_codes import PrintedCode
from surveyapp.commands.studies.codes import write_codes
from surveyapp.exports.spreadsheet_texts import without_formula
from surveyapp.results.number_files import to_csv

FORMULAS = (
    "=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", " =1", "\r=1", "\n=1", "\n \t=1", "\u00a0=1", "\u200b=1",
    "\ufeff=1", "\u3000＝1", "＝1+1", "＋1", "－1", "＠SUM(A1)", "﹢1", "﹣1", "﹫A1", "\0=1",
)  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_a_spreadsheet_could_run_stays_a_text(text: str) -> None:
    assert without_formula(text) == f"'{text}"


@pytest.mark.parametrize("cell", [-5, 2.5, None, "", " ", "năm", "1=1", "a@b.vn", "'=1"])
def test_everything_else_stays_as_it_is(cell: object) -> None:
    assert without_formula(cell) == cell


def test_the_list_of_codes_is_guarded_in_the_names_of_units() -> None:
    unit = SimpleNamespace(id="＝1", name={"vi": "\t=1", "en": "\t=1"})
    loaded = SimpleNamespace(study=SimpleNamespace(id="small", frame=SimpleNamespace(units=[unit])))
    file = io.StringIO(newline="")
    write_codes(file, loaded, [PrintedCode("ABCD", "leader", "＝1")], "https://khao-sat.vn")  # type: ignore[arg-type]
    _head, row = csv.reader(io.StringIO(file.getvalue(), newline=""))
    assert row[2:4] == ["'＝1", "'\t=1"]


def test_the_numbers_behind_a_page_are_guarded_in_every_row() -> None:
    read = list(csv.reader(io.StringIO(to_csv([["＝head"], ["\n=1"], [-1]]).decode("utf-8-sig"), newline="")))
    assert read == [["'＝head"], ["'\n=1"], ["-1"]]
