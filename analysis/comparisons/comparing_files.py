"""Compares the groups in a file or other source: counts, and computes the results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from analysis.comparisons.group_comparisons import compare_tally
from analysis.disclosure.small_cells import Thresholds
from analysis.results import Comparison
from analysis.sources.answer_source import AnswerSource
from analysis.sources.dataset import Codebook
from analysis.sources.opening import open_file as open_file
from analysis.sources.tally import tally
from forms.missing_values import Missing


def compare_source(
    source: AnswerSource, items: Sequence[str] | None = None, threshold: int | None = None
) -> tuple[Comparison, Codebook]:
    """Compare the groups of a source; returns the comparison and the codebook of its items. Raises ``InputFaultError``.

    The source counts answers and scores; rows are read only for scores that it cannot count. ``threshold`` hides
    figures of fewer people.
    """
    thresholds = None if threshold is None else Thresholds.for_file(threshold)
    counted = source.tally(items)
    if counted.scores is None and any(variable.construct for variable in counted.codebook.variables):
        counted = tally(source.read(items))
    return compare_tally(counted, counted.codebook, thresholds), counted.codebook


def compare_file(
    address: Path | str,
    group: str,
    items: Sequence[str] | None = None,
    cluster: str | None = None,
    described: Codebook | None = None,
    threshold: int | None = None,
    missing: Mapping[str, Missing] | None = None,
    amounts: Sequence[str] = (),
) -> Comparison:
    """``compare_source`` for the result of ``open_file``."""
    return compare_source(open_file(address, group, cluster, described, missing, amounts), items, threshold)[0]
