"""Tables with items as rows and pairs of groups as columns: the measures of pairs, or the reason for having none."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext

from analysis.measures.measure import Level, View
from analysis.measures.measure_tables import PairRow, cells, columns, pair_table
from analysis.report.charts_of_items import item_name, why_empty
from analysis.results import ItemComparison, Status
from analysis.wording.cells import Cell
from analysis.wording.phrasing import Phrasing
from analysis.wording.response_warnings import response_sentences, response_sign


@dataclass(frozen=True, slots=True)
class PairCells:
    """The cells of a pair of groups, or one ``reason`` across them."""

    cells: tuple[Cell, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DeltaRow:
    """An item: its pairs, followed by the measures of all groups together."""

    name: str
    pairs: tuple[PairCells, ...]
    joint: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class DeltaTable:
    """``columns``: headings of each pair. ``joint``: headings at the end of the row."""

    pairs: tuple[str, ...]
    columns: tuple[str, ...]
    joint: tuple[str, ...]
    rows: tuple[DeltaRow, ...]
    notes: tuple[str, ...]


def delta_table(items: Sequence[ItemComparison], phrasing: Phrasing) -> DeltaTable | None:
    """Return the table of the items that can be compared between at least one pair of groups."""
    order = list(dict.fromkeys(pair.groups for item in items for pair in item.pairs))
    if not order:
        return None
    table, joint = pair_table(items, phrasing, View.PAGE), columns(Level.ITEM, items, View.PAGE)
    rows = []
    for item, pairs in table.items:
        by_groups = {row.pair.groups: row for row in pairs}
        found = tuple(_pair_cells(item, groups, by_groups.get(groups), phrasing) for groups in order)
        rows.append(
            DeltaRow(f"{item_name(item, phrasing)} {response_sign(item)}".rstrip(), found, cells(item, joint, phrasing))
        )
    return DeltaTable(
        pairs=tuple(phrasing.pair(groups) for groups in order),
        columns=tuple(phrasing.say(column.label) for column in table.columns),
        joint=tuple(phrasing.say(column.label) for column in joint),
        rows=tuple(rows),
        notes=_notes(items, phrasing),
    )


def _pair_cells(item: ItemComparison, groups: tuple[str, str], row: PairRow | None, phrasing: Phrasing) -> PairCells:
    for summary in item.groups:
        if summary.group in groups and (summary.status is not Status.OK or not summary.n):
            return PairCells(reason=why_empty(summary, phrasing))
    if row is None:
        return PairCells(reason=phrasing.status(item.status))
    if row.reason is Status.SIDE_BY_SIDE:
        return PairCells(reason=gettext("shown side by side only"))
    return PairCells(row.cells) if row.reason is None else PairCells(reason=phrasing.status(row.reason))


def _notes(items: Sequence[ItemComparison], phrasing: Phrasing) -> tuple[str, ...]:
    notes = [
        _sizes(items, phrasing),
        gettext(
            "δ above 0: the first group chose higher answers. Intervals and p respect agencies as clusters. "
            "Sizes after Romano et al. (2006): |δ| below %(small)s is negligible.",
            small=phrasing.numbers.decimal(0.147, 3),
        ),
        gettext(
            "Bold: significant after the joint test of all items (Benjamini–Hochberg) and Holm inside the item. "
            "– under p: the joint test of the item was not significant, so its pairs are not tested."
        ),
        gettext("Kruskal–Wallis, Dunn and Mann–Whitney stand in the downloaded figures and in the report."),
    ]
    notes += response_sentences(items, phrasing)
    if any(item.reversed for item in items):
        notes.append(gettext("Reversed items are shown as they were asked."))
    return tuple(note for note in notes if note)


def _sizes(items: Sequence[ItemComparison], phrasing: Phrasing) -> str:
    """Return ``n = 66; 612; 538``: the largest base of each group on this page."""
    parts = []
    for code, _label in phrasing.comparison.groups:
        summaries = [summary for item in items for summary in item.groups if summary.group == code]
        largest = max((summary.n or 0 for summary in summaries), default=0)
        if largest:
            parts.append(f"{phrasing.group(code)} {phrasing.numbers.integer(largest)}")
    return gettext("Largest n: %(groups)s.", groups=phrasing.numbers.join(parts)) if parts else ""
