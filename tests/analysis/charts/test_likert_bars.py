from collections.abc import Sequence

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis.charts.likert_bars import LikertItem, LikertRow, likert_bars
from analysis.charts.pages import balanced
from analysis.charts.style import palette

AGREE5 = (
    "Hoàn toàn không đồng ý",
    "Không đồng ý",
    "Nửa đồng ý, nửa không đồng ý",
    "Đồng ý",
    "Hoàn toàn đồng ý",
)
GROUPS = ("Người đứng đầu", "Cán bộ, công chức", "Người ngoài cơ quan")


def item(heading: str, *shares: Sequence[float] | None) -> LikertItem:
    rows = [
        LikertRow(group, None if row is None else 100, None if row is None else tuple(row), "ẩn: dưới 10 người")
        for group, row in zip(GROUPS, shares, strict=False)
    ]
    return LikertItem(heading, tuple(rows))


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for axes in figure.axes for text in axes.texts]


def boxes(figure: Figure, colour: str) -> list[Rectangle]:
    wanted = mpl.colors.to_rgba(colour)
    return [p for axes in figure.axes for p in axes.patches if isinstance(p, Rectangle) and p.get_facecolor() == wanted]


def test_unused_options_keep_their_place_in_the_legend() -> None:
    (figure,) = likert_bars([item("Câu hỏi", (0.0, 0.5, 0.0, 0.5, 0.0))], AGREE5, 2)
    shown = texts(figure)
    assert [label for label in shown if label in AGREE5] == list(AGREE5)
    assert len(boxes(figure, palette(5, 2)[0])) == 1  # the legend's box only
    assert len(boxes(figure, palette(5, 2)[1])) == 2


def test_the_neutral_answer_has_its_own_panel_on_the_same_scale() -> None:
    (figure,) = likert_bars([item("Câu hỏi", (0.1, 0.2, 0.3, 0.3, 0.1))], AGREE5, 2)
    colours = palette(5, 2)
    bars = [boxes(figure, colour)[0] for colour in colours]
    assert bars[2].get_x() > bars[4].get_x() + bars[4].get_width()
    assert bars[2].get_width() == pytest.approx(bars[3].get_width())
    assert bars[1].get_x() + bars[1].get_width() == pytest.approx(bars[3].get_x())


def test_four_options_have_no_middle_panel() -> None:
    (figure,) = likert_bars([item("Câu hỏi", (0.1, 0.4, 0.4, 0.1))], AGREE5[:2] + AGREE5[3:])
    bars = [boxes(figure, colour)[0] for colour in palette(4)]
    ends = [bar.get_x() + bar.get_width() for bar in bars]
    assert ends[:3] == pytest.approx([bar.get_x() for bar in bars[1:]])
    assert [label for label in texts(figure) if label == "0"] == ["0"]


def test_five_options_without_a_neutral_one_run_from_0_to_100() -> None:
    (figure,) = likert_bars([item("Câu hỏi", (0.2, 0.2, 0.2, 0.2, 0.2))], AGREE5)
    assert {"0", "20", "40", "60", "80", "100"} <= set(texts(figure))


def test_a_hidden_group_keeps_its_row_with_a_note() -> None:
    (figure,) = likert_bars([item("Câu hỏi", (0.1, 0.2, 0.3, 0.3, 0.1), None)], AGREE5, 2)
    assert "ẩn: dưới 10 người" in texts(figure)
    assert [label for label in texts(figure) if label in GROUPS] == list(GROUPS[:2])
    assert texts(figure).count("n = 100") == 1


def test_small_segments_carry_no_number() -> None:
    (figure,) = likert_bars([item("Câu hỏi", (0.05, 0.25, 0.0, 0.63, 0.07))], AGREE5, 2)
    shown = texts(figure)
    assert {"25", "63", "7"} <= set(shown)
    assert "5" not in shown


def test_thousands_are_grouped_by_the_rules_of_the_language() -> None:
    row = LikertRow("Canada", 22597, (0.5, 0.5))
    for language, shown in (("vi", "n = 22.597"), ("en", "n = 22,597")):
        (figure,) = likert_bars([LikertItem("Item", (row,))], ("No", "Yes"), language=language)
        assert shown in texts(figure)


def test_many_items_are_spread_over_figures_in_their_order() -> None:
    items = [item(f"Câu {k}", (0.1, 0.2, 0.3, 0.3, 0.1)) for k in range(20)]
    figures = likert_bars(items, AGREE5, 2, mark="Số liệu mô phỏng", max_height_cm=12)
    headings = [label for figure in figures for label in texts(figure) if label.startswith("Câu ")]
    assert headings == [entry.heading for entry in items]
    assert len(figures) > 1
    assert all(figure.get_size_inches()[1] * 2.54 <= 12.01 for figure in figures)
    assert all("Số liệu mô phỏng" in texts(figure) for figure in figures)
    assert all(set(AGREE5) <= set(texts(figure)) for figure in figures)


def test_pages_are_balanced_and_as_few_as_possible() -> None:
    assert balanced([10] * 7, 60) == [range(4), range(4, 7)]
    assert balanced([100], 60) == [range(1)]
    assert balanced([], 60) == []


def test_the_settings_of_the_process_are_unchanged() -> None:
    before = dict(mpl.rcParams)
    likert_bars([item("Câu hỏi", (0.1, 0.2, 0.3, 0.3, 0.1))], AGREE5, 2)
    assert dict(mpl.rcParams) == before
