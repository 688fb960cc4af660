"""For any text and typeface, everything lies on the sheet and nothing overlaps."""

import warnings
from collections.abc import Callable
from itertools import combinations

import pytest
from matplotlib.figure import Figure

from analysis.charts.chart_files import chart_bytes
from analysis.charts.group_means import GroupMean, MeanRow, group_means
from analysis.charts.lettering import text_width
from analysis.charts.likert_bars import LikertItem, LikertRow, likert_bars
from analysis.charts.style import settings
from tests.analysis.charts.test_likert_bars import AGREE5, texts

GROUPS = tuple(f"Nhóm cán bộ lãnh đạo các cơ quan chuyên môn thuộc Ủy ban nhân dân tỉnh, khối {k}" for k in range(8))
HEADING = "Người đứng đầu chịu trách nhiệm khi cấp dưới vi phạm quy định về những việc không được làm " * 3
NOTE = "ẩn: dưới 10 người, vì chỉ có vài cơ quan thuộc nhóm này trả lời câu hỏi và có thể nhận ra họ " * 2
UNBROKEN = "https://vi.example/" + "trách_nhiệm_giải_trình_" * 12
MARK = "Số liệu mô phỏng. " * 9
EMOJI = "🙂 nhóm 👩 調査 \x07"


def bars(words: str = HEADING, groups: tuple[str, ...] = GROUPS) -> list[Figure]:
    rows = [LikertRow(name, 123456, (0.1, 0.2, 0.3, 0.3, 0.1)) for name in groups]
    hidden = LikertRow(groups[0], None, None, NOTE)
    return likert_bars([LikertItem(words, (*rows, hidden))], [label * 2 for label in AGREE5], 2, mark=MARK)


def means(words: str = HEADING, groups: tuple[str, ...] = GROUPS) -> list[Figure]:
    shown = [GroupMean(name, k, 61.25, 8.0, 74.5) for k, name in enumerate(groups)]
    rows = [MeanRow(words, (*shown, GroupMean(groups[0], 0, None, note=NOTE)), "4 câu, " * 20)]
    return group_means(rows, axis_title="Điểm trung bình của thang đo từ 0 đến 100 " * 4, limits=(0, 100), mark=MARK)


def check(figure: Figure, dpi: int) -> None:
    figure.set_dpi(dpi)
    width, height = (inches * 72 for inches in figure.get_size_inches())
    with settings():
        renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
        lines = [(text, text.get_window_extent(renderer)) for text in figure.axes[0].texts]
    for text, box in lines:
        x0, y0, x1, y1 = (float(edge) * 72 / dpi for edge in box.extents)
        assert min(x0, y0) >= -0.5, text
        assert x1 <= width + 0.5, text
        assert y1 <= height + 0.5, text
        bold, italic = text.get_fontweight() == "bold", text.get_fontstyle() == "italic"
        assert x1 - x0 == pytest.approx(text_width(text.get_text(), float(text.get_fontsize()), bold, italic), abs=0.6)
    for (text, box), (other, its) in combinations(lines, 2):
        # Boxes of neighbouring lines may share the space of accents and descenders.
        inner = its.width - 2 * dpi / 72, its.height * 0.5
        apart = abs(box.x0 + box.x1 - its.x0 - its.x1) >= box.width + inner[0]
        apart = apart or abs(box.y0 + box.y1 - its.y0 - its.y1) >= box.height * 0.5 + inner[1]
        assert apart, (text, other)


@pytest.mark.parametrize("words", [HEADING, UNBROKEN, "$x^2$ " * 30, "Ngắn"])
@pytest.mark.parametrize("draw", [bars, means])
def test_nothing_is_drawn_outside_the_sheet_or_on_other_words(draw: Callable[..., list[Figure]], words: str) -> None:
    for figure in draw(words):
        check(figure, 72)
        check(figure, 300)


@pytest.mark.parametrize("draw", [bars, means])
def test_long_words_stay_in_their_column(draw: Callable[..., list[Figure]]) -> None:
    for figure in draw("Ngắn", (UNBROKEN, "B")):
        check(figure, 300)


@pytest.mark.parametrize("draw", [bars, means])
def test_a_character_that_no_face_has_is_drawn_as_a_box_without_a_warning(draw: Callable[..., list[Figure]]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for figure in draw(EMOJI, (EMOJI, "B")):
            check(figure, 300)
            assert chart_bytes(figure)
            assert "□ nhóm □ □□" in texts(figure)
