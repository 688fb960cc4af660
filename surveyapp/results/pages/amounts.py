"""Questions answered with an amount (points, a number): means and shares of zeros (rule 14 of docs/method.md)."""

from collections.abc import Sequence

from flask_babel import gettext

from analysis.measures.means import MEASURE as MEANS
from analysis.measures.measure import Column as MeasureColumn
from analysis.measures.measure import Level, View
from analysis.measures.measure_tables import columns as columns_of
from analysis.report.charts_of_items import item_name, why_empty
from analysis.report.plan import ItemSet, item_sets
from analysis.results import GroupSummary, ItemComparison, Status
from analysis.views.document import Column, Row, Table
from analysis.wording.phrasing import Phrasing


def sets_of(items: Sequence[ItemComparison]) -> tuple[ItemSet, ...]:
    """Return the items in sets; amounts form one set, whatever values occurred."""
    if items and all(item.kind == "numeric" for item in items):
        return (ItemSet(tuple(items)),)
    return item_sets(items)


def is_amount(items: ItemSet) -> bool:
    """Whether the answers are amounts rather than declared options."""
    return items.items[0].kind == "numeric"


def amounts_by_group(items: ItemSet, phrasing: Phrasing, title: str) -> Table:
    """Return the table with questions as rows and, for each group, mean, standard deviation, share of zeros and
    measures.
    """
    answered = [code for code, _label in phrasing.comparison.groups if _anybody(items, code)]
    columns = [Column(gettext("Question"), 2.6, numeric=False)]
    more = _further(items)
    for code in answered:
        columns += [Column(phrasing.group(code)), Column(gettext("Zero (%)"))]
        columns += [Column(phrasing.say(column.label), column.width) for column in more]
    rows = []
    for item in items.items:
        cells = [item_name(item, phrasing)]
        for code in answered:
            cells += _cells(item.group(code), more, phrasing)
        rows.append(Row(tuple(cells)))
    return Table("", title, tuple(columns), tuple(rows), gettext("mean (standard deviation)"))


def _anybody(items: ItemSet, group: str) -> bool:
    summaries = [item.group(group) for item in items.items if any(found.group == group for found in item.groups)]
    return any(found.n or found.status is Status.SUPPRESSED for found in summaries)


def _further(items: ItemSet) -> list[MeasureColumn]:
    """Return the columns of group measures beside mean and standard deviation."""
    groups = [group for item in items.items for group in item.groups]
    found = columns_of(Level.GROUP, groups, View.PAGE, told=True)
    return [column for column in found if column not in MEANS.columns]


def _cells(group: GroupSummary, more: Sequence[MeasureColumn], phrasing: Phrasing) -> list[str]:
    if group.status is not Status.OK or not group.n:
        return [why_empty(group, phrasing), "", *("" for _ in more)]
    numbers = phrasing.numbers
    zeros = next((share.share.estimate for share in group.shares if share.code == 0), 0.0)
    mean = f"{numbers.decimal(group.mean.estimate, 1)} ({numbers.decimal(group.sd, 1)})"
    return [mean, numbers.percent(zeros, sign=False), *(column.cell(group, phrasing).text for column in more)]
