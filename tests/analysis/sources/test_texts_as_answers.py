"""Texts as answers: scales that are known, texts with their code, and words for a missing answer."""

import duckdb
import pytest

from analysis.comparisons.comparing_files import compare_file, open_file
from analysis.sources.files.codebook_files import codebook_from_json
from analysis.sources.understanding.known_scales import KNOWN_SCALES, reason_in
from analysis.sources.understanding.text_answers import read_texts
from forms.codebook import MISSING_LABELS
from forms.languages import LANGUAGES
from forms.missing_values import Missing
from forms.translation import translate
from tests.analysis.sources.made_files import text_file

AGREE = ["Hoàn toàn không đồng ý", "Không đồng ý", "Bình thường", "Đồng ý", "Hoàn toàn đồng ý"]


def rows(cells):
    return [["nhom", "q1", "q2"], *(["AB"[at % 2], cell, 1 + at % 3] for at, cell in enumerate(cells))]


def test_a_column_of_texts_of_a_known_scale_is_compared(tmp_path):
    path = text_file(tmp_path, rows(AGREE * 4), ";")
    data = open_file(path, "nhom").read()
    assert data.columns["q1"].tolist() == [1, 2, 3, 4, 5] * 4
    variable = data.codebook.variable("q1")
    assert (variable.scale, variable.options[4].label["en"]) == ("agree5", "Strongly agree")
    assert data.notes == ("texts_as_answers:q1",)


def test_parquet_reads_them_as_well(tmp_path):
    path = text_file(tmp_path, rows(AGREE * 4), ";")
    duckdb.read_csv(str(path), sep=";").write_parquet(str(tmp_path / "a.parquet"))
    text, parquet = (compare_file(file, "nhom") for file in (path, tmp_path / "a.parquet"))
    assert text.notes == parquet.notes
    assert [item.groups for item in text.items] == [item.groups for item in parquet.items]


def test_words_for_a_missing_answer_stand_among_numbers(tmp_path):
    data = open_file(text_file(tmp_path, rows([1, 2, 3, "Không biết", "KTL", 5] * 3), ";"), "nhom").read()
    assert data.columns["q1"].tolist()[3:5] == [Missing.DONT_KNOW, Missing.BLANK]
    assert data.notes == ("words_as_missing:q1",)


def test_a_text_among_numbers_is_not_guessed(tmp_path):
    item = compare_file(text_file(tmp_path, rows([1, 2, "Đồng ý", 4, 5]), ";"), "nhom").items[0]
    assert (item.status, item.note) == ("not_numeric", "4:Đồng ý")


def test_a_declared_scale_knows_its_texts_in_any_spelling_of_capitals(tmp_path):
    options = [{"code": code, "label": label} for code, label in enumerate(AGREE, 1)]
    book = codebook_from_json({"variables": [{"name": "q1", "options": options}]})
    path = text_file(tmp_path, rows([1, 2, "ĐỒNG Ý", "đồng  ý.", 5]), ";")
    assert open_file(path, "nhom", described=book).read().columns["q1"].tolist() == [1, 2, 4, 4, 5]


def test_a_known_scale_does_not_replace_a_declared_one(tmp_path):
    book = codebook_from_json({"variables": [{"name": "q1", "options": [{"code": 1, "label": "Tệ"}, {"code": 2}]}]})
    path = text_file(tmp_path, rows(AGREE), ";")
    assert compare_file(path, "nhom", described=book).items[0].status == "not_numeric"


@pytest.mark.parametrize(
    ("texts", "numbers", "codes"),
    [
        (["4 - Đồng ý", "5. Rất đồng ý", "(1) Không"], (), [4, 5, 1]),
        (["4 - Đồng ý", "Đồng ý"], (1, 2), [4, 4]),
        (["4 - Đồng ý", "4 - Không đồng ý"], (1,), None),
        (["3 - Đồng ý", "4 - Đồng ý"], (1,), None),
        (["12 Lý Tự Trọng", "15 Lê Lợi"], (), None),
        (["35 - Lý Tự Trọng", "15 - Lê Lợi"], (), None),
        (["3-5 lần", "6-11 lần"], (), None),
        (["Có", "Không"], (), [1, 0]),
        (["Nam", "Nữ"], (), None),
        (["Đồng ý", "Từ chối trả lời"], (), [4, -9]),
        (["Không biết"], (), None),
        ([], (1, 2), None),
    ],
)
def test_all_texts_are_read_or_none(texts, numbers, codes):
    found = read_texts(texts, numbers)
    assert (found and [found.codes[text] for text in texts]) == codes


def test_no_text_has_two_codes_on_one_scale():
    for scale in KNOWN_SCALES.values():
        assert len(scale.codes()) == len({text for texts in scale.answers for text in texts})
        assert sum(map(len, scale.answers)) == len(scale.codes())


@pytest.mark.parametrize(
    ("label", "reason"),
    [("Không biết/không trả lời", Missing.DONT_KNOW), ("KHÔNG ÁP DỤNG", Missing.NOT_APPLICABLE), ("Khác", None)],
)
def test_a_label_names_its_reason(label, reason):
    assert reason_in(label) == reason


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_labels_of_our_own_files_name_their_reasons(language):
    assert {reason: reason_in(translate(label, language)) for reason, label in MISSING_LABELS.items()} == {
        reason: reason for reason in Missing
    }
