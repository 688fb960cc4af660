"""A measure is computed only from the counts that may be shown."""

import sys
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from analysis.comparisons.group_comparisons import compare
from analysis.disclosure.small_cells import Thresholds
from analysis.measures import MEASURES
from analysis.measures.measure import Counts, Figures, Level, Measure, Reads
from analysis.results import Comparability, Comparison, Dunn, Estimate, Status, figure
from analysis.sources.dataset import Dataset, Option, Variable
from analysis.statistics import ranks
from analysis.statistics.cluster_counts import Counts as IntArray
from analysis.statistics.ranks import dunn_tests
from tests.analysis.made_data import dataset

PEOPLE = {"many": 60, "more": 90, "few": 7}
read: list[Counts] = []


class Watching(Measure):
    """Records what it is given."""

    names = ("watched",)
    label = term = introduction = method = "watched"
    references = ("Nobody (2026). Nothing.",)

    def __init__(self, level: Level, reads: Reads, ordered_only: bool = True) -> None:
        self.level, self.reads, self.ordered_only = level, reads, ordered_only

    def compute(self, counts: Counts) -> Figures:
        read.append(counts)
        return {"watched": Estimate(1.0, se=0.5, ci_low=0.1, ci_high=1.9, p_value=0.04, n=int(counts.data.n.sum()))}


MEASURE: Measure = Watching(Level.ITEM, Reads.COUNTS)


def watch(monkeypatch: pytest.MonkeyPatch, measure: Measure) -> None:
    read.clear()
    monkeypatch.setitem(MEASURES, "watched", __name__)
    monkeypatch.setattr(sys.modules[__name__], "MEASURE", measure)


def answers(clusters: int = 12, variable: Variable | None = None) -> Dataset:
    groups = [name for name, people in PEOPLE.items() for _ in range(people)]
    columns = {name: [at % 5 + 1 for at in range(len(groups))] for name in ("q1", "q2", "q3")}
    options = tuple(Option(code) for code in range(1, 6))
    described = variable or Variable("", construct="c")
    variables = [replace(described, name=name, options=options) for name in columns]
    return dataset(groups, columns, variables, cluster=[at % clusters for at in range(len(groups))])


def watched(comparison: Comparison, level: Level) -> dict[tuple[str, ...], Estimate]:
    item = comparison.items[0]
    pairs = comparison.constructs[0].pairs if comparison.constructs else ()
    found: dict[Level, dict[tuple[str, ...], Estimate]] = {
        Level.GROUP: {(group.group,): figure(group, "watched") for group in item.groups},
        Level.ITEM: {item.tested_groups: figure(item, "watched")},
        Level.PAIR: {pair.groups: figure(pair, "watched") for pair in item.pairs},
        Level.SCORES: {pair.groups: figure(pair, "watched") for pair in pairs},
    }
    return found[level]


@pytest.mark.parametrize("reads", Reads)
@pytest.mark.parametrize("level", Level)
def test_measures_receive_no_counts_of_hidden_groups(
    monkeypatch: pytest.MonkeyPatch, level: Level, reads: Reads
) -> None:
    watch(monkeypatch, Watching(level, reads))
    found = watched(compare(answers(), None, Thresholds.for_file(10)), level)
    assert read
    for counts in read:
        assert "few" not in {group.code for group in counts.groups}
        assert set(counts.data.n.tolist()) <= {60, 90}
        assert counts.everybody is None or set(counts.everybody.n.tolist()) == {60, 90}
    for groups, estimate in found.items():
        hidden = "few" in groups
        assert (estimate.estimate is None) is hidden
        assert (estimate.status is Status.SUPPRESSED) is hidden


@pytest.mark.parametrize("level", Level)
def test_a_measure_that_reads_counts_receives_no_clusters(monkeypatch: pytest.MonkeyPatch, level: Level) -> None:
    watch(monkeypatch, Watching(level, Reads.COUNTS))
    compare(answers())
    assert read
    assert not any(counts.data.clustered for counts in read)
    assert not any(counts.everybody is not None and counts.everybody.clustered for counts in read)


@pytest.mark.parametrize("level", Level)
def test_a_measure_that_reads_few_small_clusters_loses_its_interval(
    monkeypatch: pytest.MonkeyPatch, level: Level
) -> None:
    watch(monkeypatch, Watching(level, Reads.CLUSTERS))
    # Seven clusters of eight or nine people; the threshold is ten.
    found = watched(compare(answers(clusters=7), None, Thresholds.for_file(10)), level)
    small = found[{Level.GROUP: ("many",), Level.ITEM: ("many", "more")}.get(level, ("many", "more"))]
    assert small.status is Status.FEW_CLUSTERS
    assert (small.se, small.ci_low, small.ci_high, small.p_value) == (None, None, None, None)


def test_unordered_answers_are_given_only_to_measures_without_order(monkeypatch: pytest.MonkeyPatch) -> None:
    nominal = Variable("", kind="nominal", averaged=False)
    watch(monkeypatch, Watching(Level.PAIR, Reads.COUNTS))
    refused = watched(compare(answers(variable=nominal)), Level.PAIR)
    assert {estimate.status for estimate in refused.values()} == {Status.NOT_ORDERED}
    assert not read
    watch(monkeypatch, Watching(Level.PAIR, Reads.COUNTS, ordered_only=False))
    taken = watched(compare(answers(variable=nominal)), Level.PAIR)
    assert all(estimate.estimate == 1.0 for estimate in taken.values())


def test_side_by_side_pairs_are_not_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    watch(monkeypatch, Watching(Level.PAIR, Reads.COUNTS))
    apart = Variable("", comparability_default=Comparability.SIDE_BY_SIDE)
    found = watched(compare(answers(variable=apart)), Level.PAIR)
    assert {estimate.status for estimate in found.values()} == {Status.SIDE_BY_SIDE}
    assert not read


def test_the_figure_of_a_pair_is_that_of_its_two_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    watch(monkeypatch, Watching(Level.PAIR, Reads.COUNTS))
    found = watched(compare(answers()), Level.PAIR)
    assert {groups: estimate.n for groups, estimate in found.items()} == {
        ("many", "more"): 150,
        ("many", "few"): 67,
        ("more", "few"): 97,
    }
    first = read[0]
    assert first.everybody is not None
    assert np.array_equal(first.everybody.n, [60, 90, 7])
    assert first.places == (0, 1)


class Sharing(Watching):
    """Computes all pairs of an item at once."""

    def compute_pairs(self, pairs: Sequence[Counts]) -> Sequence[Figures]:
        together.append(tuple(tuple(group.code for group in counts.groups) for counts in pairs))
        return [{"watched": Estimate(float(at), status=Status.OK)} for at in range(len(pairs))]


together: list[tuple[tuple[str, ...], ...]] = []


def test_a_measure_may_compute_the_shown_pairs_of_an_item_together(monkeypatch: pytest.MonkeyPatch) -> None:
    watch(monkeypatch, Sharing(Level.PAIR, Reads.COUNTS))
    together.clear()
    found = watched(compare(answers(), ["q1"], Thresholds.for_file(10)), Level.PAIR)
    assert together == [(("many", "more"),)]
    assert {pair: estimate.status for pair, estimate in found.items()} == {
        ("many", "more"): Status.OK,
        ("many", "few"): Status.SUPPRESSED,
        ("more", "few"): Status.SUPPRESSED,
    }
    together.clear()
    found = watched(compare(answers(), ["q1"]), Level.PAIR)
    assert together == [(("many", "more"), ("many", "few"), ("more", "few"))]
    assert [estimate.estimate for estimate in found.values()] == [0.0, 1.0, 2.0]


def test_the_groups_of_an_item_are_ranked_once_for_all_pairs_of_dunns_test(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[Sequence[Sequence[tuple[int, int]]]] = []

    def counting(counts: IntArray, pairs: Sequence[Sequence[tuple[int, int]]]) -> list[list[Dunn]]:
        called.append(pairs)
        return dunn_tests(counts, pairs)

    monkeypatch.setattr(ranks, "dunn_tests", counting)
    compare(answers(), ["q1", "q2"])
    assert called == [[[(0, 1), (0, 2), (1, 2)]] * 2]
