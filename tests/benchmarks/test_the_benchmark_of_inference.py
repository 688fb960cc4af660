"""The settings of ``make bench-inference`` are as declared, and their surveys have the population values."""

import numpy as np
import pytest

from analysis.statistics.cluster_counts import ClusterCounts
from benchmarks.inference.cells import CELLS, SIZES, Cell, chosen_cells, every_cell
from benchmarks.inference.measuring import measure
from benchmarks.inference.page import lines, outside
from benchmarks.inference.surveys import draw, pooled, population, population_delta, shift_for


def test_the_fraction_holds_every_design_and_kind_of_sizes() -> None:
    chosen = chosen_cells()
    assert len(chosen) == len(set(chosen)) == CELLS <= 120
    assert chosen == chosen_cells()
    for attribute in ("agencies", "groups", "sizes", "icc", "answers", "between"):
        assert {getattr(cell, attribute) for cell in chosen} == {getattr(cell, attribute) for cell in every_cell()}
    assert {cell.sizes for cell in chosen} == set(SIZES)
    assert len({cell.name for cell in every_cell()}) == len(every_cell())


@pytest.mark.parametrize("icc", [0.0, 0.3])
def test_answers_have_the_distribution_of_the_population(icc: float) -> None:
    cell = Cell(False, (60,), 2, "equal", icc, "skewed")
    surveys = draw(cell, 300, np.random.default_rng(1), np.array([0.5, -0.5]))
    counts = np.sum([data.counts for data in surveys], axis=0)
    shares = counts / counts.sum(axis=1, keepdims=True)
    assert shares[0] == pytest.approx(population("skewed", 0.5), abs=0.012)
    assert shares[1] == pytest.approx(population("skewed", -0.5), abs=0.012)


def test_the_shift_gives_the_delta() -> None:
    shift = shift_for("skewed", 0.3)
    assert population_delta("skewed", shift / 2, -shift / 2) == pytest.approx(0.3, abs=1e-9)


def test_pooling_keeps_people_and_loses_agencies() -> None:
    cubes = np.random.default_rng(1).integers(0, 3, (4, 9, 2, 5))
    together = pooled(cubes)
    assert together.sum(axis=1).tolist() == cubes.sum(axis=1).tolist()
    data = ClusterCounts(together[0].sum(axis=0), together[0])
    assert data.cube is not None
    assert int(data.clusters.max()) < 9 + 2


def test_a_small_run_makes_a_page() -> None:
    cell = Cell(True, (12, 12), 2, "lognormal", 0.1, "even")
    found = measure(cell, 20)
    assert found["equal"]["delta"]["made"] == 20
    page = list(lines([(cell, found)]))
    assert any(line.startswith(f"| {cell.name} | ") for line in page)
    assert all(0 <= rate <= 1 for _, _, rate, _ in outside(found))
