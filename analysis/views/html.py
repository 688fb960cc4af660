"""The report as one page that needs nothing else: styles inside, figures inside, no script, no address elsewhere.

The page is made by the Jinja templates in ``templates/``, which escape every text by themselves.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from analysis.translation import translator
from analysis.views.document import Block, Bullets, Document, Heading, Paragraph, Picture, Table

if TYPE_CHECKING:
    from jinja2 import Environment

WIDE = 5
"""A table with more columns keeps a least width on a phone and is moved sideways inside its frame."""
NARROW = 3
"""A table with as few columns as this is not stretched over the whole page."""
TEMPLATES: dict[type[Block], str] = {
    Heading: "heading.html",
    Paragraph: "paragraph.html",
    Bullets: "bullets.html",
    Picture: "picture.html",
    Table: "table.html",
}
"""The template of each kind of block."""


def to_html(document: Document) -> str:
    """The whole page."""
    from markupsafe import Markup

    style = resources.files("analysis.views").joinpath("report.css").read_text("utf-8")
    return (
        _environment()
        .get_template("report.html")
        .render(
            document=document,
            sections=[block for block in document.blocks if isinstance(block, Heading) and block.level == 1],
            style=Markup(style),  # noqa: S704 - our own file, and quotation marks of styles must stay
            _=translator(document.language),
        )
    )


@cache
def _environment() -> Environment:
    # Imported here: it costs time that commands without a report need not pay.
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("analysis.views"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(template_of=_template_of, image_of=_image_of, breadth_of=_breadth_of)
    return environment


def _template_of(block: Block) -> str:
    return TEMPLATES[type(block)]


@dataclass(frozen=True, slots=True)
class _Image:
    """An address that holds the whole figure, and its size in pixels of 1/96 inch."""

    source: str
    width: int
    height: int


def _image_of(picture: Picture) -> _Image:
    data = base64.b64encode(picture.drawn("svg")).decode("ascii")
    width, height = (round(inches * 96) for inches in picture.figure.get_size_inches())
    return _Image(f"data:image/svg+xml;base64,{data}", width, height)


def _breadth_of(table: Table) -> str:
    return "wide" if len(table.columns) > WIDE else "narrow" if len(table.columns) <= NARROW else "middling"
