"""Codes that are no answers: declared ones become reasons, undeclared ones stop the item."""

import json

import duckdb
import pytest
from click.testing import CliRunner

from analysis.cli import main
from analysis.comparisons.comparing_files import compare_file
from analysis.sources.dataset import Option, Variable
from analysis.sources.files.codebook_files import read_codebook
from analysis.sources.files.declared_missing import missing_from_option
from analysis.sources.undeclared_codes import undeclared
from analysis.views.json import to_json
from forms.missing_values import Missing
from tests.analysis.made_data import csv_file

ANSWERS = [1 + at * 7 % 5 for at in range(60)]


def table(special, names="g,x,y"):
    """Sixty people in two groups; ``special`` is in every tenth row of x."""
    rows = (f"{'ab'[at % 2]},{special if at % 10 == 0 else x},{x}" for at, x in enumerate(ANSWERS))
    return names + "\n" + "\n".join(rows) + "\n"


def compared(*arguments):
    result = CliRunner().invoke(main, ["compare", *map(str, arguments), "--group", "g", "--json"])
    assert result.exit_code == 0, result.output
    return {item["item"]: item for item in json.loads(result.stdout)["items"]}


@pytest.mark.parametrize("special", ["99", "99.0", "-99", "-6", "9", "999"])
def test_an_undeclared_code_is_neither_averaged_nor_counted(tmp_path, special):
    item = compared(csv_file(tmp_path, table(special)))["x"]
    assert (item["status"], item["note"]) == ("undeclared_code", f"undeclared_code:{int(float(special))}")
    assert item["counts"] == {"a": {}, "b": {}}
    assert {mean["estimate"] for mean in item["mean"].values()} == {None}
    assert item["omnibus"]["p_value"] is None
    assert item["pairs"][0]["cliffs_delta"]["status"] == "undeclared_code"


def test_the_table_names_the_code_and_what_to_declare(tmp_path):
    shown = (
        CliRunner()
        .invoke(main, ["compare", str(csv_file(tmp_path, table(99))), "--group", "g", "--language", "en"])
        .output
    )
    assert "--missing 99" in " ".join(shown.split())
    report = CliRunner().invoke(
        main, ["report", str(csv_file(tmp_path, table(99))), "--group", "g", "--language", "en", "--out", str(tmp_path)]
    )
    assert report.exit_code == 0, report.output
    assert "--missing 99" in (tmp_path / "report.html").read_text("utf-8")


def test_a_declared_code_is_missing_with_the_named_reason(tmp_path):
    found = compared(csv_file(tmp_path, table(99)), "--missing", "98,99=dont_know")
    assert found["x"]["status"] == "ok"
    assert found["x"]["missing"] == {"a": {"-8": 6}, "b": {}}
    assert set(found["x"]["counts"]["a"]) == {"1", "2", "3", "4", "5"}
    assert found["x"]["mean"]["b"]["estimate"] == found["y"]["mean"]["b"]["estimate"]
    assert found["x"]["mean"]["a"]["estimate"] < 5


def test_a_code_without_a_reason_is_left_blank_and_texts_may_be_codes(tmp_path):
    assert missing_from_option("99, 98=refused,KTL=not_applicable") == {
        "99": Missing.BLANK,
        "98": Missing.REFUSED,
        "KTL": Missing.NOT_APPLICABLE,
    }
    item = compared(csv_file(tmp_path, table("KTL")), "--missing", "KTL=not_applicable")["x"]
    assert (item["status"], item["missing"]["a"]) == ("ok", {"-7": 6})


def test_an_unknown_reason_is_wrong_usage_and_names_the_known_ones(tmp_path):
    result = CliRunner().invoke(
        main, ["compare", str(csv_file(tmp_path, table(99))), "--group", "g", "--missing", "99=unsure"]
    )
    assert result.exit_code == 2
    assert "unsure" in result.stderr
    assert "dont_know" in result.stderr


def test_a_codebook_declares_missing_codes_for_all_variables_or_for_one(tmp_path):
    options = [{"code": code, "label": str(code)} for code in (1, 2, 3, 4, 5, 99)]
    book = tmp_path / "codebook.json"
    book.write_text(
        json.dumps(
            {
                "missing": [98],
                "variables": [{"name": "x", "options": options, "missing": {"99": "refused"}}, {"name": "y"}],
            }
        )
    )
    item = compared(csv_file(tmp_path, table(99)), "--codebook", book)["x"]
    assert (item["status"], item["missing"]["a"]) == ("ok", {"-9": 6})
    assert "99" not in item["counts"]["a"]
    assert compared(csv_file(tmp_path, table(98)), "--codebook", book)["x"]["missing"]["a"] == {"-1": 6}
    assert read_codebook(book).variable("x").missing == {"99": Missing.REFUSED}


def test_a_code_outside_the_declared_scale_stops_the_item(tmp_path):
    book = tmp_path / "codebook.json"
    book.write_text(json.dumps({"labels": {"x": list("abcde"), "y": list("abcde")}}))
    found = compared(csv_file(tmp_path, table(6)), "--codebook", book)
    assert (found["x"]["status"], found["x"]["note"]) == ("undeclared_code", "undeclared_code:6")
    assert found["y"]["status"] == "ok"


@pytest.mark.parametrize("arguments", [("--missing", "99=dont_know"), ("--missing", "98")])
def test_parquet_and_csv_give_the_same_messages(tmp_path, arguments):
    path = csv_file(tmp_path, table(99))
    duckdb.read_csv(str(path)).write_parquet(str(tmp_path / "answers.parquet"))
    assert compared(path, *arguments) == compared(tmp_path / "answers.parquet", *arguments)


@pytest.mark.parametrize(
    ("codes", "found"),
    [
        ({1: 5, 2: 5, 3: 5}, ()),
        ({1: 5, 2: 5, 4: 5}, ()),
        ({0: 5, 3: 5}, (3,)),
        ({1: 5, 5: 5, 97: 90, 98: 1, 99: 1}, (5, 97, 98, 99)),
        ({1: 50, 2: 50, 3: 50, 4: 50, 5: 50, 11: 1, 22: 1, 33: 1, 44: 1}, (11, 22, 33, 44)),
        ({18: 1, 25: 1, 31: 1, 60: 1, 99: 1}, ()),
        ({0: 5, 5: 5, 10: 5, 15: 5, 30: 5, 60: 5}, ()),
        ({1: 3, 2: 3, 3: 3, 5: 3, 8: 3, 12: 3, 20: 3, 30: 3}, ()),
        ({-8: 3, 1: 3, 2: 3}, ()),
        ({-7: 3, -99: 1, 1: 3, 2: 3}, (-99,)),
        ({}, ()),
    ],
)
def test_the_rule_for_items_without_declared_answers(codes, found):
    assert undeclared(Variable("x"), codes) == found


def test_amounts_and_nominal_answers_may_have_gaps():
    assert undeclared(Variable("x", kind="numeric"), {1: 5, 2: 5, 99: 1}) == ()
    assert undeclared(Variable("x", kind="numeric"), {1: 5, 2: 5, -99: 1}) == (-99,)
    assert undeclared(Variable("x", kind="nominal"), {1: 5, 79: 5}) == ()
    assert undeclared(Variable("x", kind="nominal", options=(Option(1), Option(2))), {1: 5, 79: 5}) == (79,)


def test_a_column_named_as_amounts_is_compared_unchanged(tmp_path):
    item = compared(csv_file(tmp_path, table(99)), "--amounts", "x")["x"]
    assert (item["status"], item["kind"], item["counts"]["a"]["99"]) == ("ok", "numeric", 6)


def test_a_stopped_item_takes_no_part_in_the_score_of_its_construct(tmp_path):
    book = tmp_path / "codebook.json"
    options = [{"code": code} for code in range(1, 6)]
    names = ["q1", "q2", "q3", "q4"]
    book.write_text(json.dumps({"variables": [{"name": name, "options": options, "construct": "c"} for name in names]}))
    rows = "".join(f"{'ab'[at % 2]},{x},{x},{x},{99 if at == 7 else x}\n" for at, x in enumerate(ANSWERS))
    comparison = compare_file(csv_file(tmp_path, "g,q1,q2,q3,q4\n" + rows), "g", described=read_codebook(book))
    assert comparison.constructs[0].pairs[0].items == ("q1", "q2", "q3")
    assert "NaN" not in json.dumps(to_json(comparison))
