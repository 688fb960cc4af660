"""The numbers behind a page as a file: every count with its base, every pair with its delta; what is hidden says so."""

import csv
import io
from collections.abc import Iterator, Sequence

import xlsxwriter
from flask_babel import gettext

from analysis.measures.results import Status
from analysis.report.plan import Section
from analysis.translation import text_in
from analysis.wording.phrasing import Voice
from surveyapp.exports.spreadsheet_texts import without_formula

Cell = str | int | float | None
Sheet = tuple[str, list[list[Cell]]]


def sheets(section: Section, voice: Voice, mark: str | None) -> list[Sheet]:
    """A sheet of distributions and a sheet of pairs."""
    above: list[list[Cell]] = [[mark]] if mark else []
    return [
        (gettext("Answers"), above + list(_answers(section, voice))),
        (gettext("Pairs"), above + list(_pairs(section, voice))),
    ]


def to_csv(rows: Sequence[Sequence[Cell]]) -> bytes:
    """Comma-separated with a byte order mark, by which Excel knows that it is UTF-8; numbers with a point."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([without_formula(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def to_xlsx(found: Sequence[Sheet]) -> bytes:
    """A workbook; numbers are numbers and texts are never formulas."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    with xlsxwriter.Workbook(buffer, options) as book:
        for name, rows in found:
            sheet = book.add_worksheet(name[:31])
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            sheet.autofit(max_width=420)
    return buffer.getvalue()


def _answers(section: Section, voice: Voice) -> Iterator[list[Cell]]:
    yield [
        "item", gettext("Question"), "group", gettext("Group"), "n", "clusters", "code", gettext("Answer"), "count",
        "share", "ci_low", "ci_high", "mean", "sd", "status",
    ]  # fmt: skip
    for item in section.items:
        for group in item.groups:
            who: list[Cell] = [item.item, text_in(item.label, voice.language, item.item), group.group]
            who += [voice.group(group.group), group.n, group.clusters]
            if group.status is not Status.OK:
                yield [*who, None, None, None, None, None, None, None, None, voice.status(group.status)]
                continue
            for share in group.shares:
                label = text_in(share.label, voice.language, str(share.code))
                found = (share.share.estimate, share.share.ci_low, share.share.ci_high)
                yield [*who, share.code, label, share.count, *found, group.mean.estimate, group.sd, group.status.value]


def _pairs(section: Section, voice: Voice) -> Iterator[list[Cell]]:
    yield [
        "item", gettext("Question"), gettext("Pair of groups"), "comparability", "cliffs_delta", "se", "ci_low",
        "ci_high", "df", "p_value", "p_adjusted", "tested", "significant", "dunn_z", "dunn_p_adjusted",
        "mann_whitney_u", "mann_whitney_p", "omnibus_f", "omnibus_p_adjusted", "kruskal_wallis_h", "kruskal_wallis_p",
        "epsilon_squared", "status",
    ]  # fmt: skip
    for item in section.items:
        for pair in item.pairs:
            delta, kruskal = pair.cliffs_delta, item.kruskal_wallis
            yield [
                item.item, text_in(item.label, voice.language, item.item), voice.pair(pair.groups),
                pair.comparability.value, delta.estimate, delta.se, delta.ci_low, delta.ci_high, delta.df,
                delta.p_value, delta.p_adjusted, int(pair.tested), int(pair.significant), pair.dunn.z,
                pair.dunn.p_adjusted, pair.mann_whitney.u, pair.mann_whitney.p_value, item.omnibus.statistic,
                item.omnibus.p_adjusted, kruskal.statistic, kruskal.p_value, item.epsilon_squared,
                voice.status(delta.status),
            ]  # fmt: skip
