"""Rows and columns of measures, laid out once for all views: terminal, report, pages, files and JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.measures import measures
from analysis.measures.measure import Column, Level, Measure, Number, View
from analysis.results import Comparison, ItemComparison, PairComparison, Status, figure
from analysis.wording.cells import Cell
from analysis.wording.phrasing import Phrasing


def shown(level: Level, records: Iterable[Any]) -> tuple[Measure, ...]:
    """The measures of a level for which any record has figures; records of earlier releases may lack some."""
    kept = list(records)
    return tuple(measure for measure in measures(level) if any(measure.is_in(record) for record in kept))


def told(comparison: Comparison) -> tuple[Measure, ...]:
    """The measures of all levels for which a comparison has figures."""
    records = {
        Level.GROUP: [group for item in comparison.items for group in item.groups],
        Level.ITEM: comparison.items,
        Level.PAIR: [pair for item in comparison.items for pair in item.pairs],
        Level.SCORES: [pair for construct in comparison.constructs for pair in construct.pairs],
    }
    return tuple(measure for measure in measures() if any(map(measure.is_told, records[measure.level])))


def columns(level: Level, records: Iterable[Any], view: View, *, told: bool = False) -> tuple[Column, ...]:
    """The columns of a table of the records in this view, from left to right.

    ``told``: leave out measures for which no record has more than the reason why there is no figure.
    """
    kept = list(records)
    found = [measure for measure in shown(level, kept) if not told or any(measure.is_told(record) for record in kept)]
    return tuple(column for measure in found for column in measure.columns if view in column.views)


def numbers(level: Level, records: Iterable[Any]) -> tuple[Number, ...]:
    """The columns of a file of numbers."""
    return tuple(number for measure in shown(level, records) for number in measure.numbers)


def cells(record: Any, wanted: Sequence[Column], phrasing: Phrasing) -> tuple[Cell, ...]:
    """The cells of one record under these columns."""
    return tuple(column.cell(record, phrasing) for column in wanted)


def figures(level: Level, record: Any) -> dict[str, Any]:
    """Maps names to figures for JSON: records, mappings and numbers that ``views.json.plain`` prints."""
    return {
        name: measure.to_json(name, figure(record, name))
        for measure in measures(level)
        if measure.is_in(record)
        for name in measure.names
    }


@dataclass(frozen=True, slots=True)
class PairRow:
    """A pair of groups on an item. ``reason``: why no figure exists; ``None`` if one does."""

    pair: PairComparison
    cells: tuple[Cell, ...]
    reason: Status | None


@dataclass(frozen=True, slots=True)
class PairTable:
    """The pairs of groups on some items: for each item one row per pair."""

    columns: tuple[Column, ...]
    items: tuple[tuple[ItemComparison, tuple[PairRow, ...]], ...]


def pair_table(items: Sequence[ItemComparison], phrasing: Phrasing, view: View) -> PairTable:
    """The pairs of the items as a view prints them."""
    wanted = columns(Level.PAIR, (pair for item in items for pair in item.pairs), view)
    return PairTable(
        wanted,
        tuple(
            (item, tuple(PairRow(pair, cells(pair, wanted, phrasing), _reason(pair)) for pair in item.pairs))
            for item in items
        ),
    )


def _reason(pair: PairComparison) -> Status | None:
    computed = any(measure.is_told(pair) for measure in measures(Level.PAIR))
    return None if computed else pair.cliffs_delta.status
