"""Very many clusters are counted without a cell for every cluster, group and answer, with the same figures."""

import numpy as np
import pytest

from analysis.comparisons.group_comparisons import compare
from analysis.disclosure.small_cells import Thresholds
from analysis.results import Status
from analysis.sources.dataset import Codebook, Dataset, Group, Option, Variable
from analysis.sources.tally import tally
from analysis.statistics import sparse_counts
from analysis.statistics.sparse_counts import SparseCounts, count_cells
from analysis.views.json import to_json

SCALE = tuple(Option(code) for code in range(1, 6))


def survey(people, clusters, seed=1, constructs=True):
    draw = np.random.default_rng(seed)
    group, cluster = draw.integers(0, 3, people), draw.integers(0, clusters, people)
    columns = {f"q{k}": np.clip(draw.integers(-2, 6, people) + (group == k), -2, 5).astype(np.int16) for k in range(3)}
    for column in columns.values():
        column[column == 0] = 1
    variables = tuple(Variable(name, options=SCALE, construct="c" if constructs else None) for name in columns)
    book = Codebook(variables, tuple(map(Group, "abc")))
    names = tuple(map(str, range(clusters)))
    return Dataset(book, columns, group.astype(np.int16), cluster.astype(np.int32), names)


@pytest.mark.parametrize("clusters", [4, 11, 150])
@pytest.mark.parametrize("threshold", [None, Thresholds.for_file(10)])
def test_sparse_and_dense_counts_give_the_same_comparison(monkeypatch, clusters, threshold):
    data = survey(400, clusters)
    dense = to_json(compare(data, None, threshold))
    monkeypatch.setattr(sparse_counts, "LARGEST_CUBE", 0)
    monkeypatch.setattr(sparse_counts, "CLUSTERS_AT_ONCE", 7)
    assert all(isinstance(item.data, SparseCounts) for item in tally(data).items)
    assert flat(to_json(compare(data, None, threshold))) == pytest.approx(flat(dense), rel=1e-9, abs=1e-12)


def flat(value, name=""):
    """All numbers of the document by their place, with texts as hashes so that they must be equal."""
    if isinstance(value, dict):
        return {place: one for key, entry in value.items() for place, one in flat(entry, f"{name}/{key}").items()}
    if isinstance(value, list | tuple):
        return {place: one for at, entry in enumerate(value) for place, one in flat(entry, f"{name}/{at}").items()}
    return {name: value if isinstance(value, int | float) else hash(value) % 1000}


def test_two_million_clusters_of_three_groups_and_five_answers_are_counted():
    data = survey(2_000_000, 2_000_000, constructs=False)
    counted = tally(data, ["q0"])
    (item,) = counted.items
    assert (item.status, item.codes) == (Status.OK, (1, 2, 3, 4, 5))
    assert isinstance(item.data, SparseCounts)
    people = item.data.people
    assert people.nbytes < 8 * data.n
    assert (
        int(people.sum() + item.data.alone.sum())
        == int(item.data.n.sum())
        == int(np.count_nonzero(data.columns["q0"] > 0))
    )


def test_a_hundred_thousand_clusters_are_inferred_from_sparse_counts():
    data = survey(400_000, 150_000, constructs=False)
    assert isinstance(tally(data, ["q0"]).items[0].data, SparseCounts)
    (item,) = compare(data, ["q0"]).items
    assert item.omnibus.status is Status.OK
    for pair in item.pairs:
        delta = pair.cliffs_delta
        assert delta.status is Status.OK
        # People are independent, so that the classical variance is right as well.
        assert delta.se == pytest.approx(pair.classical.se, rel=0.02)
        assert delta.df > 50_000


def test_rows_may_stand_for_several_people():
    key, people = np.array([0, 7, 7, 29]), np.array([2, 1, 4, 3])
    dense = count_cells(*np.divmod(key, 3), 0, (5, 2, 3), people)
    (cluster, place) = np.divmod(np.array([0, 7, 29]), 6)
    sparse = SparseCounts.of(cluster, place, np.array([2, 5, 3]), np.zeros((2, 3), dtype=np.int64))
    assert dense.counts.tolist() == sparse.counts.tolist()
    assert dense.clusters.tolist() == sparse.clusters.tolist()
    assert [sorted(dense.parts(g)) for g in (0, 1)] == [sorted(sparse.parts(g)) for g in (0, 1)]
    assert dense.columns([2, -1, 0]).counts.tolist() == sparse.columns([2, -1, 0]).counts.tolist()
