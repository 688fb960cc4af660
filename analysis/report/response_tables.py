"""Tables of the people who were asked and did not answer: bounds of shares, means and differences, and tests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.charts.style import MAX_OPTIONS
from analysis.measures.measure import Level, View
from analysis.measures.measure_tables import cells, columns, pair_table
from analysis.measures.response.not_answered import bounds_of_shares, silent_people
from analysis.report.charts_of_items import item_name
from analysis.report.plan import ItemSet
from analysis.results import ItemComparison
from analysis.translation import text_in
from analysis.views.document import Column, Row, Table
from analysis.wording.phrasing import Phrasing
from analysis.wording.response_warnings import response_sentences


def without_answer(items: ItemSet, phrasing: Phrasing, number: str, title: str) -> Table | None:
    """Items as headings, groups as rows: people asked and silent, and the bounds of every share and of the mean.

    ``None`` if nobody failed to answer. Items with many answers have no columns of shares.
    """
    groups = [group for item in items.items for group in item.groups if bounds_of_shares(group)]
    if not any(map(silent_people, groups)):
        return None
    _, numbers = phrasing.say, phrasing.numbers
    wanted = columns(Level.GROUP, groups, View.NON_RESPONSE)
    options = items.options if items.items[0].kind != "nominal" and len(items.options) <= MAX_OPTIONS else ()
    headings = [Column(_("Group"), 2.4, numeric=False), Column(_("Asked"), 0.9)]
    headings += [Column(_(wanted[0].label), wanted[0].width)]
    headings += [Column(text_in(option.label, phrasing.language, str(option.code)), 1.2) for option in options]
    headings += [Column(_(column.label), column.width) for column in wanted[1:]]
    rows = []
    for item in items.items:
        rows.append(Row(heading=item_name(item, phrasing)))
        for group in item.groups:
            bounds = bounds_of_shares(group)
            if not bounds:
                continue
            first, *others = (cell.text for cell in cells(group, wanted, phrasing))
            shares = [
                f"{numbers.percent(low, sign=False)}–{numbers.percent(high, sign=False)}"
                for low, high in bounds.values()
            ]
            asked = numbers.integer((group.n or 0) + silent_people(group))
            shown = shares if options else []
            rows.append(Row((phrasing.group(group.group), asked, first, *shown, *others)))
    return Table(
        number, title, tuple(headings), tuple(rows), _("Unit: % (people)"), tuple(_notes(items.items, phrasing))
    )


def _notes(items: Sequence[ItemComparison], phrasing: Phrasing) -> Iterator[str]:
    _ = phrasing.say
    yield _(
        "Asked: people who answered, and those who left the question blank, marked two boxes, did not reach it, did "
        "not know or refused. Bounds: lowest and highest value if all of them had answered."
    )
    if phrasing.comparison.clustered:
        yield _(
            "p, clusters: are answers missing more often in some clusters? p, answers: do the others answer "
            "differently there? – : too few clusters or missing answers for a test, or hidden by the threshold."
        )
    yield from response_sentences(items, phrasing)


def bounds_of_pairs(items: Sequence[ItemComparison], phrasing: Phrasing, number: str, title: str) -> Table | None:
    """One heading per item, one row per pair of groups with δ and its bounds; ``None`` if nobody failed to answer."""
    _ = phrasing.say
    found = pair_table(items, phrasing, View.NON_RESPONSE)
    rows: list[Row] = []
    for item, pairs in found.items:
        told = [row for row in pairs if row.pair.extra.get("delta_low") is not None]
        if told:
            rows.append(Row(heading=item_name(item, phrasing)))
        rows += [Row((phrasing.pair(row.pair.groups), *(cell.text for cell in row.cells))) for row in told]
    if not rows:
        return None
    headings = (
        Column(_("Pair of groups"), 2.5, numeric=False),
        *(Column(_(column.label), column.width) for column in found.columns),
    )
    notes = (
        _("Bounds: lowest and highest δ if all who were asked had answered."),
        _(
            "Sign certain up to: with fewer missing answers than this in each group, no answers of those who did not "
            "answer could turn the sign of δ round."
        ),
    )
    return Table(number, title, headings, tuple(rows), "", notes)
