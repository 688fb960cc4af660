"""SPSS files as a source of answers."""

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from analysis.comparisons.comparing_files import compare_file, open_file
from analysis.sources.files.codebook_files import codebook_from_json
from analysis.sources.input_faults import InputFaultError
from forms.missing_values import Missing

N = 40


def sav(folder, columns, labels=None, ranges=None, measures=None, titles=None):
    frame = pd.DataFrame({"nhom": [1.0 + at % 2 for at in range(N)], **columns})
    pyreadstat.write_sav(
        frame,
        str(folder / "a.sav"),
        variable_value_labels={"nhom": {1.0: "Cán bộ", 2.0: "Người dân"}, **(labels or {})},
        missing_ranges=ranges or {},
        variable_measure=measures or {},
        column_labels=titles or {},
    )
    return folder / "a.sav"


def scale(special=None):
    return [special if special is not None and at % 10 == 0 else 1.0 + at * 7 % 5 for at in range(N)]


AGREE = {float(code): f"mức {code}" for code in range(1, 6)}


def test_labels_become_groups_answers_and_wording(tmp_path):
    path = sav(tmp_path, {"x": scale()}, {"x": AGREE}, titles={"x": "Hài lòng chung"})
    data = open_file(path, "nhom").read()
    assert [(group.code, group.label["vi"]) for group in data.codebook.groups] == [("1", "Cán bộ"), ("2", "Người dân")]
    variable = data.codebook.variable("x")
    assert [(option.code, option.label["vi"]) for option in variable.options][::4] == [(1, "mức 1"), (5, "mức 5")]
    assert variable.label["vi"] == "Hài lòng chung"
    assert data.columns["x"].tolist() == scale()


def test_user_missing_values_are_missing_with_the_reason_of_their_label(tmp_path):
    labels = {"x": {**AGREE, 98.0: "Không biết", 99.0: "Không trả lời"}}
    path = sav(tmp_path, {"x": scale(98.0)}, labels, {"x": [{"lo": 90.0, "hi": 99.0}]})
    item = compare_file(path, "nhom").items[0]
    assert item.status == "ok"
    assert [share.code for share in item.groups[0].shares] == [1, 2, 3, 4, 5]
    assert item.groups[0].missing == {Missing.DONT_KNOW: 4}
    named = compare_file(path, "nhom", missing={"98": Missing.REFUSED}).items[0]
    assert named.groups[0].missing == {Missing.REFUSED: 4}


def test_user_missing_reasons_of_files_we_export_keep_their_meaning(tmp_path):
    path = sav(tmp_path, {"x": scale(-8.0)}, {"x": AGREE}, {"x": [{"lo": -9.0, "hi": -1.0}]})
    data = open_file(path, "nhom").read()
    assert int(np.count_nonzero(data.columns["x"] == Missing.DONT_KNOW)) == 4
    assert data.notes == ()


@pytest.mark.parametrize("labels", [AGREE, {**AGREE, 99.0: "Không biết"}, {}])
def test_a_code_that_is_not_declared_missing_stops_the_item_even_if_it_has_a_label(tmp_path, labels):
    item = compare_file(sav(tmp_path, {"x": scale(99.0)}, {"x": labels}), "nhom").items[0]
    assert (item.status, item.note) == ("undeclared_code", "undeclared_code:99")


def test_labels_at_the_ends_declare_the_whole_scale(tmp_path):
    path = sav(tmp_path, {"x": scale()}, {"x": {1.0: "thấp", 5.0: "cao"}})
    item = compare_file(path, "nhom").items[0]
    assert (item.status, [share.code for share in item.groups[0].shares]) == ("ok", [1, 2, 3, 4, 5])


def test_nominal_variables_are_not_averaged(tmp_path):
    labels = {"x": {**AGREE, 96.0: "Khác"}}
    item = compare_file(sav(tmp_path, {"x": scale(96.0)}, labels, measures={"x": "nominal"}), "nhom").items[0]
    assert (item.kind, item.status, item.groups[0].mean.status) == ("nominal", "ok", "not_averaged")


def test_numbers_texts_and_dates_that_are_no_questions_are_left_out(tmp_path):
    columns = {
        "stt": [1.0 + at for at in range(N)],
        "ten": [f"Người {at}" for at in range(N)],
        "ngay": pd.date_range("2026-05-01", periods=N).date,
        "x": scale(),
    }
    found = compare_file(sav(tmp_path, columns), "nhom")
    assert [item.item for item in found.items] == ["x"]
    assert found.notes == ("left_out_identifiers:stt", "left_out_texts:ten, ngay")


def test_a_codebook_takes_precedence_over_the_labels_of_the_file(tmp_path):
    book = codebook_from_json({"variables": [{"name": "x", "label": "Câu 1", "options": [{"code": 1}, {"code": 2}]}]})
    item = compare_file(sav(tmp_path, {"x": scale()}, {"x": AGREE}), "nhom", described=book).items[0]
    assert (item.label["vi"], item.note) == ("Câu 1", "undeclared_code:3,4,5")


def test_a_broken_file_gives_a_named_fault(tmp_path):
    (tmp_path / "a.sav").write_bytes(b"$FL2 no")
    with pytest.raises(InputFaultError) as fault:
        open_file(tmp_path / "a.sav", "nhom").read()
    assert fault.value.code == "broken_sav"
