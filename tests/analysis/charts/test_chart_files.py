import io
import re

import pytest
from matplotlib.figure import Figure
from PIL import Image

from analysis.charts.chart_files import FORMATS, chart_bytes
from analysis.charts.lettering import faces, lettered_in
from analysis.charts.likert_bars import LikertItem, LikertRow, likert_bars
from analysis.charts.style import settings


@pytest.fixture(scope="module")
def figure(face: str) -> Figure:
    row = LikertRow("Cán bộ, công chức", 612, (0.1, 0.2, 0.3, 0.4))
    return likert_bars([LikertItem("Gương mẫu về liêm chính", (row,))], ("1", "2", "3", "4"), mark="Số liệu mô phỏng")[
        0
    ]


def test_a_figure_is_independent_of_the_settings_when_it_is_saved(figure: Figure) -> None:
    bare, ours = io.BytesIO(), io.BytesIO()
    figure.savefig(bare, format="png", dpi=100)
    with settings():
        figure.savefig(ours, format="png", dpi=100)
    assert bare.getvalue() == ours.getvalue()


def test_a_figure_keeps_the_face_it_was_laid_out_in(figure: Figure, face: str) -> None:
    for other in faces():
        with lettered_in(other):
            assert f"'{face}'" in chart_bytes(figure, "svg", svg_text="none").decode()


@pytest.mark.parametrize("file_format", FORMATS)
def test_the_same_figure_gives_the_same_bytes(figure: Figure, file_format: str) -> None:
    assert chart_bytes(figure, file_format) == chart_bytes(figure, file_format)


def test_no_file_contains_its_date(figure: Figure) -> None:
    assert b"<dc:date>" not in chart_bytes(figure, "svg")
    assert b"CreationDate" not in chart_bytes(figure, "pdf")
    assert b"Software" not in chart_bytes(figure, "png")


def test_svg_comes_with_outlines_or_with_text(figure: Figure) -> None:
    outlines, text = chart_bytes(figure, "svg").decode(), chart_bytes(figure, "svg", svg_text="none").decode()
    assert "<text" not in outlines
    assert re.search(r"<text[^>]*>Gương mẫu về liêm chính</text>", text)


def test_pdf_embeds_its_font_as_truetype(figure: Figure) -> None:
    assert b"/CIDFontType2" in chart_bytes(figure, "pdf")


def test_png_has_300_dpi_and_the_width_of_the_text(figure: Figure) -> None:
    image = Image.open(io.BytesIO(chart_bytes(figure, "png")))
    assert image.info["dpi"][0] == pytest.approx(300, abs=0.1)
    assert image.width == pytest.approx(16 / 2.54 * 300, abs=2)


def test_another_format_is_refused(figure: Figure) -> None:
    with pytest.raises(ValueError, match="png, svg, pdf"):
        chart_bytes(figure, "emf")
