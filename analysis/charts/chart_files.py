"""Saves a figure as a file: PNG for Word, SVG and PDF for journals.

The same figure always gives the same bytes. Files carry no date and no software version, so a report made again from
the same answers is identical.
"""

from __future__ import annotations

import io
from typing import Any

from matplotlib.figure import Figure

from analysis.charts.style import settings

FORMATS = ("png", "svg", "pdf")


def chart_bytes(figure: Figure, file_format: str = "png", *, dpi: int = 300, svg_text: str = "path") -> bytes:
    """The figure as bytes of ``file_format`` (png, svg, pdf).

    ``svg_text``: ``"path"`` draws letters as outlines, which look the same everywhere; ``"none"`` keeps editable text,
    which needs the font. Raises ``ValueError`` for another format.
    """
    if file_format not in FORMATS:
        raise ValueError(f"a chart is saved as one of {', '.join(FORMATS)}, not {file_format}")
    metadata: dict[str, Any] = {"Software": None} if file_format == "png" else {"Creator": None}
    if file_format == "svg":
        metadata["Date"] = None
    elif file_format == "pdf":
        metadata |= {"Producer": None, "CreationDate": None}
    buffer = io.BytesIO()
    with settings(**{"svg.fonttype": svg_text}):
        figure.savefig(buffer, format=file_format, dpi=dpi, metadata=metadata)
    return buffer.getvalue()
