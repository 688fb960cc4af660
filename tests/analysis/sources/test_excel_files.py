"""Excel workbooks as a source of answers."""

import datetime as dt

import openpyxl
import pytest
import xlsxwriter

from analysis.comparisons.comparing_files import compare_file, open_file
from analysis.sources.input_faults import InputFaultError
from tests.analysis.sources.made_files import answers, workbook


def test_a_sheet_is_read_like_the_same_table_as_text(tmp_path):
    data = open_file(workbook(tmp_path, answers()), "nhom").read()
    assert list(data.columns) == ["q1", "q2"]
    assert data.columns["q1"].tolist() == [row[1] for row in answers()[1:]]
    assert [group.code for group in data.codebook.groups] == ["A", "B"]


def test_a_workbook_written_by_another_program_is_read_as_well(tmp_path):
    book = openpyxl.Workbook()
    for row in answers():
        book.worksheets[0].append(row)
    book.save(tmp_path / "a.xlsx")
    assert open_file(tmp_path / "a.xlsx", "nhom").read().columns["q2"].tolist() == [row[2] for row in answers()[1:]]


def test_title_rows_and_a_merged_title_stand_above_the_header(tmp_path):
    path = workbook(tmp_path, answers(), {"A1:C1": "KẾT QUẢ KHẢO SÁT NĂM 2026"}, first_row=3)
    assert list(open_file(path, "nhom").read().columns) == ["q1", "q2"]


def test_merged_headings_are_joined_with_the_sub_headings(tmp_path):
    under: list[object] = [None, "Đúng hạn", "Thái độ", "Đúng hạn", "Thái độ"]
    rows: list[list[object]] = [[None] * 5, under, *([*row, *row[1:]] for row in answers()[1:])]
    merged = {"A1:A2": "Nhóm", "B1:C1": "Bộ phận Một cửa", "D1:E1": "Phòng chuyên môn"}
    found = open_file(workbook(tmp_path, rows, merged), "Nhóm").read()
    assert list(found.columns) == [
        "Bộ phận Một cửa – Đúng hạn",
        "Bộ phận Một cửa – Thái độ",
        "Phòng chuyên môn – Đúng hạn",
        "Phòng chuyên môn – Thái độ",
    ]


def test_empty_columns_and_rows_at_the_ends_are_no_answers(tmp_path):
    rows = [[*row, None, " "] for row in answers()] + [[None], [" ", " "]]
    data = open_file(workbook(tmp_path, rows), "nhom").read()
    assert (list(data.columns), data.n, data.ungrouped) == (["q1", "q2"], 12, 0)


def test_the_cell_with_a_text_among_numbers_is_named(tmp_path):
    rows = answers()
    rows[5][1] = "Đồng ý"
    item = compare_file(workbook(tmp_path, rows), "nhom").items[0]
    assert (item.status, item.note) == ("not_numeric", "B6:Đồng ý")


def test_dates_with_a_date_format_are_dates_and_no_questions(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet, form = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
        for number, row in enumerate(answers()):
            sheet.write_row(number, 0, row)
            if number:
                sheet.write_datetime(number, 3, dt.date(2026, 5, number), form)
        sheet.write(0, 3, "Ngày trả lời")
    found = compare_file(tmp_path / "a.xlsx", "nhom")
    assert [item.item for item in found.items] == ["q1", "q2"]
    assert found.notes == ("left_out_texts:Ngày trả lời",)


def test_a_formula_without_its_value_is_refused_with_its_cell(tmp_path):
    book = openpyxl.Workbook()
    for row in answers():
        book.worksheets[0].append(row)
    book.worksheets[0]["C4"] = "=1+1"
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(InputFaultError) as fault:
        open_file(tmp_path / "a.xlsx", "nhom").read()
    assert (fault.value.code, fault.value.values["cell"]) == ("formula_without_value", "C4")


def test_a_formula_with_its_value_is_read(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(answers()):
            sheet.write_row(number, 0, row)
        sheet.write_formula("C4", "=1+1", None, 2)
    assert open_file(tmp_path / "a.xlsx", "nhom").read().columns["q2"].tolist()[2] == 2


def test_an_error_value_is_a_blank_only_if_it_says_not_available(tmp_path):
    rows = answers()
    rows[2][1], rows[3][2] = "#N/A", "#REF!"
    found = compare_file(workbook(tmp_path, rows), "nhom").items
    assert (found[0].status, found[1].status, found[1].note) == ("ok", "not_numeric", "C4:#REF!")


def test_the_first_visible_sheet_with_a_table_is_read(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        cover = book.add_worksheet("Bìa")
        book.add_worksheet("Trống").activate()
        book.add_worksheet("Hướng dẫn").write_column(0, 0, ["Cách điền", "1. Ghi mã phiếu", "2. Ghi câu trả lời"])
        cover.hide()
        cover.write(0, 0, "hidden")
        sheet = book.add_worksheet("Số liệu")
        for number, row in enumerate(answers()):
            sheet.write_row(number, 0, row)
    assert open_file(tmp_path / "a.xlsx", "nhom").read().n == 12


def test_columns_with_one_name_are_refused_with_their_cells(tmp_path):
    with pytest.raises(InputFaultError) as fault:
        open_file(workbook(tmp_path, answers(12, "q1", "q1"), first_row=2), "nhom").read()
    assert (fault.value.code, fault.value.values["places"]) == ("duplicate_column", "B3, C3")
