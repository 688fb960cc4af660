import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from secrets import token_hex
from typing import Any

import openpyxl
import pyreadstat
import pytest
from flask import Flask
from sqlalchemy import select

from forms.missing_values import Missing
from forms.model.study import Study
from surveyapp.ballot_box.casting import Ballot, cast
from surveyapp.ballot_box.codes.access_codes import make_codes
from surveyapp.database.sessions import writing
from surveyapp.database.tables.responses import ResponseRow
from surveyapp.database.tables.studies import State
from surveyapp.exports.data_table import DataTable, data_table
from surveyapp.exports.excel import write as write_workbook
from surveyapp.exports.parquet import write as write_parquet
from surveyapp.exports.spss import write as write_sav
from surveyapp.exports.stata import write as write_dta
from surveyapp.exports.text_files import write as write_csv
from surveyapp.exports.text_files import write_codebook
from surveyapp.studies.answers_source import StudyAnswers
from surveyapp.studies.loaded import find_loaded
from tests.surveyapp.sealed_box import open_the_box

FORMULA = '=HYPERLINK("http://evil","x")'


def send(study: Study, group: str, unit: str | None, answers: dict[str, int], words: str = "") -> None:
    code = make_codes(study, group, [unit], 1)[0].code
    version = study.questionnaires[group].version
    cast(Ballot(study.id, group, version, "a", "vi", token_hex(16), answers, {"open_words": words}, code))


@pytest.fixture
def table(sqlite_app: Flask, study_in: Callable[..., Study]) -> DataTable:
    return filled(study_in(State.REHEARSAL, leaders_keep_unit=True))


def filled(study: Study) -> DataTable:
    send(study, "leader", "so_a", {"ov_one": 3, "matters__1": 1, "matters__2": Missing.BLANK})
    send(study, "leader", "so_b", {"ov_one": Missing.REFUSED, "matters__1": 0, "matters__2": 0})
    for place in range(20):
        send(study, "outsider", "so_a", {"ov_one": 1, "out_agency": 1 + place % 2}, words=FORMULA)
    open_the_box(study.id)
    loaded = find_loaded(study.id)
    assert loaded is not None
    return data_table(loaded, "en")


def rows_of(path: Path, delimiter: str = ",") -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file, delimiter=delimiter)


def test_a_row_per_respondent_and_a_column_per_answer(table: DataTable, tmp_path: Path) -> None:
    data, _, _ = write_csv(table, tmp_path)
    rows = list(rows_of(data))
    assert len(rows) == 22
    heads = sorted((row["ov_one"], row["matters__1"], row["matters__2"]) for row in rows if row["group"] == "leader")
    assert heads == [("-9", "0", "0"), ("3", "1", "-1")]
    assert {row["matters__1"] for row in rows if row["group"] == "outsider"} == {"-4"}


def test_agencies_are_numbers_that_no_answer_names(table: DataTable, tmp_path: Path) -> None:
    written = write_csv(table, tmp_path)
    for path in written:
        content = path.read_text(encoding="utf-8-sig")
        for name in ("so_a", "so_b", "Sở A", "out_agency"):
            assert name not in content
    # The head of an agency and the outsiders who rate it are in the same cluster.
    rows = list(rows_of(written[0]))
    assert len({row["cluster"] for row in rows}) == 2


def test_the_file_for_excel_runs_nothing_and_keeps_numbers(table: DataTable, tmp_path: Path) -> None:
    _, for_excel, texts = write_csv(table, tmp_path)
    assert for_excel.read_bytes().startswith(b"\xef\xbb\xbf")
    assert {row["ov_one"] for row in rows_of(for_excel, ";")} == {"3", "-9", "1"}
    assert {row["text"] for row in rows_of(texts, ";")} == {f"'{FORMULA}"}


def test_comments_of_few_people_stay_in(sqlite_app: Flask, study_in: Callable[..., Study], tmp_path: Path) -> None:
    study = study_in(State.REHEARSAL)
    for _ in range(19):
        send(study, "outsider", "so_a", {"ov_one": 1}, words="tôi là thư ký")
    open_the_box(study.id)
    loaded = find_loaded(study.id)
    assert loaded is not None
    assert data_table(loaded, "vi").texts == ()


def test_a_study_that_raises_the_threshold_of_comments_gives_out_fewer(
    sqlite_app: Flask, study_in: Callable[..., Study]
) -> None:
    study = study_in(State.REHEARSAL)
    for _ in range(20):
        send(study, "outsider", "so_a", {"ov_one": 1}, words="tôi là thư ký")
    open_the_box(study.id)
    loaded = find_loaded(study.id)
    assert loaded is not None
    raised = study.model_copy(update={"thresholds": study.thresholds.model_copy(update={"comments": 21})})
    assert len(data_table(loaded, "vi").texts) == 20
    assert data_table(replace(loaded, study=raised), "vi").texts == ()


def test_spss_reads_labels_and_reasons_as_one_range(table: DataTable, tmp_path: Path) -> None:
    (path,) = write_sav(table, tmp_path)
    frame, about = pyreadstat.read_sav(path, user_missing=True)
    assert about.column_names_to_labels["ov_one"] == "Responsibility"
    assert about.variable_value_labels["ov_one"][3] == "Agree"
    assert about.variable_value_labels["ov_one"][-9] == "Prefer not to answer"
    assert about.missing_ranges["ov_one"] == [{"lo": -9.0, "hi": -1.0}]
    assert sorted(frame["ov_one"].unique()) == [-9, 1, 3]
    assert pyreadstat.read_sav(path)[0]["ov_one"].isna().sum() == 1


def test_stata_reads_the_reasons_as_letters(table: DataTable, tmp_path: Path) -> None:
    (path,) = write_dta(table, tmp_path)
    frame, about = pyreadstat.read_dta(path, user_missing=True)
    assert set(frame["ov_one"]) == {1, 3, "h"}
    assert dict[Any, str](about.variable_value_labels["ov_one"])["h"] == "Prefer not to answer"
    assert about.column_names_to_labels["ov_one"] == "Responsibility"


def test_parquet_carries_its_codebook(table: DataTable, tmp_path: Path) -> None:
    import duckdb

    (path,) = write_parquet(table, tmp_path)
    with duckdb.connect() as connection:
        assert connection.execute(f"SELECT count(*), min(ov_one) FROM '{path}'").fetchone() == (22, -9)  # noqa: S608
        found = connection.execute(f"SELECT key, value FROM parquet_kv_metadata('{path}')").fetchall()  # noqa: S608
    notes = {bytes(key).decode(): bytes(value).decode() for key, value in found}
    assert json.loads(notes["codebook"])["groups"][0]["code"] == "leader"


def test_excel_gets_texts_as_texts(table: DataTable, tmp_path: Path) -> None:
    (path,) = write_workbook(table, tmp_path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Data", "Codebook", "Wordings", "Open answers"]
    assert book["Data"].max_row == 23
    cell = book["Open answers"]["C2"]
    assert (cell.value, cell.data_type) == (FORMULA, "s")


@pytest.mark.parametrize("write", [write_csv, write_workbook, write_sav, write_dta, write_parquet])
def test_the_mark_of_a_rehearsal_is_in_every_name(
    sqlite_app: Flask, study_in: Callable[..., Study], tmp_path: Path, write: Callable[..., list[Path]]
) -> None:
    table = filled(study_in(State.REHEARSAL))
    for path in (*write(table, tmp_path), *write_codebook(table, tmp_path)):
        assert "SIMULATED" in path.name


def test_the_mark_of_a_rehearsal_is_inside_the_files_too(
    sqlite_app: Flask, study_in: Callable[..., Study], tmp_path: Path
) -> None:
    table = filled(study_in(State.REHEARSAL))
    assert (pyreadstat.read_sav(write_sav(table, tmp_path)[0])[1].file_label or "").startswith("SIMULATED DATA")
    assert (pyreadstat.read_dta(write_dta(table, tmp_path)[0])[1].file_label or "").startswith("SIMULATED DATA")
    assert "SIMULATED" in str(openpyxl.load_workbook(write_workbook(table, tmp_path)[0]).properties.title)
    assert {row["simulated"] for row in rows_of(write_csv(table, tmp_path)[0])} == {"1"}


def test_an_empty_study_gives_empty_files(sqlite_app: Flask, study_in: Callable[..., Study], tmp_path: Path) -> None:
    loaded = find_loaded(study_in(State.OPEN).id)
    assert loaded is not None
    table = data_table(loaded, "vi")
    for write in (write_csv, write_workbook, write_sav, write_dta, write_parquet):
        assert all(path.exists() for path in write(table, tmp_path))


def test_statistics_programs_get_groups_and_entry_as_numbers_with_labels(table: DataTable, tmp_path: Path) -> None:
    frame, about = pyreadstat.read_sav(write_sav(table, tmp_path)[0])
    assert set(about.variable_value_labels["group"].values()) == set(
        next(column for column in table.columns if column.name == "group").labels.values()
    )
    assert frame["group"].dtype.kind == "f"
    assert about.variable_value_labels["entry"][1] == "Access code"
    assert about.original_variable_types["ov_one"] == "F2.0"
    assert about.original_variable_types["group"] == "F1.0"
    frame, about = pyreadstat.read_dta(write_dta(table, tmp_path)[0])
    assert about.variable_value_labels["mode"][1] == "Web"


def test_files_of_one_state_join_by_their_row_and_name_agencies_alike(
    table: DataTable, sqlite_app: Flask, tmp_path: Path
) -> None:
    loaded = find_loaded(table.study)
    assert loaded is not None
    again = data_table(loaded, "vi")
    first, second = (
        {column.name: list(column.values) for column in each.columns if column.name in ("row", "cluster")}
        for each in (table, again)
    )
    assert first == second
    assert sorted(first["row"], key=lambda row: int(str(row))) == list(range(1, table.n + 1))


def test_open_answers_carry_no_row(table: DataTable, tmp_path: Path) -> None:
    _, _, texts = write_csv(table, tmp_path)
    assert {tuple(row) for row in rows_of(texts, ";")} == {("group", "item", "text")}


def test_the_full_wording_of_each_group_is_in_a_file(table: DataTable, tmp_path: Path) -> None:
    (wordings,) = [path for path in write_codebook(table, tmp_path) if "wordings" in path.name]
    rows = [row for row in rows_of(wordings, ";") if row["variable"] == "ov_one"]
    assert {row["group"] for row in rows} == {"leader", "outsider"}
    assert all(row["wording"] for row in rows)


def test_people_and_answers_are_of_one_moment(
    app: Flask, study_in: Callable[..., Study], monkeypatch: pytest.MonkeyPatch
) -> None:
    study = study_in(State.REHEARSAL)
    send(study, "outsider", "so_a", {"ov_one": 1})
    open_the_box(study.id)
    loaded = find_loaded(study.id)
    assert loaded is not None
    read = StudyAnswers.read

    def read_and_then_somebody_answers(self: StudyAnswers, *arguments: Any) -> Any:
        dataset = read(self, *arguments)
        with writing() as session:
            (there,) = session.scalars(select(ResponseRow))
            columns = {column.name: getattr(there, column.name) for column in ResponseRow.__table__.columns}
            session.add(ResponseRow(**(columns | {"key": bytes(16)})))
        return dataset

    monkeypatch.setattr(StudyAnswers, "read", read_and_then_somebody_answers)
    assert {len(column.values) for column in data_table(loaded, "vi").columns} == {1}
