from analysis.charts.group_means import GroupMean, MeanRow, group_means
from tests.analysis.charts.test_likert_bars import texts

ROW = MeanRow(
    "Giải trình, đối thoại",
    (
        GroupMean("Người đứng đầu", 0, 71.25, 68.0, 74.5),
        GroupMean("Cán bộ, công chức", 1, 58.0, 56.0, 60.0),
        GroupMean("Người ngoài cơ quan", 2, None, note="ẩn: dưới 10 người"),
    ),
    "4 câu",
)


def test_each_group_is_named_with_its_figures() -> None:
    (figure,) = group_means([ROW], axis_title="Điểm", limits=(0, 100))
    shown = texts(figure)
    assert "71,2 (68,0; 74,5)" in shown
    assert {"Người đứng đầu", "Cán bộ, công chức", "Người ngoài cơ quan", "4 câu"} <= set(shown)


def test_a_hidden_mean_shows_the_reason() -> None:
    (figure,) = group_means([ROW], axis_title="Điểm", limits=(0, 100))
    assert "ẩn: dưới 10 người" in texts(figure)


def test_the_axis_is_the_whole_scale() -> None:
    (figure,) = group_means([ROW], axis_title="Score", limits=(0, 100), language="en")
    assert [label for label in texts(figure) if label.isdigit()] == ["0", "20", "40", "60", "80", "100"]
    assert "71.2 (68.0, 74.5)" in texts(figure)


def test_the_mark_is_on_every_figure_of_means() -> None:
    figures = group_means([ROW] * 30, axis_title="Điểm", limits=(0, 100), mark="Số liệu mô phỏng")
    assert len(figures) > 1
    assert all("Số liệu mô phỏng" in texts(figure) for figure in figures)
