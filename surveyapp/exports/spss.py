"""SPSS files: labels, formats, and the reasons for missing answers as one range of user-missing values."""

from pathlib import Path

import pyreadstat

from forms.missing_values import Missing
from surveyapp.exports.columns import Column
from surveyapp.exports.data_frames import coded_frame
from surveyapp.exports.data_table import DataTable

LABEL_BYTES, VALUE_LABEL_BYTES, TITLE_BYTES = 255, 120, 64


def write(table: DataTable, folder: Path) -> list[Path]:
    """Write one .sav file and return its path."""
    path = folder / f"{table.name}-data.sav"
    reasons = table.reasons
    labels = {
        column.name: {**column.labels, **(reasons if column.is_answer else {})}
        for column in table.columns
        if column.labels or column.is_answer
    }
    pyreadstat.write_sav(
        coded_frame(table),
        path,
        file_label=_cut(table.full_title, TITLE_BYTES),
        column_labels={column.name: _cut(column.label, LABEL_BYTES) for column in table.columns},
        variable_value_labels={
            name: {code: _cut(text, VALUE_LABEL_BYTES) for code, text in known.items()}
            for name, known in labels.items()
        },
        missing_ranges={
            column.name: [{"lo": int(min(Missing)), "hi": int(max(Missing))}]
            for column in table.columns
            if column.is_answer
        },
        variable_measure={column.name: column.measure for column in table.columns},
        variable_format={column.name: _format(column) for column in table.columns if not column.is_text},
    )
    return [path]


def _format(column: Column) -> str:
    """Return F8.2 for amounts with decimals, else the width of the widest whole number, so that
    codes show no ``.00``.
    """
    if column.decimals:
        return "F8.2"
    return f"F{max((len(str(value)) for value in column.values if value is not None), default=1)}.0"


def _cut(text: str, most_bytes: int) -> str:
    """Return as much of a text as fits into the bytes, without splitting a multi-byte character."""
    return text.encode()[:most_bytes].decode(errors="ignore")
