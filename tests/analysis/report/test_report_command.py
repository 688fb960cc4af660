from pathlib import Path

from click.testing import CliRunner

from analysis.cli import main


def answers(folder: Path, text: str) -> str:
    path = folder / "answers.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_file_becomes_a_report(tmp_path: Path) -> None:
    rows = "".join(f"{'ab'[k % 2]},{1 + (k * 7 + k % 2) % 5}\n" for k in range(60))
    file = answers(tmp_path, "group,item\n" + rows)
    result = CliRunner().invoke(
        main, ["report", file, "--group", "group", "--out", str(tmp_path / "out"), "--simulated"]
    )
    assert result.exit_code == 0, result.output
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "Số liệu mô phỏng, không phải kết quả khảo sát." in page
    assert (tmp_path / "out" / "report.docx").exists()
    assert list((tmp_path / "out" / "figures").glob("*.pdf"))


def test_an_unknown_group_column_is_reported_once_with_a_remedy(tmp_path: Path) -> None:
    file = answers(tmp_path, "group,item\na,1\nb,2\n")
    result = CliRunner().invoke(main, ["report", file, "--group", "nhom", "--out", str(tmp_path / "out")])
    assert result.exit_code == 1
    assert "nhom" in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    file = answers(tmp_path, "group,item\na,1\nb,2\n")
    (tmp_path / "taken").write_text("")
    result = CliRunner().invoke(main, ["report", file, "--group", "group", "--out", str(tmp_path / "taken" / "out")])
    assert result.exit_code == 1
    assert "--out" in result.stderr


def test_text_among_the_codes_gives_a_status_and_no_fault(tmp_path: Path) -> None:
    file = answers(tmp_path, "group,item,other\na,1,1\nb,hai,2\na,3,2\n")
    result = CliRunner().invoke(
        main, ["report", file, "--group", "group", "--out", str(tmp_path / "out"), "--language", "en"]
    )
    assert result.exit_code == 0, result.output
    assert "values that are no codes" in (tmp_path / "out" / "report.html").read_text("utf-8")


def test_an_item_without_figures_is_a_sentence_in_the_report(tmp_path: Path) -> None:
    file = answers(tmp_path, "group,item\na,3\na,3\nb,3\n")
    result = CliRunner().invoke(
        main,
        ["report", file, "--group", "group", "--threshold", "10", "--out", str(tmp_path / "out"), "--language", "en"],
    )
    assert result.exit_code == 0, result.output
    assert "item: hidden" in (tmp_path / "out" / "report.html").read_text("utf-8")
    assert (tmp_path / "out" / "report.docx").exists()
