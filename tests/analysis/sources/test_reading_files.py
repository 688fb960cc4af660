"""CSV and Parquet files as sources of answers."""

import gzip
import json

import duckdb
import numpy as np
import pytest

from analysis.comparisons.comparing_files import compare_file, open_file
from analysis.sources.files.codebook_files import codebook_from_json, codebook_to_json, read_codebook
from analysis.sources.input_faults import InputFaultError
from analysis.views.json import to_json
from tests.analysis.made_data import csv_file

TEXT = "group,unit,x,y\n" + "".join(
    f"{'abc'[at % 3]},u{at % 11},{at % 5 + 1},{(at * 5) % 7 or ''}\n" for at in range(99)
)


def test_blanks_of_several_programs_and_reasons_are_missing(tmp_path):
    path = csv_file(tmp_path, "g,x\na,\na,NA\na,-8\nb,3\nb,4.0\nb, 5\n")
    data = open_file(path, "g").read()
    assert data.columns["x"].tolist() == [-1, -1, -8, 3, 4, 5]
    assert data.columns["x"].dtype == np.int8
    assert data.notes == ("reasons_as_missing:x",)


def test_semicolons_a_byte_order_mark_and_gzip_are_read(tmp_path):
    plain = open_file(csv_file(tmp_path, TEXT), "group").read()
    (tmp_path / "b.csv.gz").write_bytes(gzip.compress(("\ufeff" + TEXT.replace(",", ";")).encode()))
    zipped = open_file(tmp_path / "b.csv.gz", "group").read()
    assert plain.columns["y"].tolist() == zipped.columns["y"].tolist()


def test_a_cut_off_gzip_file_is_a_named_fault(tmp_path):
    (tmp_path / "b.csv.gz").write_bytes(gzip.compress(TEXT.encode())[:100])
    with pytest.raises(InputFaultError) as fault:
        open_file(tmp_path / "b.csv.gz", "group").read()
    assert fault.value.code == "unreadable"


def test_groups_are_in_the_order_of_the_codebook_or_by_value(tmp_path):
    path = csv_file(tmp_path, "g,x\n10,1\n9,2\nz,3\n")
    assert [g.code for g in open_file(path, "g").read().codebook.groups] == ["9", "10", "z"]
    described = codebook_from_json({"variables": [], "groups": [{"code": "z"}, {"code": "leader"}]})
    groups = open_file(path, "g", described=described).read().codebook.groups
    assert [g.code for g in groups] == ["z", "leader", "9", "10"]


def test_labels_of_the_codebook_are_read_as_their_codes(tmp_path):
    path = csv_file(tmp_path, "g,x\na,Đồng ý\nb,Không đồng ý\nb,1\n")
    described = codebook_from_json(
        {
            "variables": [
                {
                    "name": "x",
                    "options": [{"code": 1, "label": {"vi": "Không đồng ý"}}, {"code": 2, "label": {"vi": "Đồng ý"}}],
                }
            ]
        }
    )
    assert open_file(path, "g", described=described).read().columns["x"].tolist() == [2, 1, 1]


@pytest.mark.parametrize("cluster", [None, "unit"])
def test_parquet_counted_by_duckdb_equals_csv_counted_by_numpy(tmp_path, cluster):
    path = csv_file(tmp_path, TEXT.replace("\nb,", "\n,", 2).replace(",u4,", ",,", 1))
    parquet = tmp_path / "answers.parquet"
    duckdb.read_csv(str(path)).write_parquet(str(parquet))
    one, other = (to_json(compare_file(p, "group", ["x", "y"], cluster)) for p in (path, parquet))
    assert json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    rows = open_file(parquet, "group", cluster).read(["x"])
    assert rows.columns["x"].tolist() == open_file(path, "group", cluster).read(["x"]).columns["x"].tolist()


def test_text_in_a_parquet_column_names_the_row_and_a_broken_file_the_reason(tmp_path):
    parquet = tmp_path / "a.parquet"
    duckdb.sql("SELECT * FROM (VALUES ('a', '1'), ('b', 'hm')) t(g, x)").write_parquet(str(parquet))
    assert compare_file(parquet, "g").items[0].note == "3:hm"
    (tmp_path / "b.parquet").write_bytes(b"PAR1 no")
    with pytest.raises(InputFaultError) as fault:
        compare_file(tmp_path / "b.parquet", "g")
    assert fault.value.code == "broken_parquet"


def test_parquet_names_the_first_faulty_cell_with_the_message_of_csv(tmp_path):
    cells = [f"chữ {at}" if at % 50 == 30 else str(-8 if at % 9 == 0 else at % 5) for at in range(5_000)]
    path = csv_file(
        tmp_path,
        "g,x,y\n" + "".join(f"{'ab'[at % 2]},{cell},{-9 if at == 5 else 1}\n" for at, cell in enumerate(cells)),
    )
    parquet = tmp_path / "a.parquet"
    duckdb.read_csv(str(path), all_varchar=True).write_parquet(str(parquet))
    one, other = compare_file(path, "g"), compare_file(parquet, "g")
    assert one.items[0].note == other.items[0].note == "32:chữ 30"
    assert one.notes == other.notes == ("reasons_as_missing:x, y",)
    assert open_file(parquet, "g").read().faults == {"x": "32:chữ 30"}


def test_a_codebook_is_unchanged_after_a_round_trip_through_json(tmp_path):
    content = {
        "title": {"vi": "Khảo sát"},
        "groups": [{"code": "leader", "label": {"vi": "Người đứng đầu"}, "census_of_units": True}],
        "constructs": {"answerability": {"vi": "Giải trình"}},
        "variables": [
            {
                "name": "x",
                "construct": "answerability",
                "scale": "agree5",
                "neutral_code": 3,
                "sensitive": True,
                "options": [{"code": 1, "label": "no"}, {"code": 2, "label": "yes"}],
                "scored": {"leader": False},
                "referent": {"leader": "self"},
                "comparability": [{"groups": ["leader", "outsider"], "rule": "side_by_side"}],
                "question": "q",
                "gates": {"leader": ["any_case"]},
            }
        ],
    }
    book = codebook_from_json(content)
    assert codebook_from_json(json.loads(json.dumps(codebook_to_json(book)))) == book
    path = tmp_path / "codebook.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    assert read_codebook(path) == book
