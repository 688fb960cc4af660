"""The people who did not answer, as tables in a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.markup import escape

from analysis.measures.measure import Level, View
from analysis.measures.measure_tables import cells, columns, pair_table
from analysis.measures.response.not_answered import bounds_of_shares, silent_people
from analysis.results import ItemComparison
from analysis.translation import N_
from analysis.views.terminal_tables import TerminalTable
from analysis.wording.phrasing import Phrasing


def response_tables(items: Sequence[ItemComparison], phrasing: Phrasing) -> list[TerminalTable]:
    """A table of groups with the bounds of shares and means, and one of pairs; none where everybody answered."""
    groups = [group for item in items for group in item.groups if bounds_of_shares(group)]
    if not any(map(silent_people, groups)):
        return []
    return [_groups(items, phrasing), _pairs(items, phrasing)]


def _groups(items: Sequence[ItemComparison], phrasing: Phrasing) -> TerminalTable:
    _, numbers = phrasing.say, phrasing.numbers
    wanted = columns(Level.GROUP, [group for item in items for group in item.groups], View.NON_RESPONSE)
    labels = [_(N_("Asked")), *(_(column.label) for column in wanted), _(N_("Bounds of the answers, %"))]
    table = TerminalTable(_(N_("Without an answer")), [_(N_("Item")), _(N_("Group"))], labels, last_is_list=True)
    for item in items:
        told = [(group, bounds) for group in item.groups if (bounds := bounds_of_shares(group))]
        for place, (group, bounds) in enumerate(told):
            listed = " · ".join(
                f"{code}: {numbers.percent(low, 0, sign=False)}–{numbers.percent(high, 0, sign=False)}"
                for code, (low, high) in bounds.items()
            )
            asked = numbers.integer((group.n or 0) + silent_people(group))
            texts = (asked, *(cell.text for cell in cells(group, wanted, phrasing)), listed)
            names = (item.item if not place else "", phrasing.group(group.group))
            table.add_row(*map(escape, (*names, *texts)))
        if told:
            table.end_section()
    return table


def _pairs(items: Sequence[ItemComparison], phrasing: Phrasing) -> TerminalTable:
    _ = phrasing.say
    found = pair_table(items, phrasing, View.NON_RESPONSE)
    labels = [_(column.label) for column in found.columns]
    table = TerminalTable(_(N_("Bounds of differences")), [_(N_("Item")), _(N_("Groups"))], labels)
    for item, rows in found.items:
        told = [row for row in rows if row.pair.extra.get("delta_low") is not None]
        for place, row in enumerate(told):
            names = (item.item if not place else "", phrasing.pair(row.pair.groups))
            table.add_row(*map(escape, (*names, *(cell.text for cell in row.cells))))
        if told:
            table.end_section()
    return table
