"""Styles, fields and borders of the Word file that python-docx offers only as XML."""

from __future__ import annotations

from datetime import datetime

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

from analysis.views.document import Document
from forms.languages import LANGUAGES

FACE = "Times New Roman"
TEXT_WIDTH_CM = 16.0
CELL_MARGIN = 60  # twentieths of a point
INK, SOFT, WARNING = RGBColor(0x1B, 0x23, 0x30), RGBColor(0x56, 0x60, 0x72), RGBColor(0x8A, 0x5A, 0x00)
PARAGRAPH = qn("w:p")
NO_DATE = datetime(2000, 1, 1)  # noqa: DTZ001 - Word insists on a date; files must not tell when they were made


def prepare(word: WordDocument, document: Document) -> None:
    """Set page, styles, language, header and footer."""
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2.2)
    section.left_margin, section.right_margin = Cm(3.0), Cm(2.0)
    _style(word, "Normal", 13, locale=LANGUAGES[document.language].locale)
    _style(word, "Body Text", 13, after=6, line=1.15)
    _style(word, "Title", 20, bold=True, after=6)
    _style(word, "Subtitle", 13, colour=SOFT, after=12)
    _style(word, "Heading 1", 16, bold=True, before=24, after=8, keep=True)
    _style(word, "Heading 2", 14, bold=True, before=14, after=6, keep=True)
    _style(word, "List Bullet", 13, after=4)
    _style(word, "Caption", 12, bold=True, before=8, after=3)
    for name, size, options in (
        ("Contents", 14, {"bold": True, "before": 12, "after": 6}),
        ("Mark", 13, {"bold": True, "colour": WARNING, "after": 6}),
        ("Note", 11, {"colour": SOFT, "before": 2}),
        ("Cell", 10.5, {"before": 1.5, "after": 1.5}),
        ("Picture", 6, {"before": 10, "keep": True}),
        ("Gap", 8, {}),
    ):
        word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = word.styles["Normal"]
        _style(word, name, size, **options)
    header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
    header.style = footer.style = "Note"
    header.text = document.mark or ""
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field(footer, "PAGE", "1")
    core = word.core_properties
    core.title, core.author, core.comments = document.title, "", document.mark or ""
    core.language = LANGUAGES[document.language].locale
    core.created = core.modified = NO_DATE


def _style(
    word: WordDocument,
    name: str,
    size: float,
    *,
    bold: bool = False,
    colour: RGBColor = INK,
    before: float = 0,
    after: float = 0,
    line: float = 1.0,
    keep: bool = False,
    locale: str = "",
) -> None:
    style = word.styles[name]
    assert isinstance(style, ParagraphStyle)  # noqa: S101 - all names above are paragraph styles of the template
    style.font.size, style.font.bold, style.font.italic, style.font.color.rgb = Pt(size), bold, False, colour
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FACE)
    if locale:
        language = properties.find(qn("w:lang"))
        language = language if language is not None else OxmlElement("w:lang")
        for kind in ("val", "eastAsia"):
            language.set(qn(f"w:{kind}"), locale)
        properties.append(language)
    # The template's titles have a border below and wide letter spacing.
    for inherited in (style.element.get_or_add_pPr().find(qn("w:pBdr")), properties.find(qn("w:spacing"))):
        if inherited is not None:
            inherited.getparent().remove(inherited)
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), line
    form.keep_with_next = keep


def field(paragraph: WordParagraph, instruction: str, shown: str) -> None:
    """A field that Word updates on F9, with the text shown until then."""
    for kind in ("begin", "separate", "end"):
        if kind == "separate":
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = f" {instruction} "
            paragraph.add_run()._r.append(code)
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        paragraph.add_run()._r.append(mark)
        if kind == "separate":
            paragraph.add_run(shown)


def table_of_contents(word: WordDocument, entries: list[str]) -> None:
    """The table of contents as a field; F9 in Word adds the page numbers."""
    for at, entry in enumerate(entries):
        paragraph = word.add_paragraph(style="Body Text")
        if at == 0:
            _field_mark(paragraph, "begin")
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = ' TOC \\o "1-1" \\h \\z \\u '
            paragraph.add_run()._r.append(code)
            _field_mark(paragraph, "separate")
        paragraph.add_run(entry)
        if at == len(entries) - 1:
            _field_mark(paragraph, "end")


def _field_mark(paragraph: WordParagraph, kind: str) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)


def rules(grid: WordTable) -> None:
    """Set a border above and below the header and under the last row, thin lines between rows, no vertical lines."""
    borders = OxmlElement("w:tblBorders")
    for side, size in (("top", 8), ("bottom", 8), ("insideH", 2)):
        border = OxmlElement(f"w:{side}")
        for key, value in (
            ("val", "single"),
            ("sz", str(size)),
            ("space", "0"),
            ("color", "1B2330" if size > 2 else "D9D5CA"),
        ):
            border.set(qn(f"w:{key}"), value)
        borders.append(border)
    grid._tbl.tblPr.append(borders)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(CELL_MARGIN))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    grid._tbl.tblPr.append(margins)
    for cell in grid.rows[0].cells:
        edges = OxmlElement("w:tcBorders")
        bottom = OxmlElement("w:bottom")
        for key, value in (("val", "single"), ("sz", "8"), ("space", "0"), ("color", "1B2330")):
            bottom.set(qn(f"w:{key}"), value)
        edges.append(bottom)
        cell._tc.get_or_add_tcPr().append(edges)


def row_flags(row: CT_Row, *, header: bool) -> None:
    """Forbid a page break inside the row; ``header`` repeats it on every page."""
    properties = row.get_or_add_trPr()
    for flag in ("cantSplit", *(("tblHeader",) if header else ())):
        properties.append(OxmlElement(f"w:{flag}"))
