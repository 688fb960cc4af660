"""Writes the report of a comparison: HTML page, Word document, and every figure as a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from analysis.charts.chart_files import FORMATS
from analysis.comparisons.breakdowns import Breakdown
from analysis.report.content import build
from analysis.report.plan import StudyTexts
from analysis.results import Comparison
from analysis.sources.dataset import Codebook
from analysis.views.document import Document
from analysis.views.docx import write_docx
from analysis.views.html import to_html
from forms.languages import DEFAULT_LANGUAGE


def write_report(
    comparison: Comparison,
    codebook: Codebook,
    out_dir: Path,
    *,
    study: StudyTexts | None = None,
    language: str = DEFAULT_LANGUAGE,
    simulated: bool = False,
    figure_formats: Sequence[str] = FORMATS,
    breakdowns: Sequence[Breakdown] = (),
) -> list[Path]:
    """Write ``report.html``, ``report.docx`` and ``figures/figure_<n>.{png,svg,pdf}`` into ``out_dir``.

    ``codebook``: the wording of the items and the source. ``study``: titles and other texts, per language.
    ``simulated``: print the mark on every page and figure; a comparison with a mark does this in any case.
    ``breakdowns``: one section for each attribute of the plan. Returns the paths written. The same comparison gives the
    same files. Raises ``OSError`` if the folder cannot be written.
    """
    document = build(comparison, codebook, study, language=language, simulated=simulated, breakdowns=breakdowns)
    out_dir.mkdir(parents=True, exist_ok=True)
    page, word = out_dir / "report.html", out_dir / "report.docx"
    page.write_text(to_html(document), encoding="utf-8")
    write_docx(document, word)
    return [page, word, *write_figures(document, out_dir / "figures", figure_formats)]


def write_figures(document: Document, folder: Path, formats: Sequence[str] = FORMATS) -> list[Path]:
    """Write every figure in every format, named by its number."""
    if formats:
        folder.mkdir(parents=True, exist_ok=True)
    written = []
    for picture in document.pictures:
        for file_format in formats:
            path = folder / f"{picture.name}.{file_format}"
            path.write_bytes(picture.drawn(file_format))
            written.append(path)
    return written
