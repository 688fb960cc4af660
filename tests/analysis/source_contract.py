"""The contract of a source of answers, used by the tests of each source."""

from collections.abc import Iterator, Sequence
from typing import Any

from analysis.sources.answer_source import AnswerSource
from analysis.sources.dataset import Variable
from analysis.sources.score_tally import ScoreTally
from analysis.sources.tally import ItemTally, Tally, tally
from analysis.statistics.cluster_counts import ClusterCounts


def counts_of(counted: Tally) -> dict[str, Any]:
    """All counts that a comparison uses, in plain lists."""
    return {item.variable.name: _item(item) for item in counted.items}


def _item(item: ItemTally) -> dict[str, Any]:
    data = item.data
    return {
        "codes": item.codes,
        "counts": data.counts.tolist(),
        "missing": [dict(sorted(reasons.items())) for reasons in item.missing],
        "status": item.status,
        "note": item.note,
        "clustered": data.clustered,
        "alone": data.alone.tolist(),
        "parts": [sorted(data.parts(group).tolist()) for group in range(len(data.counts))],
        "together": data.clusters_together(range(len(data.counts))),
        "silent": None if item.silent is None else _silent(item.silent),
    }


def _silent(data: ClusterCounts) -> list[list[int]]:
    """People of each group without an answer in each cluster that holds any, in no order."""
    return [sorted(data.parts(group).tolist()) for group in range(len(data.counts))]


def scored_sets(counted: Tally) -> Iterator[list[Variable]]:
    """The items of each construct that have one scale and may be averaged, and all such items of one scale."""
    fit = [item.variable for item in counted.items if item.variable.averaged and len(item.variable.options) > 1]
    by_scale: dict[tuple[str | None, tuple[int, ...]], list[Variable]] = {}
    for variable in fit:
        codes = tuple(option.code for option in variable.options)
        by_scale.setdefault((variable.construct, codes), []).append(variable)
        by_scale.setdefault(("any", codes), []).append(variable)
    yield from by_scale.values()


def scores_of(counted: ScoreTally) -> dict[str, Any]:
    """All counts of scores, in plain lists."""
    groups = range(len(counted.data.counts))
    return {
        "values": counted.values.tolist(),
        "counts": counted.data.counts.tolist(),
        "parts": [sorted(counted.data.parts(group).tolist()) for group in groups],
        "together": counted.data.clusters_together(groups),
    }


def hold_to_contract(source: AnswerSource, items: Sequence[str] | None = None) -> Tally:
    """Assert that the source counts what it reads and names it in its codebook; returns the counts."""
    counted, read = source.tally(items), source.read(items)
    expected = tally(read)
    assert counts_of(counted) == counts_of(expected)
    assert [item.variable for item in counted.items] == [item.variable for item in expected.items]
    assert counted.codebook == read.codebook
    assert (counted.clustered, counted.notes, counted.mark) == (expected.clustered, expected.notes, expected.mark)
    if counted.scores is not None and expected.scores is not None:
        for variables in scored_sets(counted):
            assert scores_of(counted.scores(variables)) == scores_of(expected.scores(variables))
    assert {item.variable.name for item in counted.items} <= {v.name for v in source.codebook().variables}
    return counted
