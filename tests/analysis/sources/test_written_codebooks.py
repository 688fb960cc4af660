"""Codebooks that people correct: written as YAML or JSON, read again, with the line of every fault."""

from pathlib import Path

import pytest

from analysis.sources.dataset import Codebook, Option, Variable
from analysis.sources.files.codebook_files import read_codebook
from analysis.sources.files.codebook_writing import codebook_text
from analysis.sources.input_faults import InputFaultError
from analysis.sources.understanding.declared_scales import UnknownScaleError, scale_from_text
from forms.missing_values import Missing

AGREE = (Option(1, {"vi": "không", "en": "no"}), Option(5, {"vi": "có", "en": "yes"}))
BOOK = Codebook(
    (
        Variable("STT", kind="nominal", averaged=False, role="identifier"),
        Variable("q1", label={"vi": "Câu 1: có hay không", "en": "Câu 1: có hay không"}, options=AGREE, position=1),
        Variable("q2", kind="binary", missing={"9": Missing.REFUSED}, position=2, role="question"),
    ),
    missing={"99": Missing.DONT_KNOW},
)


@pytest.mark.parametrize("name", ["book.yaml", "book.yml", "book.json"])
def test_a_written_codebook_is_read_as_it_was(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(codebook_text(BOOK, path, "answers.csv", "vi"), encoding="utf-8")
    assert read_codebook(path) == BOOK


def test_yaml_says_how_to_correct_it_and_leaves_out_defaults(tmp_path: Path) -> None:
    text = codebook_text(BOOK, tmp_path / "book.yaml", "answers.csv", "en")
    assert text.startswith("# How the columns of answers.csv are understood.")
    assert "comparability" not in text
    assert "{name: STT, kind: nominal, role: identifier}" in text


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("variables:\n- name: q1\n  role: questoin\n", 3, "codebook_not_offered"),
        ("variables:\n- name: q1\n  options:\n  - {code: một}\n", 4, "codebook_no_number"),
        ("variables:\n- {name: q1}\n- {kind: nominal}\n", 3, "codebook_entry_missing"),
        ("variables: [\n", 1, "broken_codebook"),
        ("- a\n- b\n", 1, "broken_codebook"),
    ],
)
def test_a_fault_in_yaml_has_its_line(tmp_path: Path, text: str, line: int, code: str) -> None:
    path = tmp_path / "book.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputFaultError) as fault:
        read_codebook(path)
    assert (fault.value.code, fault.value.where.split(":")[1]) == (code, str(line))


def test_words_that_yaml_could_take_for_truth_values_stay_texts(tmp_path: Path) -> None:
    path = tmp_path / "book.yaml"
    path.write_text("variables:\n- {name: no, label: yes, missing: {99: refused}}\n", encoding="utf-8")
    variable = read_codebook(path).variable("no")
    assert (variable.label["en"], variable.missing) == ("yes", {"99": Missing.REFUSED})


@pytest.mark.parametrize(
    ("text", "codes"),
    [("1-5", [1, 2, 3, 4, 5]), ("0–1", [0, 1]), ("Kém|Khá|Tốt", [1, 2, 3]), ("0=Không|1=Có", [0, 1])],
)
def test_scales_are_declared_in_words(text: str, codes: list[int]) -> None:
    assert [option.code for option in scale_from_text(text).options] == codes


@pytest.mark.parametrize("text", ["", "5-1", "1-900", "agree6", "Kém|"])
def test_other_words_declare_no_scale(text: str) -> None:
    with pytest.raises(UnknownScaleError):
        scale_from_text(text)
