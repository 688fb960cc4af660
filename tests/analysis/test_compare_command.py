"""``python -m analysis compare``: its document, and its messages about bad input."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from analysis.cli import main
from tests.analysis.made_data import csv_file

HEAD = "group,agency,q1,q2\n"
ROWS = "".join(f"{'ab'[at % 2]},{at % 12},{at % 5 + 1},{(at * 7) % 4 + at % 2}\n" for at in range(60))


def run(*arguments):
    return CliRunner().invoke(main, ["compare", *map(str, arguments)])


def document(*arguments):
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_the_document_has_the_promised_keys(tmp_path):
    item = document(csv_file(tmp_path, HEAD + ROWS), "--group", "group", "--items", "q1,q2", "--cluster", "agency")[
        "items"
    ][0]
    assert {
        "item",
        "status",
        "n",
        "clusters",
        "counts",
        "omnibus",
        "kruskal_wallis",
        "epsilon_squared",
        "chi_square",
        "cramers_v",
        "cramers_v_corrected",
        "pairs",
    } <= item.keys()
    assert item["n"] == {"a": 30, "b": 30}
    assert item["clusters"] == {"a": 6, "b": 6}
    assert sum(item["counts"]["a"].values()) == 30
    assert {"statistic", "df", "p_value", "p_adjusted", "selected"} <= item["omnibus"].keys()
    pair = item["pairs"][0]
    assert pair["groups"] == ["a", "b"]
    assert {"estimate", "se", "ci_low", "ci_high", "p_value", "p_adjusted", "method", "status"} <= pair[
        "cliffs_delta"
    ].keys()
    assert {"z", "p_value", "p_adjusted"} == pair["dunn"].keys()
    assert {"u", "p_value"} == pair["mann_whitney"].keys()


def test_columns_without_a_role_are_the_items_and_ranges_follow_the_file(tmp_path):
    path = csv_file(tmp_path, "g,x,y,z,w\na,1,2,3,4\nb,2,3,4,5\n")
    assert [item["item"] for item in document(path, "--group", "g")["items"]] == ["x", "y", "z", "w"]
    assert [item["item"] for item in document(path, "--group", "g", "--items", "w,x..z")["items"]] == [
        "w",
        "x",
        "y",
        "z",
    ]


def test_unusual_data_never_print_nan(tmp_path):
    path = csv_file(tmp_path, "g,const,blank,some\na,1,,1\na,1,,2\nb,1,,\nc,1,,3\n,1,,3\n")
    result = run(path, "--group", "g", "--json")
    assert result.exit_code == 0
    assert "NaN" not in result.stdout
    found = json.loads(result.stdout)
    assert [item["status"] for item in found["items"]] == ["no_variation", "group_empty", "group_empty"]
    assert found["notes"] == ["without_group:1"]


@pytest.mark.parametrize("cell", ["abc", "2.5", "1e12"])
def test_a_cell_that_is_no_code_is_reported_with_its_row(tmp_path, cell):
    path = csv_file(tmp_path, f"g,x,y\na,1,1\nb,{cell},2\nb,2,2\n")
    item = document(path, "--group", "g")["items"][0]
    assert (item["status"], item["note"]) == ("not_numeric", f"3:{cell}")
    assert item["pairs"][0]["cliffs_delta"]["status"] == "not_numeric"
    shown = run(path, "--group", "g", "--language", "en")
    assert cell in shown.output


def test_an_unknown_group_column_lists_the_columns(tmp_path):
    path = csv_file(tmp_path, HEAD + ROWS)
    result = run(path, "--group", "nhom", "--language", "en")
    assert result.exit_code == 1
    assert result.stderr.strip() == (
        f"{path}: There is no column “nhom”. "
        "Please choose one of these columns: group, agency, q1, q2. [unknown_column]"
    )
    assert "Không có cột “nhom”" in run(path, "--group", "nhom").stderr


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty_file"),
        ("g,x,x\na,1,2\n", "duplicate_column"),
        ("g,x\na,1\nb,2,3\n", "ragged_row"),
        ("g\na\n", "no_items"),
        ("g,x\n,1\n,2\n", "no_groups"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_one_sentence(tmp_path, text, code):
    result = run(csv_file(tmp_path, text), "--group", "g")
    assert result.exit_code == 1
    assert f"[{code}]" in result.stderr
    assert result.stdout == ""


def test_the_ragged_row_is_named(tmp_path):
    path = csv_file(tmp_path, "g,x\na,1\n\nb,2,3\n")
    assert f"{path}:4:" in run(path, "--group", "g").stderr


def test_missing_files_and_unknown_types_are_input_faults(tmp_path):
    assert "[unreadable]" in run(tmp_path / "none.csv", "--group", "g").stderr
    (tmp_path / "a.docx").write_text("x")
    assert "[unknown_kind]" in run(tmp_path / "a.docx", "--group", "g").stderr
    (tmp_path / "bytes.csv").write_bytes(bytes(range(256)))
    assert "[not_text]" in run(tmp_path / "bytes.csv", "--group", "g").stderr


def test_weights_are_refused_with_the_reason_as_wrong_usage(tmp_path):
    result = run(csv_file(tmp_path, HEAD + ROWS), "--group", "group", "--weights", "w", "--language", "en")
    assert result.exit_code == 2
    assert "Weights are refused" in result.stderr
    assert run(tmp_path / "x.csv").exit_code == 2


def test_the_table_for_people_is_vietnamese_by_default(tmp_path):
    path = csv_file(tmp_path, HEAD + ROWS)
    result = run(path, "--group", "group", "--items", "q1,q2", "--threshold", "10")
    assert result.exit_code == 0
    assert "Câu trả lời theo nhóm" in result.output
    assert "2,90" in result.output or "3,00" in result.output
    assert "Answers by group" in run(path, "--group", "group", "--language", "en").output


def test_the_threshold_hides_small_groups(tmp_path):
    path = csv_file(tmp_path, "g,x\n" + "a,1\na,2\n" * 6 + "b,1\nb,2\n" * 6 + "c,1\nc,2\nc,3\n")
    item = document(path, "--group", "g", "--threshold", "10")["items"][0]
    assert item["group_status"] == {"a": "ok", "b": "ok", "c": "suppressed"}
    assert item["n"] == {"a": 12, "b": 12, "c": None}
    assert set(item["counts"]["c"].values()) == {None}
    # A code that only hidden people chose would tell that they chose it.
    assert "3" not in item["counts"]["a"]


def test_the_module_starts_without_the_heavy_libraries():
    assert (
        imported("import analysis.cli", "matplotlib", "numpy", "pandas", "pydantic", "scipy", "duckdb", "rich") == "[]"
    )


def test_help_starts_without_the_statistics():
    shown = "from click.testing import CliRunner; from analysis.cli import main; CliRunner().invoke(main, {})"
    for arguments in (["--help"], ["compare", "--help"], ["report", "--help"]):
        assert imported(shown.format(arguments), "matplotlib", "numpy", "docx", "scipy") == "[]"


def test_a_bare_file_is_compared_without_the_objects_of_a_study(tmp_path):
    path = str(csv_file(tmp_path, HEAD + ROWS))
    arguments = ["compare", path, "--group", "group", "--items", "q1,q2", "--threshold", "10", "--json"]
    shown = f"from click.testing import CliRunner; from analysis.cli import main; CliRunner().invoke(main, {arguments})"
    assert imported(shown, "numpy", "pydantic") == "['numpy']"


def test_comparing_loads_no_library_that_it_does_not_need(tmp_path):
    path = csv_file(tmp_path, "group,q1\n" + "".join(f"{'ab'[at % 2]},{at % 5 + 1}\n" for at in range(60)))
    command = "from click.testing import CliRunner; from analysis.cli import main; "
    command += (
        f"assert not CliRunner().invoke(main, ['compare', {str(path)!r}, '--group', 'group', '--json']).exit_code"
    )
    heavy = ("scipy.stats", "matplotlib", "docx", "pandas", "statsmodels", "duckdb", "rich", "pydantic")
    assert imported(command, *heavy) == "[]"


def imported(code, *names):
    """Which of these libraries a new process has imported after this code."""
    code = f"{code}; import sys; print([name for name in {names} if name in sys.modules])"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_help_is_in_the_language_of_the_reader(monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)

    def shown(*arguments):
        return " ".join(CliRunner().invoke(main, arguments).output.split())

    assert "So sánh các nhóm người trả lời trong một tệp dữ liệu." in shown("--help")
    assert "Cột ghi nhóm của từng người trả lời." in shown("compare", "--help")
    assert "Thư mục để ghi kết quả." in shown("report", "--help")
    assert "Column that names the group" in shown("compare", "--help", "--language", "en")
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert "Compare groups of respondents" in shown("--help")
    assert "Cột ghi nhóm" in shown("compare", "--language=vi", "--help")


def test_no_level_of_pairs_is_printed_where_no_item_is_selected(tmp_path):
    rows = "".join(f"{'ab'[at % 2]},{at},{(at // 2) % 5 + 1},{(at // 2) % 3 + 1}\n" for at in range(60))
    shown = run(csv_file(tmp_path, HEAD + rows), "--group", "group", "--items", "q1", "--language", "en").stdout
    shown = " ".join(shown.split())
    assert "none of 1 items, so no pair carries a star" in shown
    assert "0.0000" not in shown


def test_one_detectable_difference_is_no_range(tmp_path):
    shown = run(csv_file(tmp_path, HEAD + ROWS), "--group", "group", "--items", "q1", "--language", "en").stdout
    (sentence,) = [line for line in shown.splitlines() if line.startswith("Smallest delta")]
    assert " to " not in sentence
