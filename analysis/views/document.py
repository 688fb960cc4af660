"""A report independent of its format: headings, paragraphs, tables and figures in order.

``html`` and ``docx`` print the same blocks and therefore the same content. All texts are already in the reader's
language.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from matplotlib.figure import Figure

from analysis.charts.chart_files import chart_bytes


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading. ``level`` 1 is a section; ``anchor`` is its address inside the page."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One or more sentences. ``kind``: ``text``, ``lede`` (main finding), ``note`` or ``warning``."""

    text: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short paragraphs."""

    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column's header; ``share`` is its part of the width, relative to the other columns."""

    label: str
    share: float = 1.0
    numeric: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """Cells from left to right; if there are fewer cells than columns, the last one is a remark that spans the rest.

    A row with ``heading`` spans the table; ``detail`` follows it in lighter type. ``strong``: indices of the bold
    cells.
    """

    cells: tuple[str, ...] = ()
    heading: str = ""
    detail: str = ""
    strong: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its title above, unit at the right, notes and source below (style of Vietnamese reports)."""

    number: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    unit: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure with its title below. ``name`` is the stem of its files, ``alt`` its description for screen readers."""

    number: str
    title: str
    figure: Figure
    name: str
    alt: str
    notes: tuple[str, ...] = ()
    _drawn: dict[str, bytes] = field(default_factory=dict, repr=False, compare=False)

    def drawn(self, file_format: str) -> bytes:
        """The figure as a file; drawn once and reused by all documents."""
        if file_format not in self._drawn:
            self._drawn[file_format] = chart_bytes(self.figure, file_format)
        return self._drawn[file_format]


Block = Heading | Paragraph | Bullets | Table | Picture


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report. ``mark`` is printed on every page and in every figure of simulated data."""

    title: str
    subtitle: str
    language: str
    source: str
    mark: str | None
    blocks: tuple[Block, ...] = field(default_factory=tuple)

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The figures, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Picture))


@dataclass(slots=True)
class Numbering:
    """Numbers tables and figures by section: ``Bảng 2.1``, ``Hình 2.1``."""

    section: int = 0
    table: int = 0
    figure: int = 0

    def next_section(self) -> int:
        """Start the next section; tables and figures start again at 1."""
        self.section, self.table, self.figure = self.section + 1, 0, 0
        return self.section

    def next_table(self) -> str:
        """The next number of a table, such as ``2.1``."""
        self.table += 1
        return f"{self.section}.{self.table}"

    def next_figure(self) -> str:
        """The next number of a figure, such as ``2.1``."""
        self.figure += 1
        return f"{self.section}.{self.figure}"
