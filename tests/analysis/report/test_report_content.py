import re
from dataclasses import replace

from analysis.charts.lettering import faces, lettered_in
from analysis.report.content import build
from analysis.report.distribution_tables import respondents
from analysis.report.plan import StudyTexts
from analysis.views.document import Bullets, Picture, Row, Table
from analysis.wording.phrasing import Phrasing, magnitude
from tests.analysis.report.made_report import STUDY, all_texts, made_comparison, made_dataset, made_document


def tables(language: str = "vi") -> list[Table]:
    return [block for block in made_document(language).blocks if isinstance(block, Table)]


def rows_of(table: Table, heading: str) -> list[Row]:
    start = next(k for k, row in enumerate(table.rows) if heading in row.heading)
    rows = table.rows[start + 1 :]
    return list(rows[: next((k for k, row in enumerate(rows) if row.heading), len(rows))])


def test_vietnamese_numbers_have_a_decimal_comma_everywhere() -> None:
    for text in all_texts(made_document("vi")):
        if "Methods" in text or re.search(r"\(\d{4}\)\. ", text):
            continue  # references keep their titles
        assert not re.search(r"\d\.\d{1,2}(?!\d)", text.replace("Bảng ", "").replace("Hình ", "")), text


def test_english_numbers_have_a_decimal_point() -> None:
    assert not [text for text in all_texts(made_document("en")) if re.search(r"\d,\d{1,2}(?!\d)", text)]


def test_no_p_value_is_printed_as_zero_or_nan() -> None:
    for language in ("vi", "en"):
        for text in all_texts(made_document(language)):
            assert not re.search(r"p( \(\w+\))? ?= ?0([.,]0+)?(?!\d|[.,]\d*[1-9])", text), text
            assert not re.search(r"\b(nan|None|inf)\b", text), text


def test_the_annex_names_the_face_the_charts_are_drawn_in() -> None:
    for family in faces():
        with lettered_in(family):
            for language, words in (("vi", "phông chữ"), ("en", "typeface")):
                document = build(made_comparison(), made_dataset().codebook, STUDY, language=language)
                assert any(family in text and words in text for text in all_texts(document))


def test_tables_and_figures_are_numbered_by_section() -> None:
    numbers = [block.number for block in made_document().blocks if isinstance(block, Table)]
    assert numbers[:2] == ["1.1", "2.1"]
    pictures = [block.number for block in made_document().blocks if isinstance(block, Picture)]
    assert len(set(pictures)) == len(pictures)
    assert len(set(numbers)) == len(numbers)


def test_a_group_below_the_threshold_is_reported_as_hidden() -> None:
    answers = next(
        t for t in tables() if any("<few>" in row.heading for row in t.rows) and "n" in [c.label for c in t.columns]
    )
    hidden = next(row for row in rows_of(answers, "<few>") if row.cells[0] == "Cán bộ, công chức")
    assert hidden.cells[1:] == ("–", "không công bố (ngưỡng 10 người)")


def test_a_group_that_was_not_asked_forms_no_pair() -> None:
    differences = next(
        t for t in tables() if t.columns[0].label == "Cặp nhóm" and any("<ac3>" in r.heading for r in t.rows)
    )
    assert [row.cells[0] for row in rows_of(differences, "<ac3>")] == ["Người đứng đầu – Cán bộ, công chức"]


def test_side_by_side_pairs_are_shown_without_a_test() -> None:
    differences = next(
        t
        for t in tables("en")
        if any("<ac4>" in r.heading for r in t.rows) and "Dunn, p (Holm)†" in [c.label for c in t.columns]
    )
    pair = next(row for row in rows_of(differences, "<ac4>") if row.cells[0] == "Heads – Outsiders")
    assert len(pair.cells) == 2
    assert "not tested" in pair.cells[1]


def test_the_conventional_tests_are_labelled_and_never_bold() -> None:
    for table in tables("en"):
        labels = [column.label for column in table.columns]
        if "Dunn, p (Holm)†" in labels:
            assert any(note.startswith("† Conventional test") for note in table.notes)
            assert all(labels.index("Dunn, p (Holm)†") not in row.strong for row in table.rows)
            assert not any("*" in cell for row in table.rows for cell in row.cells)


def test_a_rating_names_its_rule_and_source() -> None:
    ledes = [text for text in all_texts(made_document("en")) if "largest significant difference" in text]
    assert ledes
    assert all("Romano et al. (2006)" in text for text in ledes)
    assert [magnitude(d) for d in (0.1, -0.2, 0.4, -0.6)] == ["negligible", "small", "medium", "large"]


def test_the_shares_of_a_row_are_printed_with_their_base() -> None:
    answers = next(t for t in tables() if any("<ac1>" in row.heading for row in t.rows))
    for row in rows_of(answers, "<ac1>"):
        shares = [float(cell.split()[0].replace(",", ".")) for cell in row.cells[2:7]]
        assert sum(int(cell.split()[1].strip("()")) for cell in row.cells[2:7]) == int(row.cells[1])
        assert abs(sum(shares) - 100) < 0.3
        assert int(row.cells[1]) <= 300


def test_the_annex_holds_the_wording_and_the_codes_of_missing_answers() -> None:
    texts = all_texts(made_document())
    assert any("Tôi giải thích rõ lý do <ac1>." in text for text in texts)
    assert any("−8 không biết" in text for text in texts)


def wordings(numbers: dict[str, int]) -> Table:
    """The list of wordings of a report in which every question has these numbers."""
    book = made_dataset().codebook
    variables = tuple(replace(variable, numbers=numbers) for variable in book.variables)
    document = build(made_comparison(), replace(book, variables=variables), STUDY, language="vi")
    return next(b for b in document.blocks if isinstance(b, Table) and b.title == "Nguyên văn các câu hỏi")


def test_the_list_of_wordings_gives_the_number_of_each_question_in_the_first_variant() -> None:
    table = wordings({"leader": 12, "civil_servant": 12, "outsider": 9})
    assert [column.label for column in table.columns][1] == "Câu"
    assert table.rows[0].cells[:2] == ("ac1", "12")
    assert {row.cells[1] for row in table.rows if row.cells[0].startswith("ac")} == {"12"}
    assert table.notes == (
        "Số của câu hỏi trong từng mẫu phiếu; nếu phiếu có nhiều biến thể thì theo biến thể đầu tiên.",
    )


def test_a_question_with_other_numbers_in_other_forms_names_the_forms() -> None:
    book = made_dataset().codebook
    said = {group.code: {"vi": "Cơ quan có giải thích lý do không?"} for group in book.groups}
    numbers = {"leader": 12, "civil_servant": 13, "outsider": 9}
    variables = (replace(book.variable("ac1"), wording=said, numbers=numbers),)
    document = build(made_comparison(), replace(book, variables=variables), STUDY, language="vi")
    table = next(b for b in document.blocks if isinstance(b, Table) and b.title == "Nguyên văn các câu hỏi")
    assert table.rows[0].cells == (
        "ac1",
        "Người đứng đầu 12; Cán bộ, công chức 13; Người ngoài cơ quan 9",
        "Cơ quan có giải thích lý do không?",
    )


def test_a_file_without_numbers_of_questions_prints_none() -> None:
    table = wordings({})
    assert len(table.columns) == 2
    assert table.notes == ()


def test_the_annex_names_the_agencies_a_figure_needs_apart_from_the_people() -> None:
    def hidden(study: StudyTexts) -> str:
        document = build(made_comparison(), made_dataset().codebook, study, language="en")
        bullets = (text for block in document.blocks if isinstance(block, Bullets) for text in block.entries)
        return next(text for text in bullets if text.startswith("Figures of fewer than"))

    assert "fewer than 10 people" in hidden(STUDY)
    assert "from fewer than 10 agencies" in hidden(STUDY)
    assert "fewer than 10 people" in hidden(replace(STUDY, agencies=25))
    assert "from fewer than 25 agencies" in hidden(replace(STUDY, agencies=25))


def test_the_mark_is_printed_only_on_simulated_data() -> None:
    assert made_document(simulated=True).mark == "Số liệu mô phỏng, không phải kết quả khảo sát."
    assert made_document(simulated=False).mark is None
    marked = build(made_comparison(mark="rehearsal"), made_dataset().codebook, STUDY, language="en")
    assert marked.mark == "Simulated data, not the result of a survey."


def test_every_figure_of_simulated_data_carries_the_mark() -> None:
    document = made_document()
    assert document.pictures
    for picture in document.pictures:
        assert document.mark in [text.get_text() for text in picture.figure.axes[0].texts]


def test_the_report_of_a_file_without_clusters_explains_the_consequence() -> None:
    from analysis.comparisons.group_comparisons import compare

    data = made_dataset(clustered=False)
    document = build(compare(data), data.codebook, language="en")
    texts = all_texts(document)
    assert document.title == "Comparison of groups"
    assert any("No clusters were named" in text for text in texts)
    assert any("No threshold was set" in text for text in texts)


def test_a_status_is_never_shown_as_its_code() -> None:
    phrasing = Phrasing(made_comparison(), "vi")
    from analysis.results import Status

    assert all(phrasing.status(status) != status.value for status in Status)


def test_the_headings_of_the_table_of_respondents_begin_with_a_capital():
    table = respondents(Phrasing(made_comparison(), "en"), "1.1", "agencies")
    headings = [column.label for column in table.columns]
    assert headings[-1] == "Agencies"
    assert all(heading[0].isupper() for heading in headings)
