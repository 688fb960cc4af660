"""2,000 random awkward tables through every function of inference: no impossible number, no exception, no warning."""

import dataclasses
import math
from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pytest

from analysis.results import Estimate, Status, Test
from analysis.statistics.cluster_counts import ClusterCounts
from analysis.statistics.dominance import cliffs_deltas
from analysis.statistics.locations import mean_differences, means
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


def everything(tables: list[ClusterCounts]) -> Iterator[tuple[Estimate, float, float]]:
    """Every estimate with the limits of what it estimates."""
    scales = [np.arange(1.0, data.counts.shape[1] + 1.0) for data in tables]
    pairs = [(data.subset(pair), v) for data, v in zip(tables, scales, strict=True) for pair in two_of(data)]
    groups = [(data.subset([g]), v) for data, v in zip(tables, scales, strict=True) for g in range(len(data.counts))]
    for delta in cliffs_deltas([pair for pair, _ in pairs]):
        yield delta, -1.0, 1.0
    ends = [(float(v[0]), float(v[-1])) for _, v in pairs]
    differences = mean_differences([pair for pair, _ in pairs], [v for _, v in pairs], ends)
    for found, (low, high) in zip(differences, ends, strict=True):
        yield found, low - high, high - low
    ends = [(float(v[0]), float(v[-1])) for _, v in groups]
    for found, (low, high) in zip(means([g for g, _ in groups], [v for _, v in groups], ends), ends, strict=True):
        yield found, low, high
    for group, _ in groups:
        n = int(group.n[0])
        effects = design_effects(group, 0) if n else None
        for at, chosen in enumerate(group.counts[0].tolist()):
            yield share(chosen, n, effects[at] if effects else None), 0.0, 1.0


def two_of(data: ClusterCounts) -> Iterator[tuple[int, int]]:
    return combinations(range(len(data.counts)), 2)


def numbers(record: Estimate | Test) -> list[float]:
    return [value for value in dataclasses.astuple(record) if isinstance(value, float)]


@pytest.mark.parametrize("chunk", CHUNKS)
def test_every_number_is_possible(chunk: int) -> None:
    draw = np.random.default_rng([20191120, chunk])
    tables = [table(draw) for _ in range(TABLES)]
    for found, low, high in everything(tables):
        possible(found, low, high)
    tests = omnibuses(tables)
    for test in tests:
        assert all(map(math.isfinite, numbers(test)))
        assert test.p_value is None or 0 < test.p_value <= 1
        assert test.p_value is not None or test.status is not Status.OK
    for data, test in zip(tables, tests, strict=True):
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
