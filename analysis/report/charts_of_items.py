"""Converts results into rows of charts, with a reason where nothing may be shown."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from analysis.charts.group_means import GroupMean, MeanRow, group_means
from analysis.charts.likert_bars import LikertItem, LikertRow, likert_bars
from analysis.report.plan import ItemSet
from analysis.results import ConstructComparison, ConstructPair, Estimate, GroupSummary, ItemComparison, Status
from analysis.translation import text_in
from analysis.wording.phrasing import Phrasing
from forms.missing_values import Missing


def bars_of(items: ItemSet, phrasing: Phrasing, mark: str | None) -> list[Figure]:
    """The diverging bars of one set of items."""
    options = [text_in(option.label, phrasing.language, str(option.code)) for option in items.options]
    return likert_bars(
        [likert_item(item, phrasing) for item in items.items],
        options,
        items.neutral,
        language=phrasing.language,
        mark=mark,
    )


def likert_item(item: ItemComparison, phrasing: Phrasing) -> LikertItem:
    """One item; every group keeps its row, with the reason if it has no bar."""
    return LikertItem(item_name(item, phrasing), tuple(_row(group, phrasing) for group in item.groups))


def _row(group: GroupSummary, phrasing: Phrasing) -> LikertRow:
    label = phrasing.group(group.group)
    if group.status is Status.OK and group.n:
        return LikertRow(label, group.n, tuple(share.share.estimate or 0.0 for share in group.shares))
    return LikertRow(label, None, None, why_empty(group, phrasing))


def why_empty(group: GroupSummary, phrasing: Phrasing) -> str:
    """Why a group has no figures: it was not asked, nobody answered, or the figures are hidden."""
    _ = phrasing.say
    if never_asked(group):
        return _("not asked")
    if group.status in (Status.OK, Status.GROUP_EMPTY):
        return _("no answers")
    return phrasing.status(group.status)


def never_asked(group: GroupSummary) -> bool:
    """Whether the item is missing from all forms of the group."""
    return group.status in (Status.OK, Status.GROUP_EMPTY) and set(group.missing) == {int(Missing.NOT_IN_FORM)}


def item_name(item: ItemComparison, phrasing: Phrasing) -> str:
    """The short label of an item, otherwise its column name; reversed items are marked, as they are shown as asked."""
    _ = phrasing.say
    name = text_in(item.label, phrasing.language, item.item)
    return _("{item} (reversed)").format(item=name) if item.reversed else name


def item_means(items: ItemSet, phrasing: Phrasing, mark: str | None) -> list[Figure]:
    """The means of items on one scale, from its lowest to its highest code."""
    _ = phrasing.say
    rows = [
        MeanRow(
            item_name(item, phrasing),
            tuple(_mean(group.group, k, group.mean, phrasing) for k, group in enumerate(item.groups)),
        )
        for item in items.items
    ]
    codes = [option.code for option in items.options]
    limits = (float(min(codes)), float(max(codes)))
    title = _("Mean of the answers ({low} to {high}) with 95% interval").format(low=min(codes), high=max(codes))
    return group_means(rows, axis_title=title, limits=limits, places=2, language=phrasing.language, mark=mark)


def score_means(constructs: Sequence[ConstructComparison], phrasing: Phrasing, mark: str | None) -> list[Figure]:
    """The scores of all constructs; a construct has one row per set of items that groups have in common."""
    _ = phrasing.say
    rows = [row for construct in constructs for row in _score_rows(construct, phrasing)]
    title = _("Score (0 to 100) with 95% interval")
    return (
        group_means(rows, axis_title=title, limits=(0.0, 100.0), language=phrasing.language, mark=mark) if rows else []
    )


def _score_rows(construct: ConstructComparison, phrasing: Phrasing) -> list[MeanRow]:
    _ = phrasing.say
    order = [code for code, _label in phrasing.comparison.groups]
    by_items: dict[tuple[str, ...], list[ConstructPair]] = {}
    for pair in construct.pairs:
        if pair.means[0].estimate is not None and pair.means[1].estimate is not None:
            by_items.setdefault(pair.items, []).append(pair)
    rows = []
    for items, pairs in by_items.items():
        found: dict[str, Estimate] = {}
        for pair in pairs:
            found |= dict(zip(pair.groups, pair.means, strict=True))
        means = tuple(_mean(code, order.index(code), found[code], phrasing) for code in order if code in found)
        detail = _("{n} items").format(n=len(items))
        rows.append(MeanRow(text_in(construct.label, phrasing.language, construct.construct), means, detail))
    return rows


def _mean(code: str, position: int, mean: Estimate, phrasing: Phrasing) -> GroupMean:
    note = "" if mean.estimate is not None else phrasing.status(mean.status)
    return GroupMean(phrasing.group(code), position, mean.estimate, mean.ci_low, mean.ci_high, note)
