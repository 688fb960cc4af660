"""Text files as offices export them: encodings, separators, decimal commas, title rows and second header rows."""

import unicodedata

import pytest

from analysis.comparisons.comparing_files import compare_file, open_file
from analysis.sources.input_faults import InputFaultError
from forms.missing_values import Missing
from tests.analysis.sources.made_files import answers, text_file

VIETNAMESE = answers(12, "Thái độ phục vụ", "Đúng hẹn")
CODES = [row[1] for row in VIETNAMESE[1:]]


def read(path, group="nhom", items=None):
    return open_file(path, group).read(items)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_unicode_files_are_read_with_every_separator(tmp_path, encoding, separator):
    data = read(text_file(tmp_path, VIETNAMESE, separator, encoding))
    assert list(data.columns) == ["Thái độ phục vụ", "Đúng hẹn"]
    assert data.columns["Thái độ phục vụ"].tolist() == CODES


def windows_1258(text):
    """The bytes that Windows writes: letters such as ê composed, the five tones as signs of their own."""
    parts = [unicodedata.normalize("NFD", letter) for letter in text]
    tones = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
    for at, part in enumerate(parts):
        letter = unicodedata.normalize("NFC", "".join(sign for sign in part if sign not in tones))
        parts[at] = letter + "".join(sign for sign in part if sign in tones)
    return "".join(parts).encode("cp1258")


def test_windows_1258_is_read_and_composed(tmp_path):
    text = "".join(",".join(map(str, row)) + "\n" for row in VIETNAMESE)
    (tmp_path / "a.csv").write_bytes(windows_1258(text))
    assert list(read(tmp_path / "a.csv").columns) == ["Thái độ phục vụ", "Đúng hẹn"]


def test_a_font_from_before_unicode_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("nhom,Th¸i ®é phôc vô,§óng hÑn\nA,1,2\n".encode("latin-1"))
    with pytest.raises(InputFaultError) as fault:
        read(path)
    assert fault.value.code == "old_font"


def test_decomposed_letters_and_hard_spaces_name_the_same_group(tmp_path):
    rows: list[list[object]] = [
        ["nhom", "q1"],
        ["Cán bộ", 1],
        [unicodedata.normalize("NFD", "Cán bộ"), 2],
        ["Cán\xa0bộ ", 3],
        ["Dân", 4],
    ]
    data = read(text_file(tmp_path, rows))
    assert [group.code for group in data.codebook.groups] == ["Cán bộ", "Dân"]


def test_a_line_that_names_the_separator_is_no_row(tmp_path):
    data = read(text_file(tmp_path, [["sep=;"], *VIETNAMESE], ";"))
    assert data.n == 12


def test_decimal_commas_are_decimals(tmp_path):
    rows = [["nhom", "diem", "q1"]] + [["AB"[at % 2], f"{at},0", f"{at},5"] for at in range(12)]
    found = compare_file(text_file(tmp_path, rows, ";"), "nhom", ["diem", "q1"]).items
    assert (found[0].status, found[1].status, found[1].note) == ("ok", "not_numeric", "2:0,5")


def test_a_thousand_is_not_read_as_one(tmp_path):
    rows = [["nhom", "thu_nhap"], *(["AB"[at % 2], f"{at},000"] for at in range(1, 12))]
    item = compare_file(text_file(tmp_path, rows, ";"), "nhom", ["thu_nhap"]).items[0]
    assert (item.status, item.note) == ("not_numeric", "2:1,000")


def test_title_rows_are_skipped_and_rows_keep_their_numbers(tmp_path):
    rows = [["UBND TỈNH"], ["KẾT QUẢ KHẢO SÁT"], list[str](), *answers()]
    rows[8][1] = "hm"
    item = compare_file(text_file(tmp_path, rows, ";"), "nhom").items[0]
    assert (item.item, item.note) == ("q1", "9:hm")


def test_wordings_below_the_names_are_a_second_header_row(tmp_path):
    head, *rows = answers()
    data = read(text_file(tmp_path, [head, ["Nhóm", "Cán bộ lịch sự", "Trả kết quả đúng hẹn"], *rows], ";"))
    assert (data.n, data.columns["q1"].tolist()) == (12, [row[1] for row in rows])


def test_a_row_of_keys_below_the_wordings_belongs_to_the_header(tmp_path):
    head, *rows = answers()
    keys = [f'"{{""ImportId"":""QID{at}""}}"' for at in range(3)]
    data = read(text_file(tmp_path, [head, ["Nhóm", "Cán bộ lịch sự", "Trả kết quả đúng hẹn"], keys, *rows], ","))
    assert data.columns["q1"].tolist() == [row[1] for row in rows]


def test_sub_headings_fill_the_gaps_between_headings(tmp_path):
    _, *rows = answers()
    data = read(text_file(tmp_path, [["nhom", "Chất lượng", ""], ["", "Lịch sự", "Đúng hẹn"], *rows], ";"))
    assert list(data.columns) == ["Lịch sự", "Đúng hẹn"]


def test_a_text_in_the_first_row_of_answers_is_no_header(tmp_path):
    head, *rows = answers()
    rows[0][1] = "Đồng ý"
    item = compare_file(text_file(tmp_path, [head, *rows]), "nhom").items[0]
    assert (item.status, item.note) == ("not_numeric", "2:Đồng ý")


def test_empty_columns_and_rows_at_the_ends_are_no_answers(tmp_path):
    rows = [[*row, "", ""] for row in answers()] + [[""] * 5, [""] * 5]
    data = read(text_file(tmp_path, rows, ";"))
    assert (list(data.columns), data.n, data.ungrouped) == (["q1", "q2"], 12, 0)


def test_a_thousand_empty_lines_are_no_answers(tmp_path):
    rows = [*answers(), *([list[str]()] * 1500), ["A", 1, 1]]
    assert read(text_file(tmp_path, rows)).n == 13


def test_a_column_without_a_name_is_named_by_its_letter(tmp_path):
    rows = [["", *answers()[0]], *([at, *row] for at, row in enumerate(answers()[1:]))]
    found = compare_file(text_file(tmp_path, rows), "nhom")
    assert found.notes == ("left_out_identifiers:unnamed_A",)


def test_a_value_far_below_in_a_column_without_a_name_is_refused_with_its_cell(tmp_path):
    rows = [[*row, ""] for row in answers(200)]
    rows[150][3] = "ghi chú"
    with pytest.raises(InputFaultError) as fault:
        read(text_file(tmp_path, rows))
    assert (fault.value.code, fault.value.where.rpartition(":")[2]) == ("unnamed_column", "D151")


def test_columns_with_one_name_are_refused_with_their_cells(tmp_path):
    with pytest.raises(InputFaultError) as fault:
        read(text_file(tmp_path, answers(12, "q1", "q1")))
    assert fault.value.values["places"] == "B1, C1"


def test_not_available_is_a_blank(tmp_path):
    rows = answers()
    rows[1][1] = "#N/A"
    assert read(text_file(tmp_path, rows)).columns["q1"].tolist()[0] == Missing.BLANK
