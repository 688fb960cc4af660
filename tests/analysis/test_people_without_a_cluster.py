"""People without a cluster are each a cluster of one; their number costs neither memory nor time."""

import subprocess
import sys
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.comparisons.group_comparisons import compare
from analysis.disclosure.small_cells import Thresholds
from analysis.results import Status
from analysis.sources.dataset import ALONE, UNKNOWN, Codebook, Dataset, Group, IntArray, Option, Variable
from analysis.sources.row_places import CellIndex
from analysis.sources.tally import from_rows, tally
from analysis.statistics import sparse_counts
from analysis.statistics.cluster_counts import ClusterCounts
from analysis.statistics.sparse_counts import SparseCounts
from analysis.views.json import to_json
from tests.analysis.source_contract import counts_of
from tests.analysis.test_sparse_counts import flat

SCALE = tuple(Option(code) for code in range(1, 6))


def survey(people: int, clusters: int, alone: float, seed: int) -> Dataset:
    """Answers of three groups to four items of one construct; ``alone``: the share of people without a cluster."""
    draw = np.random.default_rng(seed)
    group = draw.integers(0, 3, people)
    cluster = np.where(draw.random(people) < alone, ALONE, draw.integers(0, max(1, clusters), people))
    cluster[draw.random(people) < 0.02] = UNKNOWN
    columns = {f"q{k}": np.clip(draw.integers(-1, 6, people) + (group == k), -1, 5).astype(np.int16) for k in range(4)}
    for column in columns.values():
        column[column == 0] = 1
    book = Codebook(
        tuple(Variable(name, options=SCALE, construct="c", sensitive=name == "q3") for name in columns),
        (Group("a"), Group("b"), Group("c", census_of_units=True)),
    )
    return Dataset(
        book, columns, group.astype(np.int16), cluster.astype(np.int32), tuple(f"u{n}" for n in range(clusters))
    )


def every_cluster_in_the_cube(
    groups: int,
    group: IntArray,
    cluster: IntArray | None = None,
    clusters: int = 0,
    people: IntArray | None = None,
) -> CellIndex:
    """The former index, from before such people were counted together: one layer of the cube per cluster."""
    assert cluster is not None
    return CellIndex(groups, clusters, cluster.astype(np.int64) * groups + group, people)


def spelt_out(data: Dataset) -> Dataset:
    """The same people, with a named cluster for each person who is alone."""
    assert data.cluster is not None
    cluster, names = data.cluster.copy(), list(data.cluster_names)
    for row in np.flatnonzero(cluster == ALONE).tolist():
        cluster[row] = len(names)
        names.append(f"alone_{row}")
    return Dataset(data.codebook, data.columns, data.group, cluster, tuple(names))


@settings(max_examples=60, deadline=None)
@given(
    people=st.integers(0, 150),
    clusters=st.integers(0, 14),
    alone=st.sampled_from([0.0, 0.05, 0.5, 1.0]),
    seed=st.integers(0, 10_000),
    threshold=st.sampled_from([None, Thresholds.for_file(5)]),
    largest_cube=st.sampled_from([0, sparse_counts.LARGEST_CUBE]),
)
def test_the_figures_equal_those_of_named_clusters_of_one(
    people: int, clusters: int, alone: float, seed: int, threshold: Thresholds | None, largest_cube: int
) -> None:
    data = survey(people, clusters, alone if clusters else 1.0, seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sparse_counts, "LARGEST_CUBE", largest_cube)
        counted, found = tally(data), to_json(compare(data, None, threshold))
    named = spelt_out(data)
    assert counts_of(tally(named)) == counts_of(counted)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CellIndex, "of", every_cluster_in_the_cube)
        before, expected = tally(named), to_json(compare(named, None, threshold))
    assert all(not item.data.alone.any() for item in before.items)
    for item, old in zip(counts_of(counted).values(), counts_of(before).values(), strict=True):
        assert {**item, "alone": None} == {**old, "alone": None}
    numbers: Callable[[object], dict[str, float]] = flat
    assert numbers(found) == pytest.approx(numbers(expected), rel=1e-9, abs=1e-11)


@pytest.mark.parametrize("kind", [ClusterCounts, SparseCounts])
def test_columns_and_subsets_keep_the_people_without_a_cluster(monkeypatch: pytest.MonkeyPatch, kind: type) -> None:
    if kind is SparseCounts:
        monkeypatch.setattr(sparse_counts, "LARGEST_CUBE", 0)
    data = tally(survey(200, 9, 0.4, 3), ["q0"]).items[0].data
    assert type(data) is kind
    part = data.subset([2, 0]).columns([4, -1, 0])
    assert part.alone.tolist() == [[data.alone[g, 4], 0, data.alone[g, 0]] for g in (2, 0)]


def test_a_row_may_stand_for_a_million_people() -> None:
    group, cluster, code = (np.array(values) for values in ([0, 1, 1, 0], [ALONE, ALONE, 0, 0], [1, 2, 1, 2]))
    places = CellIndex.of(2, group, cluster, 1, np.array([1_000_000, 2_000_000, 3, 4]))
    item = from_rows(Variable("q"), places, code)
    assert item.status is Status.OK
    assert item.data.clusters.tolist() == [1_000_001, 2_000_001]
    assert item.data.alone.nbytes < 100


MILLION = """
import resource, sys, time
from analysis.comparisons.group_comparisons import compare
from tests.analysis.test_people_without_a_cluster import spelt_out, survey
data = survey(1_000_000, 500, 0.9, 1)
if "named" in sys.argv:
    data = spelt_out(data)
began = time.process_time()
compared = compare(data)
seconds = time.process_time() - began
assert [item.status for item in compared.items] == ["ok"] * 4, compared.items
print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.parametrize("spelling", ["alone", "named"])
def test_a_million_people_without_a_cluster_are_compared_in_seconds_and_less_than_a_gigabyte(spelling: str) -> None:
    """Also if a file names a cluster for each of them."""
    run = subprocess.run([sys.executable, "-c", MILLION, spelling], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    seconds, kilobytes = map(float, run.stdout.split())
    assert seconds < 10
    assert kilobytes < 1_000_000
