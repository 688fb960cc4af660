"""The report as an editable Word file: headings, captions and tables in the style of Vietnamese reports."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from analysis.translation import translator
from analysis.views import word_styles as styles
from analysis.views.document import Block, Bullets, Document, Heading, Paragraph, Picture, Row, Table

SMALL, TINY = Pt(10.5), Pt(9.5)
FEW_COLUMNS = 6
"""Tables with more columns have a smaller font."""


def write_docx(document: Document, path: Path) -> None:
    """Write the report to ``path``. The file carries no author and no date."""
    word = docx.Document()
    styles.prepare(word, document)
    _front(word, document)
    for block in document.blocks:
        _block(word, block, document)
    draft = io.BytesIO()
    word.save(draft)
    _without_dates(draft, path)


def _without_dates(draft: io.BytesIO, path: Path) -> None:
    """Rewrite the archive with the oldest possible date on every part, so that the same report gives the same bytes."""
    with zipfile.ZipFile(draft) as parts, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts.infolist():
            archive.writestr(zipfile.ZipInfo(part.filename), parts.read(part), zipfile.ZIP_DEFLATED)


def _front(word: WordDocument, document: Document) -> None:
    _ = translator(document.language)
    word.add_paragraph(document.title, style="Title")
    if document.subtitle:
        word.add_paragraph(document.subtitle, style="Subtitle")
    if document.mark:
        word.add_paragraph(document.mark, style="Mark")
    word.add_paragraph(_("Contents"), style="Contents")
    entries = [block for block in document.blocks if isinstance(block, Heading) and block.level == 1]
    styles.table_of_contents(word, [entry.text for entry in entries])


def _block(word: WordDocument, block: Block, document: Document) -> None:
    match block:
        case Heading():
            word.add_heading(block.text, level=block.level)
        case Paragraph():
            word.add_paragraph(block.text, style="Note" if block.kind == "note" else "Body Text")
        case Bullets():
            for entry in block.entries:
                word.add_paragraph(entry, style="List Bullet")
        case Picture():
            _picture(word, block, document)
        case Table():
            _table(word, block, document)


def _source(document: Document) -> tuple[str, ...]:
    _ = translator(document.language)
    return (_("Source: {source}").format(source=document.source),) if document.source else ()


def _caption(word: WordDocument, label: str, number: str, title: str) -> WordParagraph:
    """``Bảng 2.1. Title``: the last part of the number is a field, so that Word can list tables and figures."""
    paragraph = word.add_paragraph(style="Caption")
    section, _dot, place = number.rpartition(".")
    paragraph.add_run(f"{label} {section}.")
    styles.field(paragraph, f"SEQ {label}_{section.replace('.', '_')} \\* ARABIC", place)
    paragraph.add_run(". ")
    paragraph.add_run(title).bold = False
    return paragraph


def _picture(word: WordDocument, picture: Picture, document: Document) -> None:
    _ = translator(document.language)
    paragraph = word.add_paragraph(style="Picture")
    width = picture.figure.get_size_inches()[0] * 2.54
    image = paragraph.add_run().add_picture(io.BytesIO(picture.drawn("png")), width=Cm(width))
    properties = image._inline.docPr  # python-docx has no public API for alternative text
    properties.set("descr", picture.alt)
    properties.set("title", picture.title)
    caption = _caption(word, _("Figure"), picture.number, picture.title)
    caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
    notes = (*picture.notes, *_source(document))
    caption.paragraph_format.keep_with_next = bool(notes)
    for note in notes:
        word.add_paragraph(note, style="Note").alignment = WD_ALIGN_PARAGRAPH.CENTER


def _table(word: WordDocument, table: Table, document: Document) -> None:
    _ = translator(document.language)
    _caption(word, _("Table"), table.number, table.title).paragraph_format.keep_with_next = True
    if table.unit:
        unit = word.add_paragraph(table.unit, style="Note")
        unit.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        unit.paragraph_format.keep_with_next = True
    grid = word.add_table(rows=1 + len(table.rows), cols=len(table.columns))
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    grid.autofit = False
    size = SMALL if len(table.columns) <= FEW_COLUMNS else TINY
    whole = sum(column.share for column in table.columns)
    widths = [Cm(styles.TEXT_WIDTH_CM * column.share / whole) for column in table.columns]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    cells = list(grid._cells)  # the public API searches every row again, which takes minutes for long tables
    count = len(table.columns)
    for place, column in enumerate(table.columns):
        cells[place].width = widths[place]
        _write(cells[place], column.label, size, bold=True, numeric=column.numeric)
    for at, row in enumerate(table.rows, 1):
        _row(cells[at * count : (at + 1) * count], row, table, size)
    styles.rules(grid)
    _keep_together(grid, table)
    for note in (*table.notes, *_source(document)):
        word.add_paragraph(note, style="Note")
    word.add_paragraph(style="Gap")


def _row(cells: list[_Cell], row: Row, table: Table, size: Pt) -> None:
    if row.heading:
        whole = cells[0].merge(cells[-1])
        _write(whole, row.heading, size, bold=True, numeric=False)
        if row.detail:
            _write(whole, row.detail, TINY, quiet=True, numeric=False, more=True)
        return
    for place, text in enumerate(row.cells):
        cell, numeric = cells[place], table.columns[place].numeric
        remark = place == len(row.cells) - 1 and len(row.cells) < len(cells)
        if remark:
            cell = cell.merge(cells[-1])
        _write(cell, text, size, bold=place in row.strong, quiet=remark, numeric=numeric and not remark)


def _write(
    cell: _Cell, text: str, size: Pt, *, numeric: bool, bold: bool = False, quiet: bool = False, more: bool = False
) -> None:
    paragraph = cell.add_paragraph() if more else cell.paragraphs[0]
    paragraph._p.style = "Cell"  # the id; the public API searches all styles for it, for every cell
    # A short number such as "< 0,001" must not break over two lines.
    run = paragraph.add_run(text.replace(" ", "\u00a0") if text[:1] in "<>" else text)
    run.font.size, run.bold, run.italic = size, bold, quiet
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if numeric else WD_ALIGN_PARAGRAPH.LEFT


def _keep_together(grid: WordTable, table: Table) -> None:
    """Repeat the header on every page, break no row, and keep an item's heading and rows on one page."""
    headed = any(row.heading for row in table.rows)
    for at, row in enumerate(grid._tbl.tr_lst):
        styles.row_flags(row, header=at == 0)
        # A heading row is kept with its rows, and these with each other up to the next heading.
        if at == 0 or (headed and at < len(table.rows) and not table.rows[at].heading):
            for paragraph in row.iter(styles.PARAGRAPH):
                WordParagraph(paragraph, grid).paragraph_format.keep_with_next = True
