"""The tables of ``compare`` are complete at every terminal width."""

import io

import pytest
from rich.console import Console

from analysis.comparisons.group_comparisons import compare
from analysis.sources.dataset import Group, Option, Variable
from analysis.views.terminal_comparison import print_comparison
from tests.analysis.made_data import dataset

GROUPS = [
    Group("leader", {"vi": "Người đứng đầu cơ quan"}),
    Group("staff", {"vi": "Cán bộ, công chức"}),
    Group("citizen", {"vi": "Người dân"}),
]


@pytest.fixture(scope="module")
def comparison():
    group = ["leader", "staff", "citizen"] * 60
    options = tuple(Option(code) for code in range(1, 16))
    variables = [
        Variable(f"q{k}", label={"vi": "Cơ quan giải thích rõ lý do từ chối hồ sơ"}, options=options, construct="c")
        for k in range(4)
    ]
    columns = {f"q{k}": [1 + (at * (7 + k) + at % 3) % 15 for at in range(180)] for k in range(4)}
    return compare(dataset(group, columns, variables, cluster=[at % 30 for at in range(180)], groups=GROUPS))


def printed(comparison, width):
    out = io.StringIO()
    print_comparison(comparison, "vi", Console(file=out, width=width, force_terminal=False))
    return out.getvalue()


@pytest.mark.parametrize("width", [40, 80, 100, 120, 160])
def test_every_word_and_number_is_printed_at_every_width(comparison, width):
    narrow, wide = printed(comparison, width), printed(comparison, 400)
    assert max(map(len, narrow.splitlines())) <= width
    assert "…" not in narrow
    words = {word.rstrip(":") for word in narrow.split()}
    assert {word.rstrip(":") for word in wide.split() if not set(word) <= set("─")} <= words


@pytest.mark.parametrize("width", [40, 80, 120])
def test_every_pair_has_all_its_figures(comparison, width):
    text = " ".join(printed(comparison, width).split())
    p_values = [pair.mann_whitney.p_value for item in comparison.items for pair in item.pairs]
    for p in p_values:
        assert f"{p:.3f}".replace(".", ",") in text or p > 0.999 or p < 0.001


def test_every_answer_of_a_long_scale_has_its_share():
    rows = [1 + at % 20 for at in range(200)]
    data = dataset(["a", "b"] * 100, {"x": rows}, [Variable("x", options=tuple(Option(c) for c in range(1, 21)))])
    text = " ".join(printed(compare(data), 80).split())
    assert all(f"{code}: " in text for code in range(1, 21))
