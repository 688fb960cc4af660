"""Tables of answers: people, answers, reasons for missing answers, means."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.measures.measure import Column as MeasureColumn
from analysis.measures.measure import Level, View
from analysis.measures.measure_tables import cells as cells_of
from analysis.measures.measure_tables import columns
from analysis.report.charts_of_items import item_name, why_empty
from analysis.report.plan import ItemSet
from analysis.results import Comparison, GroupSummary, ItemComparison, Share, Status
from analysis.translation import N_, text_in
from analysis.views.document import Column, Row, Table
from analysis.wording.numbers import NOTHING
from analysis.wording.phrasing import Phrasing
from forms.missing_values import Missing

NOT_ASKED = (Missing.NOT_ASKED, Missing.NOT_IN_FORM)
"""Reasons that do not count towards the base: these people were not asked."""
REASONS = (
    (N_("Don’t know"), (Missing.DONT_KNOW,)),
    (N_("Refused"), (Missing.REFUSED,)),
    (N_("Does not apply"), (Missing.NOT_APPLICABLE,)),
    (N_("No answer"), (Missing.BLANK, Missing.UNREADABLE, Missing.NOT_REACHED)),
)


def asked(group: GroupSummary) -> int:
    """Number of people of the group who were asked the item."""
    return (group.n or 0) + sum(count for code, count in group.missing.items() if code not in NOT_ASKED)


def answers_by_group(items: ItemSet, phrasing: Phrasing, number: str, title: str) -> Table:
    """Items as headings, groups as rows, one column per declared answer; reasons for missing answers; the mean."""
    _, numbers = phrasing.say, phrasing.numbers
    reasons = [
        (label, codes)
        for label, codes in REASONS
        if any(group.missing.get(int(code)) for item in items.items for group in item.groups for code in codes)
    ]
    headings = [
        Column(_("Group"), 2.4, numeric=False),
        Column("n", 0.9),
        *(Column(text_in(option.label, phrasing.language, str(option.code))) for option in items.options),
        *(Column(f"{_(label)}*") for label, _codes in reasons),
    ]
    wanted = _wanted(items.items)
    headings += [Column(_(column.label), column.width) for column in wanted]
    rows = []
    for item in items.items:
        rows.append(Row(heading=item_name(item, phrasing)))
        for group in item.groups:
            cells = [phrasing.group(group.group)]
            if group.status is not Status.OK or not group.n:
                rows.append(Row((*cells, NOTHING, why_empty(group, phrasing))))
                continue
            base = asked(group)
            cells.append(numbers.integer(group.n))
            cells += [_of_group(share, phrasing) for share in group.shares]
            for _label, codes in reasons:
                count = sum(group.missing.get(int(code), 0) for code in codes)
                cells.append(_with_count(count / base if base else None, count, phrasing))
            cells += [cell.text for cell in cells_of(group, wanted, phrasing)]
            rows.append(Row(tuple(cells)))
    return Table(
        number, title, tuple(headings), tuple(rows), _("Unit: % (people)"), _notes(items, phrasing, bool(reasons))
    )


def _of_group(share: Share, phrasing: Phrasing) -> str:
    """``34,5 (12)``: percent and number of people."""
    return _with_count(share.share.estimate, share.count, phrasing)


def _with_count(share: float | None, count: int | None, phrasing: Phrasing) -> str:
    percent = phrasing.numbers.percent(share, sign=False)
    return percent if share is None or count is None else f"{percent} ({phrasing.numbers.integer(count)})"


def _wanted(items: Sequence[ItemComparison]) -> tuple[MeasureColumn, ...]:
    """The columns of the measures for which a group has a figure."""
    return columns(Level.GROUP, (group for item in items for group in item.groups), View.REPORT, told=True)


def _notes(items: ItemSet, phrasing: Phrasing, reasons: bool) -> tuple[str, ...]:
    _ = phrasing.say
    notes = [_("n: people who chose one of the answers, the base of the shares.")]
    if reasons:
        notes.append(_("* Share of all people asked the question."))
    if items.averaged:
        codes = [option.code for option in items.options]
        if codes:
            notes.append(_("Mean of the codes {low} to {high}.").format(low=min(codes), high=max(codes)))
    return tuple(notes)


def answers_down_the_side(item: ItemComparison, phrasing: Phrasing, number: str, title: str) -> Table:
    """One item with many answers, or with unordered answers: answers as rows, groups as columns with their n."""
    _, numbers = phrasing.say, phrasing.numbers
    headings = [Column(_("Answer"), 2.6, numeric=False)]
    for group in item.groups:
        shown = numbers.integer(group.n) if group.n is not None else NOTHING
        headings.append(Column(f"{phrasing.group(group.group)} (n = {shown})"))
    rows = []
    for place, option in enumerate(item.groups[0].shares if item.groups else ()):
        shares = [group.shares[place] for group in item.groups]
        label = text_in(option.label, phrasing.language, str(option.code))
        rows.append(Row((label, *(_of_group(share, phrasing) for share in shares))))
    for column in _wanted([item]):
        rows.append(Row((_(column.label), *(column.cell(group, phrasing).text for group in item.groups)), strong=(0,)))
    hidden = [
        f"{phrasing.group(group.group)}: {why_empty(group, phrasing)}"
        for group in item.groups
        if group.status is not Status.OK or not group.n
    ]
    notes = (phrasing.numbers.join(hidden) + ".",) if hidden else ()
    return Table(number, title, tuple(headings), tuple(rows), _("Unit: % (people)"), notes)


def people_by_group(comparison: Comparison) -> dict[str, int | None]:
    """Number of people per group who gave any answer; None if it may not be shown."""
    found: dict[str, int | None] = {}
    for place, (code, _label) in enumerate(comparison.groups):
        summaries = [item.groups[place] for item in comparison.items if item.groups]
        people = max(((group.n or 0) + sum(group.missing.values()) for group in summaries), default=0)
        hidden = not people and any(group.status is Status.SUPPRESSED for group in summaries)
        found[code] = None if hidden else people
    return found


def respondents(phrasing: Phrasing, number: str, clusters: str) -> Table:
    """Table of respondents: people per group and, if there are clusters, clusters per group."""
    _, numbers, comparison = phrasing.say, phrasing.numbers, phrasing.comparison
    columns = [Column(_("Group"), 2.6, numeric=False), Column(_("Respondents"))]
    if comparison.clustered:
        columns.append(Column(clusters[:1].upper() + clusters[1:]))
    rows = []
    for place, (code, people) in enumerate(people_by_group(comparison).items()):
        found = max((item.groups[place].clusters or 0 for item in comparison.items if item.groups), default=0)
        cells = [
            phrasing.group(code),
            phrasing.status(Status.SUPPRESSED) if people is None else numbers.integer(people),
        ]
        if comparison.clustered:
            cells.append(NOTHING if people is None else numbers.integer(found))
        rows.append(Row(tuple(cells)))
    return Table(number, _("Respondents by group"), tuple(columns), tuple(rows))
