"""Comparing the groups of an uploaded file, and the report of the comparison, made when it is asked for."""

import tempfile
from dataclasses import replace
from pathlib import Path

from analysis.comparisons.comparing_files import compare_source
from analysis.report.content import build
from analysis.sources.files.roles import Roles
from analysis.sources.opening import open_source
from analysis.sources.understanding.role_guesses import CLUSTER, GROUP
from analysis.views.document import Document
from analysis.views.docx import write_docx
from analysis.views.html import to_html
from surveyapp.data_files.keeping.kept_files import KeptFile
from surveyapp.data_files.keeping.sealed_files import OPENED, folder
from surveyapp.data_files.reading.clear_copy import one_at_a_time, readable
from surveyapp.data_files.reading.columns import understood
from surveyapp.data_files.reading.thresholds import smallest_base
from surveyapp.instance.faults import N_, Fault


class NoGroupFault(Fault):
    """No column names the groups."""

    def __init__(self) -> None:
        super().__init__(N_("Please choose the column that names the group of each row, and save."))


def report_of(file: KeptFile, language: str) -> Document:
    """The report of the file with its corrections, under the thresholds that apply to it.

    Raises ``InputFaultError``, ``NoGroupFault``, ``DamagedFileError``, and ``TooManyAtOnceError`` while others compute.
    """
    known = understood(file)
    if not (group := known.column_of(GROUP)):
        raise NoGroupFault
    roles = Roles(group, known.column_of(CLUSTER) or None)
    with one_at_a_time.turn():
        with readable(file) as path:
            source = open_source(str(path), roles, known.codebook)
            comparison, book = compare_source(source, threshold=smallest_base(file))
        return build(comparison, replace(book, source=book.source or file.name), language=language)


def report_file(document: Document, file_format: str) -> bytes:
    """The report as a page (``html``) or as a Word document (``docx``)."""
    with one_at_a_time.turn():
        if file_format == "html":
            return to_html(document).encode()
        with tempfile.TemporaryDirectory(dir=folder(), prefix=OPENED) as place:
            written = Path(place) / "report.docx"
            write_docx(document, written)
            return written.read_bytes()
