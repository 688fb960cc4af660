"""Exports of a study's answers to files: one module per format, and one table of the formats.

A module offers ``write(table, folder) -> list[Path]``. It is imported on demand because some libraries take seconds to
load.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from surveyapp.instance.faults import N_

if TYPE_CHECKING:
    from surveyapp.exports.data_table import DataTable


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """An entry of the table. ``program``: who reads the files. ``about``: their content, a message id. ``module``: the
    writer.
    """

    program: str
    about: str
    module: str

    def write(self, table: "DataTable", folder: Path) -> list[Path]:
        """Write the files into an existing folder and return them."""
        write: Callable[[DataTable, Path], list[Path]] = import_module(self.module).write
        return write(table, folder)


_LABELLED = N_("with labels and missing values")

FORMATS: dict[str, ExportFormat] = {
    "xlsx": ExportFormat("Excel", N_("answers, codebook and open texts in one workbook"), "surveyapp.exports.excel"),
    "csv": ExportFormat(
        "CSV", N_("for every program, and once more as Excel in Vietnam reads it"), "surveyapp.exports.text_files"
    ),
    "sav": ExportFormat("SPSS", _LABELLED, "surveyapp.exports.spss"),
    "dta": ExportFormat("Stata", _LABELLED, "surveyapp.exports.stata"),
    "parquet": ExportFormat("Parquet", N_("for R, Python and DuckDB"), "surveyapp.exports.parquet"),
}
