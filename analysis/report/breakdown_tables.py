"""Sections of the report on the attributes declared in the plan: means of each part of a group, without tests."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from analysis.comparisons.breakdowns import Breakdown
from analysis.report.charts_of_items import item_name
from analysis.results import GroupSummary, Status
from analysis.translation import text_in
from analysis.views.document import Block, Column, Heading, Numbering, Paragraph, Row, Table
from analysis.wording.numbers import NOTHING
from analysis.wording.phrasing import Phrasing


def breakdown_sections(
    breakdowns: Sequence[Breakdown], items: Collection[str], language: str, numbering: Numbering
) -> Iterator[Block]:
    """One section per attribute, with one table per group, of the named items.

    ``breakdowns``: in the order of their attributes.
    """
    for attribute, members in groupby(breakdowns, key=lambda found: found.attribute):
        divided = list(members)
        _ = Phrasing(divided[0].comparison, language).say
        title = _("Answers by attribute: {name}").format(name=text_in(divided[0].label, language, attribute))
        yield Heading(1, f"{numbering.next_section()}. {title}", f"by-{attribute}")
        yield Paragraph(
            _(
                "The parts of each group are described without tests, since the plan declares none between them. Each "
                "part has at least {n} people; smaller ones are joined, with those who gave no answer."
            ).format(n=min(found.comparison.threshold or 0 for found in divided))
        )
        for found in divided:
            yield from _group(found, items, language, numbering)


def _group(found: Breakdown, items: Collection[str], language: str, numbering: Numbering) -> Iterator[Block]:
    phrasing = Phrasing(found.comparison, language)
    _ = phrasing.say
    name = text_in(found.group.label, language, found.group.code)
    averaged = [
        item
        for item in found.comparison.items
        if item.item in items and any(part.mean.estimate is not None for part in item.groups)
    ]
    hidden = [item for item in found.hidden if item in items]
    if not averaged:
        yield Paragraph(_("{group}: no mean may be shown of these parts.").format(group=name), "note")
        return
    columns = (
        Column(_("Item"), 2.6, numeric=False),
        *(Column(phrasing.group(code)) for code, _label in found.comparison.groups),
    )
    rows = [Row((item_name(item, phrasing), *(_mean(part, phrasing) for part in item.groups))) for item in averaged]
    notes = [_("Mean of the answer codes (people).")]
    if any(item.reversed for item in averaged):
        notes.append(_("Reversed items are shown as they were asked."))
    if hidden:
        notes.append(_("Left out, since some part has too few people: {n}.").format(n=len(hidden)))
    yield Table(numbering.next_table(), name, columns, tuple(rows), "", tuple(notes))


def _mean(part: GroupSummary, phrasing: Phrasing) -> str:
    if part.status is not Status.OK or part.mean.estimate is None:
        return NOTHING
    return f"{phrasing.numbers.decimal(part.mean.estimate)} ({phrasing.numbers.integer(part.n)})"
