"""Codebooks as JSON files: reading, writing, and messages about unusable entries."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from analysis.cli import main
from analysis.results import Comparability
from analysis.sources.dataset import Codebook, Group, Option, Variable
from analysis.sources.files.codebook_files import codebook_from_json, codebook_to_json, read_codebook
from analysis.sources.files.json_places import line_of
from analysis.sources.input_faults import InputFaultError
from forms.missing_values import Missing
from tests.analysis.made_data import csv_file

WRITTEN = """{
 "title": {
  "vi": "Khảo sát"
 },
 "source": "a test",
 "missing": {
  "99": "left_blank"
 },
 "groups": [
  {
   "code": "leader",
   "label": {
    "vi": "Người đứng đầu"
   },
   "census_of_units": true
  }
 ],
 "constructs": {
  "answerability": {
   "vi": "Giải trình"
  }
 },
 "variables": [
  {
   "name": "x",
   "kind": "binary",
   "label": {
    "vi": "Câu 1"
   },
   "options": [
    {
     "code": 1,
     "label": {
      "vi": "Có"
     }
    }
   ],
   "scale": "yes_no",
   "neutral_code": 3,
   "averaged": false,
   "reversed": true,
   "construct": "answerability",
   "scored": {
    "leader": false
   },
   "referent": {
    "leader": "self"
   },
   "wording": {
    "leader": {
     "vi": "Ông/Bà …"
    }
   },
   "numbers": {
    "leader": 12
   },
   "comparability": [
    {
     "groups": [
      "leader",
      "outsider"
     ],
     "rule": "side_by_side"
    }
   ],
   "comparability_default": "gap",
   "sensitive": true,
   "position": 7,
   "question": "q",
   "gates": {
    "leader": [
     "any_case"
    ]
   },
   "missing": {
    "98": "dont_know"
   }
  }
 ]
}"""

BOOK = Codebook(
    variables=(
        Variable(
            name="x",
            kind="binary",
            label={"vi": "Câu 1"},
            options=(Option(1, {"vi": "Có"}),),
            scale="yes_no",
            neutral_code=3,
            averaged=False,
            reversed=True,
            construct="answerability",
            scored={"leader": False},
            referent={"leader": "self"},
            wording={"leader": {"vi": "Ông/Bà …"}},
            numbers={"leader": 12},
            comparability={frozenset(("leader", "outsider")): Comparability.SIDE_BY_SIDE},
            comparability_default=Comparability.GAP,
            sensitive=True,
            position=7,
            question="q",
            gates={"leader": ("any_case",)},
            missing={"98": Missing.DONT_KNOW},
        ),
    ),
    groups=(Group("leader", {"vi": "Người đứng đầu"}, census_of_units=True),),
    constructs={"answerability": {"vi": "Giải trình"}},
    title={"vi": "Khảo sát"},
    source="a test",
    missing={"99": Missing.BLANK},
)


def book(tmp_path: Path, content: Any) -> Path:
    path = tmp_path / "codebook.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content, indent=1), encoding="utf-8")
    return path


def refused(path: Path) -> InputFaultError:
    with pytest.raises(InputFaultError) as fault:
        read_codebook(path)
    return fault.value


def test_the_written_codebook_keeps_its_format_byte_by_byte(tmp_path: Path) -> None:
    assert json.dumps(codebook_to_json(BOOK), ensure_ascii=False, indent=1) == WRITTEN
    assert read_codebook(book(tmp_path, WRITTEN)) == codebook_from_json(json.loads(WRITTEN)) == BOOK


def test_null_and_undescribed_entries_are_ignored(tmp_path: Path) -> None:
    entry = {"name": "x", "scale": None, "label": None, "neutral_code": None, "options": None, "remark": 3}
    assert read_codebook(book(tmp_path, {"variables": [entry], "made_by": "R"})).variables == (Variable("x"),)


def test_groups_may_be_numbered_and_whole_numbers_written_as_fractions(tmp_path: Path) -> None:
    content = {"groups": [{"code": 1, "label": "one"}], "variables": [{"name": "x", "options": [{"code": 2.0}]}]}
    found = read_codebook(book(tmp_path, content))
    assert found.groups == (Group("1", {"vi": "one", "en": "one"}),)
    assert found.variables[0].options == (Option(2),)


def test_the_short_format_numbers_its_labels(tmp_path: Path) -> None:
    content = {
        "labels": {"x": ["no", "yes"], "y": []},
        "wording": {"x": "Is it?"},
        "negatively_worded": ["x"],
        "groups": {"column": "g", "values": {"a": "A"}},
        "missing": [98, 99],
    }
    found = read_codebook(book(tmp_path, content))
    assert [option.code for option in found.variable("x").options] == [1, 2]
    assert (found.variable("x").reversed, found.variable("x").label["en"]) == (True, "Is it?")
    assert found.groups == (Group("a", {"vi": "A", "en": "A"}),)
    assert found.missing == {"98": Missing.BLANK, "99": Missing.BLANK}


VARIABLE = "codebook.json:{line}: variables[0]{place} (x): "


@pytest.mark.parametrize(
    ("entry", "line", "place", "words"),
    [
        (
            {"kind": "odd"},
            5,
            ".kind",
            '"odd" is none',
        ),
        ({"averaged": "no"}, 5, ".averaged", "true or false"),
        ({"options": [{"code": 1}, {"code": "2"}]}, 10, ".options[1].code", "instead of a whole number"),
        ({"options": [{"label": "yes"}]}, 6, ".options[0]", "The entry “code” is missing."),
        ({"options": "1,2"}, 5, ".options", "instead of a list"),
        ({"scored": ["leader"]}, 5, ".scored", "instead of an object"),
        ({"label": 3}, 5, ".label", "3 is given instead of a text"),
        ({"label": {"vi": 3}}, 6, ".label.vi", "Please write a text in quotation marks."),
        ({"scale": 5}, 5, ".scale", "5 is given instead of a text"),
        ({"comparability": [{"groups": ["a"], "rule": "gap"}]}, 7, ".comparability[0].groups", "two groups"),
        ({"comparability_default": "sum"}, 5, ".comparability_default", "gap, compare, side_by_side"),
        ({"missing": {"98": "unsure"}}, 6, ".missing.98", "dont_know"),
    ],
)
def test_an_entry_that_cannot_be_used_is_named_with_line_path_and_remedy(
    tmp_path: Path, entry: dict[str, Any], line: int, place: str, words: str
) -> None:
    fault = refused(book(tmp_path, {"variables": [{"name": "x", **entry}]}))
    said = fault.in_words("en")
    assert said.startswith(f"{tmp_path}/" + VARIABLE.format(line=line, place=place)), said
    assert words in said
    assert "Please " in said
    assert said.endswith(f"[{fault.code}]")
    assert "Đề nghị " in fault.in_words("vi")
    assert fault.in_words("vi") != said


def test_all_unusable_entries_are_reported_at_once(tmp_path: Path) -> None:
    path = book(tmp_path, {"variables": [{"kind": "ordinal"}, {"name": "y", "kind": "odd"}], "title": 3})
    lines = refused(path).in_words("en").splitlines()
    assert lines == [
        f"{path}:3: variables[0]: The entry “name” is missing. "
        "Please add it, as described in docs/analysis.md. [codebook_entry_missing]",
        f'{path}:8: variables[1].kind (y): "odd" is none of the possible entries. '
        "Please write one of these: ordinal, nominal, binary, numeric. [codebook_not_offered]",
        f"{path}:11: title: 3 is given instead of a text. "
        "Please write a text in quotation marks, or an object with a text per language. [codebook_no_texts]",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[1]", ":1: [1] is given instead of an object."),
        ("{", ":1: The codebook cannot be used"),
        ("{}", ":1: The entry “variables” is missing."),
        ('{"labels": {"x": "no, yes"}}', ':1: labels.x: "no, yes" is given instead of a list.'),
    ],
)
def test_a_file_that_is_no_codebook_is_refused(tmp_path: Path, text: str, words: str) -> None:
    path = book(tmp_path, text)
    assert f"{path}{words}" in refused(path).in_words("en")


def test_the_command_reports_it_in_the_language_of_the_reader(tmp_path: Path) -> None:
    data, path = csv_file(tmp_path, "g,x\na,1\nb,2\n"), book(tmp_path, {"variables": [{"name": "x", "reversed": "no"}]})
    arguments = ["compare", str(data), "--group", "g", "--codebook", str(path)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 1
    assert "codebook_no_truth_value" in result.stderr
    assert "Đề nghị " in result.stderr
    assert "Please " in CliRunner().invoke(main, [*arguments, "--language", "en"]).stderr


@pytest.mark.parametrize(
    ("path", "line"), [((), 1), (("a",), 2), (("b", 1, "c"), 5), (("b", 7), 3), (("d",), 9), (("none", "deep"), 1)]
)
def test_an_entry_of_a_json_file_is_found_by_its_path(path: tuple[str | int, ...], line: int) -> None:
    text = '{\n "a": "{\\" [", \n "b": [ {"c": 1},\n {"x":\n [], "c": 2}\n ],\n "d":\n\n3}'
    assert line_of(text, path) == line
