"""Row numbers, identifiers, texts and dates are left out by default, named, and not part of a family of tests."""

import json

import duckdb
import pytest
from click.testing import CliRunner

from analysis.cli import main
from tests.analysis.made_data import csv_file

HEAD = "STT,ma_phieu,ho_ten,ngay,g,q1,q2\n"
ROWS = "".join(
    f"{at + 1},{90_000 + at * 37},Người {at},{1 + at % 28}/5/2026,{'ab'[at % 2]},{1 + at * 7 % 5},"
    f"{1 + (at * 3 + at % 2) % 4}\n"
    for at in range(40)
)


@pytest.fixture(params=["csv", "parquet"])
def file(request, tmp_path):
    path = csv_file(tmp_path, HEAD + ROWS)
    if request.param == "parquet":
        duckdb.read_csv(str(path)).write_parquet(str(tmp_path / "answers.parquet"))
        return tmp_path / "answers.parquet"
    return path


def compared(path, *arguments):
    result = CliRunner().invoke(main, ["compare", str(path), "--group", "g", "--json", *arguments])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_they_are_left_out_and_named_and_enter_no_family(file):
    found = compared(file)
    assert [item["item"] for item in found["items"]] == ["q1", "q2"]
    assert found["notes"] == ["left_out_identifiers:STT, ma_phieu", "left_out_texts:ho_ten, ngay"]
    assert found["families"][0]["m"] == 2


def test_the_notes_are_sentences_in_the_table(file):
    shown = CliRunner().invoke(main, ["compare", str(file), "--group", "g", "--language", "en"]).output
    assert "STT, ma_phieu" in " ".join(shown.split())


def test_named_items_are_compared_with_any_content(file):
    found = {item["item"]: item for item in compared(file, "--items", "STT,ho_ten,q1")["items"]}
    assert found["STT"]["status"] == "ok"
    assert (found["ho_ten"]["status"], found["ho_ten"]["note"]) == ("not_numeric", "2:Người 0")


def test_the_report_leaves_them_out_as_well(file, tmp_path):
    result = CliRunner().invoke(
        main, ["report", str(file), "--group", "g", "--language", "en", "--out", str(tmp_path / "out")]
    )
    assert result.exit_code == 0, result.output
    assert "2 items were compared" in (tmp_path / "out" / "report.html").read_text("utf-8")


def test_short_files_keep_their_columns_and_six_numbered_rows_are_detected(tmp_path):
    assert len(compared(csv_file(tmp_path, "g,x,y\na,1,2\nb,2,3\n"))["items"]) == 2
    numbered = "g,no,x\n" + "".join(f"{'ab'[at % 2]},{at + 1},{at % 3}\n" for at in range(6))
    assert compared(csv_file(tmp_path, numbered))["notes"] == ["left_out_identifiers:no"]


def test_a_column_with_one_text_among_its_codes_stays_an_item(tmp_path):
    rows = "".join(f"{'ab'[at % 2]},{'Đồng ý' if at == 3 else at % 5},{at % 4}\n" for at in range(20))
    item = compared(csv_file(tmp_path, "g,x,y\n" + rows))["items"][0]
    assert (item["item"], item["status"], item["note"]) == ("x", "not_numeric", "5:Đồng ý")


def test_a_file_without_any_question_is_an_input_fault(tmp_path):
    path = csv_file(tmp_path, "g,ten\na,An\nb,Bình\n")
    result = CliRunner().invoke(main, ["compare", str(path), "--group", "g"])
    assert (result.exit_code, "[no_items]" in result.stderr) == (1, True)
