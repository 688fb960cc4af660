"""Excel workbooks (.xlsx) as a source of answers: the first table on a visible sheet, dates as texts.

Cells are named as in Excel. Values of formulas are those that Excel stored; a formula without one is refused.
"""

from __future__ import annotations

from pathlib import Path

from analysis.sources.dataset import Codebook
from analysis.sources.files.roles import Roles
from analysis.sources.files.table_files import TableFile
from analysis.sources.tables.workbooks import open_workbook


def open_source(address: str, roles: Roles, described: Codebook | None) -> TableFile:
    """The file at a path."""
    return TableFile(Path(address), roles, described, open_workbook)
