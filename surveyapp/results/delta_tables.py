"""Items as rows, pairs of groups as columns: Cliff's delta with its interval and its p, or why there is none."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext

from analysis.measures.results import Comparability, ItemComparison, PairComparison, Status
from analysis.report.charts_of_items import item_name, why_empty
from analysis.wording.numbers import NOTHING
from analysis.wording.phrasing import Voice


@dataclass(frozen=True, slots=True)
class Cell:
    """``delta`` with its ``p``; or ``reason`` over both columns."""

    delta: str = ""
    p_value: str = ""
    reason: str = ""
    significant: bool = False


@dataclass(frozen=True, slots=True)
class DeltaTable:
    pairs: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    notes: tuple[str, ...]


def delta_table(items: Sequence[ItemComparison], voice: Voice) -> DeltaTable | None:
    """The table of the items that at least one pair of groups can be looked at on."""
    order = list(dict.fromkeys(pair.groups for item in items for pair in item.pairs))
    if not order:
        return None
    rows = []
    for item in items:
        by_groups = {pair.groups: pair for pair in item.pairs}
        cells = tuple(_cell(item, groups, by_groups.get(groups), voice) for groups in order)
        rows.append((item_name(item, voice), cells))
    return DeltaTable(tuple(voice.pair(groups) for groups in order), tuple(rows), _notes(items, voice))


def _cell(item: ItemComparison, groups: tuple[str, str], pair: PairComparison | None, voice: Voice) -> Cell:
    for summary in item.groups:
        if summary.group in groups and (summary.status is not Status.OK or not summary.n):
            return Cell(reason=why_empty(summary, voice))
    if pair is None:
        return Cell(reason=voice.status(item.status))
    if pair.comparability is Comparability.SIDE_BY_SIDE:
        return Cell(reason=gettext("shown side by side only"))
    if pair.cliffs_delta.estimate is None:
        return Cell(reason=voice.status(pair.cliffs_delta.status))
    p_value = voice.numbers.p_value(pair.cliffs_delta.p_adjusted) if pair.tested else NOTHING
    return Cell(voice.delta(pair.cliffs_delta), p_value, significant=pair.significant)


def _notes(items: Sequence[ItemComparison], voice: Voice) -> tuple[str, ...]:
    notes = [
        _sizes(items, voice),
        gettext(
            "δ above 0: the first group chose higher answers. Intervals and p respect agencies as clusters. "
            "Sizes after Romano et al. (2006): |δ| below %(small)s is negligible.",
            small=voice.numbers.decimal(0.147, 3),
        ),
        gettext(
            "Bold: significant after the joint test of all items (Benjamini–Hochberg) and Holm inside the item. "
            "– under p: the joint test of the item was not significant, so its pairs are not tested."
        ),
        gettext("Kruskal–Wallis, Dunn and Mann–Whitney stand in the downloaded figures and in the report."),
    ]
    if any(item.reversed for item in items):
        notes.append(gettext("Reversed items are shown as they were asked."))
    return tuple(note for note in notes if note)


def _sizes(items: Sequence[ItemComparison], voice: Voice) -> str:
    """``n = 66; 612; 538``: the largest base of each group on this page."""
    parts = []
    for code, _label in voice.comparison.groups:
        summaries = [summary for item in items for summary in item.groups if summary.group == code]
        largest = max((summary.n or 0 for summary in summaries), default=0)
        if largest:
            parts.append(f"{voice.group(code)} {voice.numbers.integer(largest)}")
    return gettext("Largest n: %(groups)s.", groups=voice.numbers.join(parts)) if parts else ""
