import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Cm
from PIL import Image

from analysis.report.content import build
from analysis.report.writing import write_report
from analysis.views.document import Table
from analysis.views.docx import write_docx
from analysis.views.html import to_html
from tests.analysis.report.made_report import STUDY, made_comparison, made_dataset, made_document


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("word") / "report.docx"
    write_docx(made_document(), path)
    return path


@pytest.fixture(scope="module")
def word(path: Path) -> WordDocument:
    return docx.Document(str(path))


def test_the_document_has_real_headings(word: WordDocument) -> None:
    headings = [p.text for p in word.paragraphs if p.style is not None and p.style.name == "Heading 1"]
    assert headings[0] == "1. Nội dung so sánh"
    assert headings[-1].endswith("Phụ lục phương pháp")


def test_captions_are_numbered_by_section(word: WordDocument) -> None:
    captions = [p.text for p in word.paragraphs if p.style is not None and p.style.name == "Caption"]
    assert any(text.startswith("Bảng 1.1. ") for text in captions)
    assert any(text.startswith("Hình 2.1. ") for text in captions)


def test_tables_repeat_their_header_and_keep_rows_whole(word: WordDocument) -> None:
    assert len(word.tables) == sum(isinstance(block, Table) for block in made_document().blocks)
    for table in word.tables:
        header, *rows = table._tbl.tr_lst
        assert header.find(f".//{qn('w:tblHeader')}") is not None
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows)


def test_tables_have_horizontal_borders_and_no_vertical_ones(word: WordDocument) -> None:
    borders = word.tables[0]._tbl.tblPr.find(qn("w:tblBorders"))
    assert borders is not None
    assert {child.tag for child in borders} == {qn("w:top"), qn("w:bottom"), qn("w:insideH")}


def test_the_page_is_a4_in_times_13(word: WordDocument) -> None:
    section, normal = word.sections[0], word.styles["Normal"]
    assert section.page_width is not None
    assert abs(section.page_width - Cm(21)) < 1000
    assert normal.font.size.pt == 13
    assert normal.font.name == "Times New Roman"


def test_the_language_is_set(word: WordDocument) -> None:
    language = word.styles["Normal"].element.find(f".//{qn('w:lang')}")
    assert language is not None
    assert language.get(qn("w:val")) == "vi-VN"


def test_figures_have_300_dpi_and_a_text_alternative(path: Path, word: WordDocument) -> None:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.startswith("word/media/")]
        assert len(names) == len(made_document().pictures)
        for name in names:
            assert round(Image.open(io.BytesIO(archive.read(name))).info["dpi"][0]) == 300
    for shape in word.inline_shapes:
        assert len(shape._inline.docPr.get("descr", "")) > 20


def test_the_simulated_mark_is_on_every_page(word: WordDocument) -> None:
    assert word.sections[0].header.paragraphs[0].text == made_document().mark
    assert made_document().mark in [paragraph.text for paragraph in word.paragraphs]


def test_the_document_names_no_author_and_no_day(word: WordDocument) -> None:
    core = word.core_properties
    assert not core.author
    assert core.created is not None
    assert core.created.year == 2000


def test_the_report_writes_all_its_files(tmp_path: Path) -> None:
    codebook = made_dataset().codebook
    written = write_report(made_comparison(), codebook, tmp_path, study=STUDY, language="en", figure_formats=("svg",))
    assert [path.name for path in written[:2]] == ["report.html", "report.docx"]
    assert all(path.stat().st_size > 1000 for path in written)
    assert {path.suffix for path in written[2:]} == {".svg"}


def test_the_same_answers_give_the_same_files(path: Path, tmp_path: Path) -> None:
    again = build(made_comparison(), made_dataset().codebook, STUDY, simulated=True)
    assert to_html(again) == to_html(made_document())
    write_docx(again, tmp_path / "again.docx")
    assert (tmp_path / "again.docx").read_bytes() == path.read_bytes()
