"""Compares groups item by item and construct by construct.

The families of METHOD 6: one cluster-robust omnibus test per item, Benjamini-Hochberg over the items; pairs are tested
only inside the R of m selected items, with Holm at .05 R / m; constructs are compared with Holm over the declared
primary contrasts. Tests that ignore clusters are shown for reference, without stars.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from analysis.comparisons.constructs import adjust_constructs, compare_constructs
from analysis.comparisons.item_comparisons import compare_items, describe_items
from analysis.disclosure.small_cells import Cells, Thresholds, decide_cells
from analysis.measures.score_differences import SCORES
from analysis.results import (
    Comparability,
    Comparison,
    ConstructComparison,
    Estimate,
    Family,
    ItemComparison,
    PairComparison,
)
from analysis.sources.dataset import Codebook, Dataset
from analysis.sources.tally import Tally, tally
from analysis.statistics.dominance import detectable_delta, detectable_within
from analysis.statistics.multiplicity import benjamini_hochberg, selected_level

LEVEL = 0.05
Contrast = tuple[str, str, str]
"""Construct, first group, second group."""


def compare(
    dataset: Dataset,
    items: Sequence[str] | None = None,
    thresholds: Thresholds | None = None,
    primary: Sequence[Contrast] = (),
    cells: Cells | None = None,
) -> Comparison:
    """Compare the groups of a data set on the named items (default: all) and on their constructs.

    ``cells``: what ``small_cells.decide_cells`` allows to be shown; by default decided from these items. ``primary``:
    at most ten contrasts declared before the data; without them the family holds every pair of every construct. Data
    never raise an error; ``KeyError`` means that the codebook has no such item.
    """
    return compare_tally(tally(dataset, items), dataset.codebook, thresholds, primary, cells)


def compare_tally(
    counted: Tally,
    codebook: Codebook,
    thresholds: Thresholds | None = None,
    primary: Sequence[Contrast] = (),
    cells: Cells | None = None,
) -> Comparison:
    """The comparison from counts alone, for sources that count by themselves; ``primary`` and ``cells`` as above.

    A release made in several comparisons decides ``cells`` for all of them together.
    """
    if cells is None:
        cells = decide_cells(counted.items, codebook.groups, thresholds)
    constructs = compare_constructs(counted, thresholds, primary, cells)
    raw = compare_items(counted.items, codebook.groups, thresholds, cells)
    items, families = _judge(raw, constructs)
    return replace(_of_items(items, counted, codebook, thresholds), constructs=constructs, families=families)


def describe_tally(counted: Tally, codebook: Codebook, thresholds: Thresholds | None, cells: Cells) -> Comparison:
    """The answers of each group from counts, without any test or difference; ``cells`` as in ``compare``."""
    items = describe_items(counted.items, codebook.groups, thresholds, cells)
    return _of_items(items, counted, codebook, thresholds)


def _of_items(
    items: Sequence[ItemComparison], counted: Tally, codebook: Codebook, thresholds: Thresholds | None
) -> Comparison:
    return Comparison(
        items=tuple(items),
        constructs=(),
        groups=tuple((group.code, group.label) for group in codebook.groups),
        families=(),
        clustered=counted.clustered,
        threshold=thresholds.people if thresholds else None,
        notes=counted.notes,
        mark=counted.mark,
        title=codebook.title or None,
    )


def combine(
    comparison: Comparison,
    items: Sequence[ItemComparison],
    constructs: Sequence[ConstructComparison] = (),
    primary: Sequence[Contrast] = (),
) -> Comparison:
    """The comparison with these items and constructs, which may have been computed at different times.

    All results that depend on a family of tests (adjusted p-values, selected items, detectable values) are computed
    again.
    """
    adjusted = adjust_constructs(constructs, primary)
    judged, families = _judge(items, adjusted)
    return replace(comparison, items=judged, constructs=adjusted, families=families)


def _judge(
    items: Sequence[ItemComparison], constructs: Sequence[ConstructComparison]
) -> tuple[tuple[ItemComparison, ...], tuple[Family, ...]]:
    judged, family = adjust_items(items)
    return tuple(judged), (family, _construct_family(constructs)) if constructs else (family,)


def adjust_items(items: Sequence[ItemComparison], level: float = LEVEL) -> tuple[list[ItemComparison], Family]:
    """Fill ``omnibus.p_adjusted`` and ``selected`` over the items, and ``tested``/``significant`` of their pairs."""
    adjusted = benjamini_hochberg([item.omnibus.p_value for item in items])
    selected = [p is not None and p <= level for p in adjusted]
    m, chosen = sum(p is not None for p in adjusted), sum(selected)
    pair_level = selected_level(level, chosen, m)
    done = [
        replace(
            item,
            omnibus=replace(item.omnibus, p_adjusted=p, selected=take),
            pairs=tuple(_judged(pair, take, pair_level) for pair in item.pairs),
        )
        for item, p, take in zip(items, adjusted, selected, strict=True)
    ]
    # At Holm's first step, the level over the number of pairs of the item.
    first = pair_level or level / max(1, m)
    low, high = _detectable(
        value for item in done for pair in item.pairs for value in _of_delta(pair.cliffs_delta, first / len(item.pairs))
    )
    family = Family(
        name="items",
        method="Benjamini-Hochberg over items; Holm over the pairs of a selected item at .05 R / m",
        level=level,
        m=m,
        selected=chosen,
        pair_level=pair_level,
        detectable_low=low,
        detectable_high=high,
    )
    return done, family


def _judged(pair: PairComparison, selected: bool, pair_level: float) -> PairComparison:
    delta = pair.cliffs_delta
    tested = selected and delta.p_value is not None and pair.comparability is not Comparability.SIDE_BY_SIDE
    # Near -1 and 1 the asymmetric interval is more reliable; a star beside an interval that contains 0 would mislead.
    apart = delta.ci_low is not None and delta.ci_high is not None and not delta.ci_low <= 0 <= delta.ci_high
    small = delta.p_adjusted is not None and delta.p_adjusted <= pair_level
    return replace(pair, tested=tested, significant=tested and small and apart)


def _detectable(values: Iterable[float | None]) -> tuple[float | None, float | None]:
    """Smallest and largest detectable value; ``None`` in place of one that is too large to tell."""
    found = list(values)
    known = [value for value in found if value is not None]
    return min(known, default=None), None if len(known) < len(found) else max(known, default=None)


def _of_delta(estimate: Estimate, level: float) -> Iterator[float | None]:
    if estimate.p_value is not None and estimate.estimate is not None and estimate.se is not None and estimate.df:
        yield detectable_delta(estimate.estimate, estimate.se, estimate.df, 1.0 - level)


def _of_difference(estimate: Estimate, level: float) -> Iterator[float | None]:
    if estimate.p_value is not None and estimate.se is not None and estimate.df:
        yield detectable_within(SCORES[1] - SCORES[0], estimate.se, estimate.df, 1.0 - level)


def _construct_family(constructs: Sequence[ConstructComparison]) -> Family:
    pairs = [pair for construct in constructs for pair in construct.pairs if pair.primary]
    tests = [pair.difference for pair in pairs if pair.difference.p_value is not None]
    low, high = _detectable(value for test in tests for value in _of_difference(test, LEVEL / max(1, len(tests))))
    rejected = sum(test.p_adjusted is not None and test.p_adjusted <= LEVEL for test in tests)
    return Family("constructs", "Holm over the primary contrasts", LEVEL, len(tests), rejected, LEVEL, low, high)
