"""Stata files: the reasons for missing answers are the extended missing values .a to .h."""

from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat

from forms.missing_values import STATA_LETTERS
from surveyapp.exports.columns import Column, Value
from surveyapp.exports.data_frames import coded_frame
from surveyapp.exports.data_table import DataTable

NAME_LENGTH, LABEL_LENGTH = 32, 80

_LETTERS = {int(reason): letter.removeprefix(".") for reason, letter in STATA_LETTERS.items()}


def write(table: DataTable, folder: Path) -> list[Path]:
    """Write one .dta file and return its path."""
    path = folder / f"{table.name}-data.dta"
    names = _stata_names(table.columns)
    reasons = {_LETTERS[code]: text for code, text in table.reasons.items()}
    frame = coded_frame(table).rename(columns=names)
    present: dict[str, list[str]] = {}
    labels: dict[str, Any] = {}  # Stata's missing letters stand among the codes, which the library's types do not allow
    for column in table.columns:
        name = names[column.name]
        lettered = [_letter(value) for value in column.values] if column.is_answer else []
        found = sorted(set(lettered) & set(reasons))
        labels[name] = {**column.labels, **{letter: reasons[letter] for letter in found}}
        if found:
            present[name] = found
            frame[name] = pd.Series(lettered, dtype=object)
    pyreadstat.write_dta(
        frame,
        path,
        file_label=table.full_title[:LABEL_LENGTH],
        column_labels={names[column.name]: column.label[:LABEL_LENGTH] for column in table.columns},
        variable_value_labels={name: known for name, known in labels.items() if known},
        missing_user_values=present,
        version=15,
    )
    return [path]


def _letter(value: Value) -> Any:
    """Return the answer, or Stata's letter for the code of a reason."""
    return _LETTERS.get(value, value) if isinstance(value, int) else value


def _stata_names(columns: tuple[Column, ...]) -> dict[str, str]:
    """Return unique names that Stata accepts: at most 32 characters."""
    names: dict[str, str] = {}
    for column in columns:
        short, number = column.name[:NAME_LENGTH], 1
        while short in names.values():
            number += 1
            short = f"{column.name[: NAME_LENGTH - len(str(number)) - 1]}_{number}"
        names[column.name] = short
    return names
