"""One Excel file: data, codebook, open answers. Every text is written as text, so none can become a formula."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import xlsxwriter

from surveyapp.exports.columns import Value
from surveyapp.exports.data_table import MARK, DataTable
from surveyapp.exports.text_files import CODEBOOK_HEAD, WORDINGS_HEAD, codebook_rows, wording_rows
from surveyapp.instance.faults import N_
from surveyapp.translation import translate

DATA, CODEBOOK, WORDINGS, TEXTS = N_("Data"), N_("Codebook"), N_("Wordings"), N_("Open answers")


def write(table: DataTable, folder: Path) -> list[Path]:
    """Write the workbook and return its path."""
    path = folder / f"{table.name}-data.xlsx"
    mark = translate(MARK, table.language)
    data, codebook, wordings, texts = (translate(name, table.language) for name in (DATA, CODEBOOK, WORDINGS, TEXTS))
    options = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties({"title": table.full_title})
        rows = zip(*(column.texts for column in table.columns), strict=True)
        _sheet(book, data, [column.name for column in table.columns], rows)
        _sheet(book, codebook, CODEBOOK_HEAD, codebook_rows(table))
        _sheet(book, wordings, WORDINGS_HEAD, wording_rows(table))
        if table.texts:
            _sheet(book, texts, ("group", "item", "text"), table.texts)
        if table.simulated:
            for sheet in book.worksheets():
                sheet.set_header(f"&C{mark}")
    return [path]


def _sheet(book: xlsxwriter.Workbook, name: str, head: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    sheet = book.add_worksheet(name)
    sheet.write_row(0, 0, head, book.add_format({"bold": True}))
    for number, row in enumerate(rows, start=1):
        sheet.write_row(number, 0, row)
    sheet.freeze_panes(1, 0)
