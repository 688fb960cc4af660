"""2,000 random awkward tables through every function of inference: no impossible number, no exception, no warning."""

import dataclasses
import math
from collections.abc import Iterator

import numpy as np
import pytest

from analysis.results import Estimate, Status, Test
from analysis.statistics.cluster_counts import ClusterCounts, Floats
from analysis.statistics.dominance import cliffs_deltas
from analysis.statistics.locations import mean, mean_difference
from analysis.statistics.proportions import design_effects, share
from analysis.statistics.relative_effects import omnibuses

CHUNKS, TABLES = range(20), 100


def table(draw: np.random.Generator) -> ClusterCounts:
    """Counts with empty groups, single clusters, one huge cluster, unused values and people without a cluster."""
    clusters, groups, values = int(draw.integers(0, 16)), int(draw.integers(2, 5)), int(draw.integers(1, 6))
    cube = draw.poisson(draw.choice([0.2, 1.0, 4.0]), (clusters, groups, values))
    if clusters and draw.random() < 0.3:
        cube[0] *= 40
    if draw.random() < 0.3:
        cube[:, int(draw.integers(groups))] = 0
    if draw.random() < 0.3:
        cube[:, :, int(draw.integers(values))] = 0
    if clusters and draw.random() < 0.2:
        cube[:] = cube[0]
    if draw.random() < 0.2:
        for group in range(groups):
            cube[:, group, np.arange(values) != group % values] = 0
    alone = draw.poisson(draw.choice([0.0, 1.0]), (groups, values))
    counts = cube.sum(axis=0) + alone
    return ClusterCounts(counts, cube if draw.random() < 0.9 else None)


def everything(data: ClusterCounts, values: Floats) -> Iterator[tuple[Estimate, float, float]]:
    """Every estimate with the limits of what it estimates."""
    limits = (float(values[0]), float(values[-1]))
    groups = range(len(data.counts))
    pairs = [data.subset([i, j]) for i in groups for j in groups if i < j]
    for delta in cliffs_deltas(pairs):
        yield delta, -1.0, 1.0
    for pair in pairs:
        width = limits[1] - limits[0]
        yield mean_difference(pair, values, limits), -width, width
    for group in groups:
        yield mean(data, group, values, limits), *limits
        n, effects = int(data.n[group]), design_effects(data, group) if data.n[group] else None
        for at, chosen in enumerate(data.counts[group].tolist()):
            yield share(chosen, n, effects[at] if effects else None), 0.0, 1.0


def numbers(record: Estimate | Test) -> list[float]:
    return [value for value in dataclasses.astuple(record) if isinstance(value, float)]


@pytest.mark.parametrize("chunk", CHUNKS)
def test_every_number_is_possible(chunk: int) -> None:
    draw = np.random.default_rng([20191120, chunk])
    tables = [table(draw) for _ in range(TABLES)]
    for data in tables:
        for found, low, high in everything(data, np.arange(1.0, data.counts.shape[1] + 1.0)):
            possible(found, low, high)
    for test in omnibuses(tables):
        assert all(map(math.isfinite, numbers(test)))
        assert test.p_value is None or 0 < test.p_value <= 1
        assert test.p_value is not None or test.status is not Status.OK
    for data, test in zip(tables, omnibuses(tables), strict=True):
        shown = [int(n) for n, each in zip(data.clusters, data.n, strict=True) if each]
        varied = np.count_nonzero(data.counts.sum(axis=0)) > 1
        if len(shown) > 1 and min(shown) >= 10 and varied:
            assert test.p_value is not None


def possible(found: Estimate, low: float, high: float) -> None:
    assert all(map(math.isfinite, numbers(found)))
    if found.estimate is None:
        assert found.status is not Status.OK
        return
    rounding = 1e-9 * max(1.0, abs(high))
    assert low - rounding <= found.estimate <= high + rounding
    if found.ci_low is not None and found.ci_high is not None:
        assert low - rounding <= found.ci_low <= found.estimate + rounding
        assert found.estimate - rounding <= found.ci_high <= high + rounding
    if found.range_low is not None and found.range_high is not None:
        assert found.range_low <= found.estimate <= found.range_high
    assert found.detectable is None or 0 < found.detectable <= high - low
    assert found.p_value is None or 0 < found.p_value <= 1
    if found.p_value is not None and found.ci_low is not None and found.ci_high is not None:
        leaves_out = not found.ci_low <= 0 <= found.ci_high
        assert (found.p_value < 0.05) is leaves_out or abs(found.p_value - 0.05) < 1e-6
