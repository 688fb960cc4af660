import re
from importlib import resources
from typing import get_args

import pytest
from matplotlib.figure import Figure

from analysis.views.document import Block, Bullets, Column, Document, Heading, Paragraph, Picture, Row, Table
from analysis.views.html import TEMPLATES, to_html
from tests.analysis.report.made_report import made_document
from tests.html_pages import parse


@pytest.fixture(scope="module")
def page() -> str:
    return to_html(made_document())


def test_the_page_parses_strictly(page: str) -> None:
    tree = parse(page)
    assert tree.get("lang") == "vi"


def test_the_page_loads_no_external_content(page: str) -> None:
    assert "<script" not in page
    assert "<link" not in page
    assert not re.search(r"""(src|href)=["'](?!data:|#)""", page)
    assert "url(" not in page
    assert "@import" not in page
    assert not re.search(r"https?://", page)


def test_the_contents_lead_to_the_sections(page: str) -> None:
    anchors = re.findall(r'<a href="#([^"]+)"', page)
    assert anchors
    assert all(f'id="{anchor}"' in page for anchor in anchors)


def test_every_figure_has_a_text_alternative(page: str) -> None:
    images = re.findall(r"<img [^>]*>", page)
    assert len(images) == len(made_document().pictures)
    assert all(re.search(r'alt="[^"]{20,}"', image) for image in images)


def test_the_page_starts_with_the_simulated_mark(page: str) -> None:
    assert '<p class="mark" role="note">Số liệu mô phỏng, không phải kết quả khảo sát.</p>' in page


def test_texts_of_a_study_cannot_become_html_tags(page: str) -> None:
    assert "<ac1>" not in page
    assert "&lt;ac1&gt;" in page


def test_every_text_of_a_document_is_escaped_everywhere() -> None:
    bad = "\"><i>&'"
    row, heading = Row(cells=(bad, bad, bad), strong=(0,)), Row(heading=bad, detail=bad)
    columns = (Column(bad, numeric=False), Column(bad), Column(bad), Column(bad))
    blocks = (
        Heading(1, bad, "one"),
        Paragraph(bad),
        Bullets((bad, bad)),
        Table("1.1", bad, columns, (row, heading), bad, (bad,)),
        Picture("1.1", bad, Figure(), "figure_1", bad, (bad,)),
    )
    page = to_html(Document(bad, bad, "en", bad, bad, blocks))
    tree = parse(page)
    assert tree.find(".//i") is None
    assert "<i>" not in page
    cells = [cell for cell in tree.iter("td") if cell.get("class") == "remark"]
    assert [(cell.text, cell.get("colspan")) for cell in cells] == [(bad, "2")]
    assert [image.get("alt") for image in tree.iter("img")] == [bad]


def test_every_kind_of_block_has_a_template() -> None:
    assert TEMPLATES.keys() == set(get_args(Block))
    here = resources.files("analysis.views").joinpath("templates")
    assert all(here.joinpath(name).is_file() for name in TEMPLATES.values())


def test_captions_follow_the_house_style(page: str) -> None:
    assert re.search(r'<div class="caption"[^>]*>\s*<span><b>Bảng 1\.1\.</b>', page)
    assert "<figcaption><b>Hình 2.1.</b>" in page
    assert "Nguồn: Kết quả khảo sát" in page


def test_the_page_prints_on_a4(page: str) -> None:
    assert "@page{size:A4" in page
    assert "@media print" in page
