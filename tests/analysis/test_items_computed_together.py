"""Items that are computed together have the figures that each of them has alone."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from analysis.comparisons.group_comparisons import compare_tally
from analysis.disclosure.small_cells import Thresholds
from analysis.sources import row_places
from analysis.sources.dataset import Codebook, Dataset, Group, Option, Variable
from analysis.sources.tally import Tally, tally
from analysis.statistics import sparse_counts
from analysis.views.json import item_to_json

OF_ALL_ITEMS = ("p_adjusted", "selected", "tested", "significant")
KINDS = {
    "five": Variable("five", options=tuple(Option(code) for code in range(1, 6))),
    "seven": Variable("seven", options=tuple(Option(code) for code in range(7))),
    "names": Variable("names", kind="nominal", averaged=False, options=tuple(Option(code) for code in range(1, 4))),
    "same": Variable("same", options=(Option(1), Option(2))),
    "rare": Variable("rare", options=tuple(Option(code) for code in range(1, 6))),
    "amount": Variable("amount", kind="numeric"),
}


def counted(clusters: int, people: int = 240) -> Tally:
    draw = np.random.default_rng(clusters)
    group = np.repeat(np.arange(3, dtype=np.int8), [people, people // 2, people // 6])
    n = len(group)
    columns = {
        "five": draw.integers(1, 6, n).astype(np.int8),
        "seven": np.minimum(6, draw.integers(0, 7, n) + group).astype(np.int8),
        "names": draw.integers(1, 4, n).astype(np.int8),
        "same": np.ones(n, dtype=np.int8),
        # Nobody of the last group answered.
        "rare": np.where(group == 2, -8, draw.integers(1, 6, n)).astype(np.int8),
        "amount": draw.integers(0, 40, n).astype(np.int16),
    }
    cluster = draw.integers(0, clusters, n).astype(np.int32) if clusters else None
    codebook = Codebook(tuple(KINDS.values()), groups=tuple(Group(code) for code in "abc"))
    return tally(Dataset(codebook, columns, group, cluster, tuple(map(str, range(clusters)))))


def alike(one: Any, other: Any) -> None:
    if isinstance(one, dict):
        assert one.keys() == other.keys()
        for key in one:
            if key not in OF_ALL_ITEMS or "z" in one:
                alike(one[key], other[key])
    elif isinstance(one, list):
        assert len(one) == len(other)
        for both in zip(one, other, strict=True):
            alike(*both)
    elif isinstance(one, float) and one is not other:
        assert one == pytest.approx(other, rel=1e-9, abs=1e-12)
    else:
        assert one == other


@pytest.mark.parametrize("clusters", [0, 4, 9, 40, 300])
@pytest.mark.parametrize("threshold", [None, Thresholds.for_file(50)])
@pytest.mark.parametrize("sparse", [False, True])
def test_every_figure_is_the_same(
    monkeypatch: pytest.MonkeyPatch, clusters: int, threshold: Thresholds | None, sparse: bool
) -> None:
    if sparse:
        monkeypatch.setattr(sparse_counts, "LARGEST_CUBE", 10)
        monkeypatch.setattr(row_places, "LARGEST_CUBE", 10)
    whole = counted(clusters)
    together = compare_tally(whole, whole.codebook, threshold)
    assert len(together.items) == len(KINDS)
    for item, found in zip(whole.items, together.items, strict=True):
        alone = compare_tally(replace(whole, items=(item,)), whole.codebook, threshold).items[0]
        alike(item_to_json(found), item_to_json(alone))
