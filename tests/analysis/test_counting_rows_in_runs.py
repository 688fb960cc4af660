"""Rows that stand in long runs of one group and cluster are counted value by value, with the same result as by keys."""

import numpy as np
import pytest
from numpy.typing import NDArray

from analysis.sources import row_places
from analysis.sources.dataset import Codebook, Dataset, Group, Option, Variable, narrow
from analysis.sources.tally import tally
from analysis.statistics import run_counts
from analysis.statistics.run_counts import Runs


@pytest.fixture(params=[(8, 1), (64, 3), (1 << 17, 255)])
def blocks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small blocks and short pieces, so that few rows pass every border."""
    block, longest = request.param
    monkeypatch.setattr(run_counts, "BLOCK", block)
    monkeypatch.setattr(run_counts, "LONGEST", longest)
    monkeypatch.setattr(run_counts, "ROWS_OF_A_RUN", 0)


@pytest.mark.usefixtures("blocks")
@pytest.mark.parametrize("kind", [np.int8, np.int16, np.int32])
def test_every_count_equals_that_of_a_plain_loop(kind: type[np.signedinteger]) -> None:
    draw = np.random.default_rng(11)
    for _ in range(60):
        rows, cells = int(draw.integers(0, 400)), int(draw.integers(1, 9))
        place = draw.integers(0, cells, rows)
        if draw.random() < 0.6:
            place.sort()
        column = draw.integers(-2, 4, rows).astype(kind)
        runs = Runs.of(place, cells)
        assert runs is not None
        counted = runs.count(column, (1, 2, 77))
        assert counted is not None
        values, table = counted
        assert values == tuple(np.unique(column).tolist())
        expected = [[int(np.count_nonzero((place == cell) & (column == v))) for v in values] for cell in range(cells)]
        assert table.tolist() == expected


def test_a_column_of_many_values_is_left_to_the_count_by_keys() -> None:
    runs = Runs.of(np.zeros(400, dtype=np.int64), 1)
    assert runs is not None
    assert runs.count(np.arange(400, dtype=np.int16)) is None


def test_short_runs_are_left_to_the_count_by_keys() -> None:
    assert Runs.of(np.arange(400) % 3, 3) is None


def test_a_run_of_more_rows_than_a_byte_can_count_loses_none() -> None:
    rows = 3 * 8 * run_counts.LONGEST + 5
    runs = Runs.of(np.zeros(rows, dtype=np.int64), 1)
    assert runs is not None
    assert runs.count(np.ones(rows, dtype=np.int8), (1,)) == ((1,), np.array([[rows]]))


def _survey(column: NDArray[np.int8]) -> Dataset:
    rows = len(column)
    options = tuple(Option(code) for code in (1, 2, 3))
    return Dataset(
        Codebook((Variable("q", options=options),), (Group("a"), Group("b"))),
        {"q": column},
        np.repeat([0, 1], [rows // 3, rows - rows // 3]).astype(np.int8),
        (np.arange(rows) * 40 // rows).astype(np.int32),
        tuple(str(number) for number in range(40)),
    )


def test_a_tally_is_the_same_in_both_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    data = _survey(np.random.default_rng(5).choice([-9, -1, 1, 2, 3], 30_000).astype(np.int8))
    by_runs = tally(data).items[0]
    monkeypatch.setattr(row_places, "FEWEST_ROWS", 10**9)
    by_keys = tally(data).items[0]
    assert by_runs.codes == by_keys.codes == (1, 2, 3)
    assert by_runs.missing == by_keys.missing
    assert np.array_equal(by_runs.data.counts, by_keys.data.counts)
    assert by_runs.data.cube is not None
    assert by_keys.data.cube is not None
    assert np.array_equal(by_runs.data.cube, by_keys.data.cube)


@pytest.mark.parametrize(
    ("values", "kind"),
    [((), np.int8), ((-9, 127), np.int8), ((128,), np.int16), ((-129, 0), np.int16), ((40_000,), np.int32)],
)
def test_a_column_takes_the_smallest_type_that_holds_it(values: tuple[int, ...], kind: type[np.signedinteger]) -> None:
    column = narrow(np.array(values, dtype=np.int64))
    assert column.dtype == kind
    assert tuple(column.tolist()) == values
