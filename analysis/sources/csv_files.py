"""CSV files (plain or gzip) as a source of answers: read in pieces, one small integer per cell.

Rows are numbered as in a spreadsheet, from the first line of the file. Blank cells are missing. A file that is not a
table raises ``InputFaultError``. Text among codes does not; it becomes the status of that item.
"""

from __future__ import annotations

from pathlib import Path

from analysis.sources.dataset import Codebook
from analysis.sources.files.roles import Roles
from analysis.sources.files.table_files import TableFile
from analysis.sources.tables.delimited import open_delimited


def open_source(address: str, roles: Roles, described: Codebook | None) -> TableFile:
    """The file at a path."""
    return TableFile(Path(address), roles, described, open_delimited)
