"""The report as one page that needs nothing else: styles inside, figures inside, no script, no address elsewhere."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from html import escape
from importlib import resources

from analysis.report.document import Block, Bullets, Column, Document, Heading, Paragraph, Picture, Row, Table
from analysis.translation import translator

WIDE = 5
"""A table with more columns keeps a least width on a phone and is moved sideways inside its frame."""
NARROW = 3
"""A table with as few columns as this is not stretched over the whole page."""


def to_html(document: Document) -> str:
    """The whole page."""
    return "\n".join(_page(document)) + "\n"


def _page(document: Document) -> Iterator[str]:
    _ = translator(document.language)
    style = resources.files("analysis.views").joinpath("report.css").read_text("utf-8")
    title = escape(document.title)
    yield "<!doctype html>"
    yield f'<html lang="{document.language}">'
    yield '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
    yield f"<title>{title}</title>"
    yield f"<style>\n{style}</style></head>"
    yield "<body>"
    if document.mark:
        yield f'<p class="mark" role="note">{escape(document.mark)}</p>'
    yield '<div class="page">'
    yield f'<header class="title"><h1>{title}</h1>'
    if document.subtitle:
        yield f"<p>{escape(document.subtitle)}</p>"
    yield "</header>"
    contents = escape(_("Contents"))
    yield f'<nav class="contents" aria-label="{contents}"><details open><summary>{contents}</summary><ol>'
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 1:
            yield f'<li><a href="#{block.anchor}">{escape(block.text)}</a></li>'
    yield "</ol></details></nav>"
    yield "<main>"
    for block in document.blocks:
        yield from _block(block, document)
    yield "</main></div></body></html>"


def _block(block: Block, document: Document) -> Iterator[str]:
    match block:
        case Heading():
            tag = f"h{block.level + 1}"
            yield f'<{tag} id="{block.anchor}">{escape(block.text)}</{tag}>'
        case Paragraph():
            yield f'<p class="{block.kind}">{escape(block.text)}</p>'
        case Bullets():
            yield "<ul>" + "".join(f"<li>{escape(entry)}</li>" for entry in block.entries) + "</ul>"
        case Picture():
            yield from _picture(block, document)
        case Table():
            yield from _table(block, document)


def _source(document: Document) -> str:
    _ = translator(document.language)
    return _("Source: {source}").format(source=document.source) if document.source else ""


def _notes(lines: tuple[str, ...]) -> str:
    return "".join(f'<p class="note">{escape(line)}</p>' for line in lines if line)


def _picture(picture: Picture, document: Document) -> Iterator[str]:
    _ = translator(document.language)
    # As an image, since glyphs of several inline drawings would share their ids.
    data = base64.b64encode(picture.drawn("svg")).decode("ascii")
    width, height = (round(inches * 96) for inches in picture.figure.get_size_inches())
    label = _("Figure {number}.").format(number=picture.number)
    yield '<figure><div class="picture" tabindex="0">'
    yield f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(picture.alt)}" width="{width}" height="{height}">'
    yield f"</div><figcaption><b>{escape(label)}</b> {escape(picture.title)}"
    yield _notes((*picture.notes, _source(document))) + "</figcaption></figure>"


def _table(table: Table, document: Document) -> Iterator[str]:
    _ = translator(document.language)
    label = _("Table {number}.").format(number=table.number)
    anchor = "table-" + table.number.replace(".", "-")
    title = f"<span><b>{escape(label)}</b> {escape(table.title)}</span>"
    yield f'<div class="table"><div class="caption" id="{anchor}">{title}'
    if table.unit:
        yield f'<span class="unit">{escape(table.unit)}</span>'
    wide = f' class="{_breadth(table)}"'
    yield f'</div><div class="scroll" tabindex="0" role="region" aria-labelledby="{anchor}"><table{wide}>'
    cells = "".join(f'<th scope="col" class="{_kind(column)}">{escape(column.label)}</th>' for column in table.columns)
    yield f"<thead><tr>{cells}</tr></thead><tbody>"
    for row in table.rows:
        yield _row(row, table.columns)
    yield "</tbody></table></div>" + _notes((*table.notes, _source(document))) + "</div>"


def _breadth(table: Table) -> str:
    return "wide" if len(table.columns) > WIDE else "narrow" if len(table.columns) <= NARROW else "middling"


def _kind(column: Column) -> str:
    return "number" if column.numeric else "text"


def _row(row: Row, columns: tuple[Column, ...]) -> str:
    if row.heading:
        detail = f"<small>{escape(row.detail)}</small>" if row.detail else ""
        span = f' colspan="{len(columns)}"'
        return f'<tr class="item"><th scope="colgroup"{span}><span>{escape(row.heading)}</span>{detail}</th></tr>'
    first = f"<b>{escape(row.cells[0])}</b>" if 0 in row.strong else escape(row.cells[0])
    cells = [f'<th scope="row" class="{_kind(columns[0])}">{first}</th>']
    for place, text in enumerate(row.cells[1:], 1):
        missing = len(columns) - len(row.cells)
        if missing and place == len(row.cells) - 1:
            cells.append(f'<td class="remark" colspan="{missing + 1}">{escape(text)}</td>')
        else:
            shown = f"<b>{escape(text)}</b>" if place in row.strong else escape(text)
            cells.append(f'<td class="{_kind(columns[place])}">{shown}</td>')
    return f"<tr>{''.join(cells)}</tr>"
