"""The report as one self-contained page: styles and figures are embedded; no script, no external address.

The Jinja templates in ``templates/`` make the page and escape every text automatically.
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
"""A table with more columns has a minimum width on a phone and scrolls sideways inside its frame."""
NARROW = 3
"""A table with at most this many columns is not stretched over the whole page."""
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
    # Imported here: it takes time that commands without a report do not need.
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("analysis.views"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(template_of=_template_of, image_of=image_of, breadth_of=_breadth_of)
    return environment


def _template_of(block: Block) -> str:
    return TEMPLATES[type(block)]


@dataclass(frozen=True, slots=True)
class Image:
    """A data URL of the figure, and its size in pixels of 1/96 inch."""

    source: str
    width: int
    height: int


def image_of(picture: Picture) -> Image:
    """The figure as the source of an image."""
    data = base64.b64encode(picture.drawn("svg")).decode("ascii")
    width, height = (round(inches * 96) for inches in picture.figure.get_size_inches())
    return Image(f"data:image/svg+xml;base64,{data}", width, height)


def _breadth_of(table: Table) -> str:
    return "wide" if len(table.columns) > WIDE else "narrow" if len(table.columns) <= NARROW else "middling"
