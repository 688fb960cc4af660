"""Stata files as a source of answers."""

import pandas as pd
import pyreadstat
import pytest

from analysis.comparisons.comparing_files import compare_file, open_file
from analysis.sources.input_faults import InputFaultError
from forms.missing_values import Missing

N = 40
AGREE: dict[object, str] = {1: "Không đồng ý", 3: "Bình thường", 5: "Đồng ý"}


def dta(folder, cells, labels, missing=None):
    frame = pd.DataFrame({"nhom": [1.0 + at % 2 for at in range(N)], "x": pd.Series(cells, dtype=object)})
    pyreadstat.write_dta(
        frame if missing else frame.astype({"x": float}),
        str(folder / "a.dta"),
        column_labels={"x": "Cán bộ lịch sự"},
        variable_value_labels={"nhom": {1: "Cán bộ", 2: "Người dân"}, "x": labels},
        missing_user_values=missing or {},
        version=15,
    )
    return folder / "a.dta"


def scale(*special):
    return [special[at % len(special)] if special and at % 5 == 0 else 1.0 + at * 7 % 5 for at in range(N)]


def test_labels_become_groups_answers_and_wording(tmp_path):
    data = open_file(dta(tmp_path, scale(), AGREE), "nhom").read()
    assert [group.label["vi"] for group in data.codebook.groups] == ["Cán bộ", "Người dân"]
    variable = data.codebook.variable("x")
    assert [option.code for option in variable.options] == [1, 2, 3, 4, 5]
    assert (variable.label["vi"], variable.options[4].label["vi"]) == ("Cán bộ lịch sự", "Đồng ý")
    assert data.columns["x"].tolist() == scale()


def test_extended_missing_values_are_missing_with_the_reason_of_their_label(tmp_path):
    labels: dict[object, str] = {**AGREE, "a": "Không biết", "z": "Từ chối trả lời"}
    item = compare_file(dta(tmp_path, scale("a", "z"), labels, {"x": ["a", "z"]}), "nhom").items[0]
    assert item.status == "ok"
    total = {reason: sum(group.missing.get(reason, 0) for group in item.groups) for reason in (-8, -9)}
    assert total == {Missing.DONT_KNOW: 4, Missing.REFUSED: 4}


def test_extended_missing_values_without_a_label_have_the_reason_of_their_letter(tmp_path):
    data = open_file(dta(tmp_path, scale("b", "h"), AGREE, {"x": ["b", "h"]}), "nhom").read()
    assert data.columns["x"].tolist()[0] == Missing.NOT_ASKED
    assert data.columns["x"].tolist()[5] == Missing.REFUSED


def test_a_broken_file_gives_a_named_fault(tmp_path):
    (tmp_path / "a.dta").write_bytes(b"<stata_dta><header>")
    with pytest.raises(InputFaultError) as fault:
        open_file(tmp_path / "a.dta", "nhom").read()
    assert fault.value.code == "broken_dta"
