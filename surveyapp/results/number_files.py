"""The numbers of a page as a file: every count with its base, every pair with its delta, hidden ones marked as such."""

import csv
import io
from collections.abc import Iterator, Sequence

import xlsxwriter
from flask_babel import gettext

from analysis.measures.measure import Level
from analysis.measures.measure_tables import numbers
from analysis.measures.response.not_answered import bounds_of_shares
from analysis.report.plan import Section
from analysis.results import Status
from analysis.translation import text_in
from analysis.wording.phrasing import Phrasing
from surveyapp.exports.spreadsheet_texts import without_formula

Cell = str | int | float | None
Sheet = tuple[str, list[list[Cell]]]


def sheets(section: Section, phrasing: Phrasing, mark: str | None) -> list[Sheet]:
    """A sheet of distributions and a sheet of pairs."""
    above: list[list[Cell]] = [[mark]] if mark else []
    return [
        (gettext("Answers"), above + list(_answers(section, phrasing))),
        (gettext("Pairs"), above + list(_pairs(section, phrasing))),
    ]


def to_csv(rows: Sequence[Sequence[Cell]]) -> bytes:
    """Return CSV with commas, decimal points and a byte order mark, by which Excel recognises UTF-8."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([without_formula(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def to_xlsx(found: Sequence[Sheet]) -> bytes:
    """Return a workbook; numbers are numbers and texts are never formulas."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    with xlsxwriter.Workbook(buffer, options) as book:
        for name, rows in found:
            sheet = book.add_worksheet(name[:31])
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            sheet.autofit(max_width=420)
    return buffer.getvalue()


def _answers(section: Section, phrasing: Phrasing) -> Iterator[list[Cell]]:
    measured = numbers(Level.GROUP, (group for item in section.items for group in item.groups))
    yield [
        "item", gettext("Question"), "group", gettext("Group"), "n", "clusters", "code", gettext("Answer"), "count",
        "share", "ci_low", "ci_high", "bound_low", "bound_high", *(number.name for number in measured), "status",
    ]  # fmt: skip
    for item in section.items:
        for group in item.groups:
            who: list[Cell] = [item.item, text_in(item.label, phrasing.language, item.item), group.group]
            who += [phrasing.group(group.group), group.n, group.clusters]
            if group.status is not Status.OK:
                empty: list[Cell] = [None] * (8 + len(measured))
                yield [*who, *empty, phrasing.status(group.status)]
                continue
            values, bounds = [number.value(group) for number in measured], bounds_of_shares(group)
            for share in group.shares:
                label = text_in(share.label, phrasing.language, str(share.code))
                ends = bounds.get(share.code, (None, None))
                found = (share.share.estimate, share.share.ci_low, share.share.ci_high)
                yield [*who, share.code, label, share.count, *found, *ends, *values, group.status.value]


def _pairs(section: Section, phrasing: Phrasing) -> Iterator[list[Cell]]:
    of_pairs = numbers(Level.PAIR, (pair for item in section.items for pair in item.pairs))
    of_items = numbers(Level.ITEM, section.items)
    yield [
        "item", gettext("Question"), gettext("Pair of groups"), "comparability",
        *(number.name for number in (*of_pairs, *of_items)), "status",
    ]  # fmt: skip
    for item in section.items:
        for pair in item.pairs:
            who: list[Cell] = [item.item, text_in(item.label, phrasing.language, item.item), phrasing.pair(pair.groups)]
            values = [*(number.value(pair) for number in of_pairs), *(number.value(item) for number in of_items)]
            yield [*who, pair.comparability.value, *values, phrasing.status(pair.cliffs_delta.status)]
