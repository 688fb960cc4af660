"""``python -m analysis describe``: how a file is understood, corrected, and kept for the comparison."""

import json
import subprocess
import sys

import duckdb
import pytest
from click.testing import CliRunner

from analysis.cli import main
from tests.analysis.made_data import csv_file
from tests.analysis.sources.made_files import workbook

AGREE = ["Không đồng ý", "Đồng ý", "Hoàn toàn đồng ý"]
HEAD = ["STT", "Nhóm", "Đơn vị", "Giới tính", "q1", "q2", "Chờ (phút)", "Góp ý"]
ROWS = [
    (at + 1, ["Dân", "Cán bộ"][at % 2], f"Sở {at % 6}", ["Nam", "Nữ"][at % 3 % 2], code, agree, f"{at},5", f"ý {at}")
    for at in range(48)
    for code, agree in [(99 if at == 9 else 1 + at % 5, AGREE[at % 3])]
]


@pytest.fixture
def file(tmp_path):
    return csv_file(tmp_path, "\n".join(";".join(map(str, row)) for row in [["PHIẾU"], HEAD, *ROWS]) + "\n")


def run(*arguments, language="en"):
    return CliRunner().invoke(main, [*map(str, arguments), "--language", language])


def described(*arguments):
    result = run("describe", *arguments, "--json")
    assert result.exit_code == 0, result.output
    return {column["name"]: column for column in json.loads(result.stdout)["columns"]}


def test_every_column_is_shown_with_its_role(file):
    roles = {name: column["role"] for name, column in described(file).items()}
    expected = ["identifier", "group", "cluster", "attribute", "question", "question", "left_out", "text"]
    assert roles == dict(zip(HEAD, expected, strict=True))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["group (by its name)", "99 lies outside the scale", "--missing 99=dont_know", "agree5: 1 = "]),
        ("vi", ["nhóm (theo tên)", "99 nằm ngoài thang đo", "--missing 99=dont_know", "Không đồng ý"]),
    ],
)
def test_the_table_is_in_the_language_of_the_reader(file, monkeypatch, language, words):
    monkeypatch.setenv("COLUMNS", "300")
    shown = " ".join(run("describe", file, language=language).output.split())
    assert [word for word in words if word not in shown] == []


def test_nothing_is_cut_off_in_a_narrow_terminal(file, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    shown = run("describe", file).output
    assert all(len(line) <= 60 for line in shown.splitlines())
    assert all(name in shown for name in HEAD)


def test_a_written_codebook_is_all_that_the_comparison_needs(file, tmp_path):
    book = tmp_path / "book.yaml"
    assert run("describe", file, "--codebook", book, "--missing", "99=dont_know").exit_code == 0
    found = json.loads(run("compare", file, "--codebook", book, "--json").stdout)
    assert [item["item"] for item in found["items"]] == ["q1", "q2"]
    assert [item["status"] for item in found["items"]] == ["ok", "ok"]
    assert found["clustered"] is True
    assert found["items"][0]["missing"] == {"Cán bộ": {"-8": 1}, "Dân": {}}


def test_the_report_reads_the_codebook_as_well(file, tmp_path):
    book = tmp_path / "book.yaml"
    run("describe", file, "--codebook", book)
    result = run("report", file, "--codebook", book, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output


def test_corrections_by_options_are_kept_when_the_file_is_described_again(file, tmp_path):
    book = tmp_path / "book.yaml"
    run("describe", file, "--codebook", book, "--role", "Giới tính=question", "--scale", "q1=1-5")
    again = described(file, "--codebook", book, "--role", "Đơn vị=attribute")
    assert (again["Giới tính"]["role"], again["Đơn vị"]["role"]) == ("question", "attribute")
    assert [option["code"] for option in again["q1"]["options"]] == [1, 2, 3, 4, 5]
    assert "role: attribute" in book.read_text("utf-8")


def test_corrections_in_an_editor_are_kept(file, tmp_path):
    book = tmp_path / "book.yaml"
    run("describe", file, "--codebook", book)
    shown = book.read_text("utf-8")
    book.write_text(shown.replace("{name: Giới tính, kind: nominal, role: attribute}", "{name: Giới tính, role: text}"))
    assert described(file, "--codebook", book)["Giới tính"]["role"] == "text"


def test_roles_and_scales_apply_to_a_comparison_without_a_codebook(tmp_path):
    rows = "".join(f"{'ab'[at % 2]};{at % 2};{'Đồng ý' if at == 3 else 1 + at % 5};{1 + at % 3}\n" for at in range(40))
    path = csv_file(tmp_path, "nhom;khoi;q1;q2\n" + rows)
    arguments = ("compare", path, "--json", "--role", "nhom=group", "--role", "kh*=attribute", "--scale", "q1=agree5")
    found = json.loads(run(*arguments).stdout)
    assert [(item["item"], item["status"]) for item in found["items"]] == [("q1", "ok"), ("q2", "ok")]


def test_columns_without_a_question_are_named_in_the_notes_of_a_comparison(file):
    found = json.loads(run("compare", file, "--group", "Nhóm", "--json").stdout)
    assert found["notes"][:4] == [
        "left_out_identifiers:STT",
        "left_out_texts:Góp ý",
        "left_out_attributes:Đơn vị, Giới tính",
        "left_out_decimals:Chờ (phút)",
    ]


@pytest.mark.parametrize(
    ("option", "word"), [(("--role", "q1=frage"), "frage"), (("--scale", "q1=gut"), "gut"), (("--role", "q1"), "q1")]
)
def test_unknown_roles_and_scales_are_wrong_usage(file, option, word):
    result = run("describe", file, *option)
    assert (result.exit_code, word in result.stderr) == (2, True)


def test_a_declared_column_that_does_not_exist_lists_the_columns(file):
    result = run("describe", file, "--role", "tuoi=attribute")
    assert (result.exit_code, "[unknown_column]" in result.stderr) == (1, True)
    assert run("describe", file, "--role", "tuoi*=attribute").exit_code == 0


def test_a_file_that_is_refused_is_refused_here_as_well(tmp_path):
    (tmp_path / "a.xls").write_bytes(b"<html><table>")
    result = run("describe", tmp_path / "a.xls")
    assert (result.exit_code, "[web_page]" in result.stderr) == (1, True)


def test_excel_and_parquet_are_understood_like_text(file, tmp_path):
    text = described(file)
    excel = described(workbook(tmp_path, [HEAD, *ROWS]))
    duckdb.read_csv(str(file), sep=";", skiprows=1, all_varchar=True).write_parquet(str(tmp_path / "a.parquet"))
    parquet = described(tmp_path / "a.parquet")
    assert excel == text
    assert parquet == text


def test_a_text_file_is_described_without_the_heavy_libraries(file):
    code = (
        "import sys; from click.testing import CliRunner; from analysis.cli import main\n"
        f"CliRunner().invoke(main, ['describe', {str(file)!r}])\n"
        "print([name for name in ('scipy', 'pandas', 'duckdb', 'matplotlib', 'pydantic') if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.strip() == "[]"
