"""Tables of differences: pairs of groups on items and on construct scores."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.measures.measure import Column as MeasureColumn
from analysis.measures.measure import Level, View
from analysis.measures.measure_tables import PairRow, cells, columns, pair_table, shown
from analysis.report.charts_of_items import item_name, never_asked
from analysis.results import Comparability, ConstructComparison, ItemComparison, PairComparison, Status
from analysis.translation import text_in
from analysis.views.document import Column, Row, Table
from analysis.wording.cells import Cell
from analysis.wording.phrasing import Phrasing
from analysis.wording.response_warnings import response_sentences, response_sign


def pairs_of_items(items: Sequence[ItemComparison], phrasing: Phrasing, number: str, title: str) -> Table:
    """One heading per item with its joint tests, and one row per pair with the figures of all measures of pairs."""
    _ = phrasing.say
    found = pair_table(items, phrasing, View.REPORT)
    rows = []
    for item, pairs in found.items:
        rows.append(Row(heading=item_name(item, phrasing), detail=joint_tests(item, phrasing)))
        rows += [_pair_row(row, phrasing) for row in pairs if _both_asked(item, row.pair)]
    columns = (Column(_("Pair of groups"), 2.5, numeric=False), *_columns(found.columns, phrasing))
    return Table(number, title, columns, tuple(rows), "", _pair_notes(items, phrasing))


def joint_tests(item: ItemComparison, phrasing: Phrasing) -> str:
    """The measures of all groups together; those that ignore clusters are labelled."""
    told = [measure.phrase(item, phrasing) for measure in shown(Level.ITEM, [item])]
    return " · ".join(filter(None, [response_sign(item), *told]))


def _columns(wanted: Sequence[MeasureColumn], phrasing: Phrasing) -> list[Column]:
    return [Column(phrasing.say(column.label), column.width) for column in wanted]


def _both_asked(item: ItemComparison, pair: PairComparison) -> bool:
    return not any(never_asked(item.group(group)) for group in pair.groups)


def _pair_row(row: PairRow, phrasing: Phrasing) -> Row:
    name = phrasing.pair(row.pair.groups)
    if row.reason is not None:
        return Row((name, phrasing.status(row.reason)))
    return _row((name,), row.cells)


def _row(names: Sequence[str], cells: Sequence[Cell]) -> Row:
    strong = tuple(at for at, cell in enumerate(cells, len(names)) if cell.strong)
    return Row((*names, *(cell.text for cell in cells)), strong=strong)


def _pair_notes(items: Sequence[ItemComparison], phrasing: Phrasing) -> tuple[str, ...]:
    _, numbers = phrasing.say, phrasing.numbers
    family = next((family for family in phrasing.comparison.families if family.name == "items"), None)
    pairs = [pair for item in items for pair in item.pairs]
    notes = [
        _(
            "δ: Cliff’s delta, above 0 where the first group answers higher. Size by the bounds of Romano et al. "
            "(2006): |δ| below 0.147 negligible, 0.33 small, 0.474 medium; none for an untested pair whose interval "
            "holds 0."
        )
    ]
    if phrasing.comparison.clustered:
        notes.append(_("The interval of δ and p (Holm) allow for clusters."))
    if family is not None and any(pair.significant for pair in pairs):
        notes.append(
            _("Bold: p (Holm) at most {level}, that is 0.05 × {selected} / {m}, and 0 outside the interval.").format(
                level=numbers.decimal(family.pair_level, 4), selected=family.selected, m=family.m
            )
        )
    untested = [pair.cliffs_delta for pair in pairs if pair.cliffs_delta.estimate is not None and not pair.tested]
    if any(delta.p_value is not None for delta in untested):
        notes.append(_("– under p: pairs are tested only where the joint test selected the item."))
    if any(delta.status is Status.FEW_CLUSTERS for delta in untested):
        notes.append(_("– under p: a group has too few clusters, or too unequal ones, for a p-value."))
    if any(
        pair.cliffs_delta.range_low is not None and pair.cliffs_delta.status is not Status.COMPLETE_SEPARATION
        for pair in pairs
    ):
        notes.append(
            _(
                "In square brackets, in place of an interval: range of δ for all clusters and when each is left out in "
                "turn."
            )
        )
    if any(pair.cliffs_delta.status is Status.COMPLETE_SEPARATION for pair in pairs):
        notes.append(_("If the groups do not overlap at all, an exact bound over clusters replaces the interval."))
    notes.append(_("† Conventional test, shown for comparison; ignores clustering."))
    notes += response_sentences(items, phrasing)
    return tuple(notes)


def pairs_of_scores(constructs: Sequence[ConstructComparison], phrasing: Phrasing, number: str, title: str) -> Table:
    """One heading per construct, one row per pair: scores, their difference, adjusted p-value, delta."""
    _ = phrasing.say
    wanted = columns(Level.SCORES, (pair for construct in constructs for pair in construct.pairs), View.REPORT)
    rows = []
    for construct in constructs:
        pairs = [pair for pair in construct.pairs if pair.status is not Status.TOO_FEW_ITEMS]
        if pairs:
            rows.append(Row(heading=text_in(construct.label, phrasing.language, construct.construct)))
        for pair in pairs:
            names = (phrasing.pair(pair.groups), str(len(pair.items)))
            if pair.difference.estimate is None:
                rows.append(Row((*names, phrasing.status(pair.status))))
            else:
                rows.append(_row(names, cells(pair, wanted, phrasing)))
    headings = (Column(_("Pair of groups"), 2.4, numeric=False), Column(_("Items"), 0.6), *_columns(wanted, phrasing))
    return Table(number, title, headings, tuple(rows), _("Unit: points of 100"), _score_notes(constructs, phrasing))


def _score_notes(constructs: Sequence[ConstructComparison], phrasing: Phrasing) -> tuple[str, ...]:
    _ = phrasing.say
    pairs = [pair for construct in constructs for pair in construct.pairs]
    notes = [
        _(
            "Score: mean of the items both groups were asked about the same thing on the same scale, from 0 to 100, "
            "reversed items turned round; at least half of them answered."
        ),
        _("Bold: p (Holm over the primary contrasts) at most 0.05.")
        if any(not pair.primary for pair in pairs)
        else _("Bold: p (Holm over all contrasts) at most 0.05."),
        _("Measurement invariance between the groups: not tested."),
    ]
    if phrasing.comparison.clustered:
        notes.append(_("The intervals and p (Holm) allow for clusters."))
    without = [
        text_in(construct.label, phrasing.language, construct.construct)
        for construct in constructs
        if all(pair.status is Status.TOO_FEW_ITEMS for pair in construct.pairs)
    ]
    if any(pair.status is Status.TOO_FEW_ITEMS for pair in pairs):
        notes.append(_("Pairs of groups with fewer than three comparable items in common have no score."))
    if without:
        notes.append(_("No score at all: {constructs}.").format(constructs=phrasing.numbers.join(without)))
    if any(pair.difference.estimate is not None and not pair.primary for pair in pairs):
        notes.append(_("– under p: not one of the primary contrasts declared before the data."))
    if any(pair.comparability is Comparability.GAP for pair in pairs if pair.status is Status.OK):
        notes.append(_("Gaps between groups are never shown unit by unit."))
    return tuple(notes)
