"""SPSS, Stata and Parquet files with their labels inside."""

import json
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyreadstat

from analysis.readers.codebook_files import codebook_to_json
from forms.missing_values import STATA_LETTERS, Missing
from surveyapp.exports.data_table import Column, DataTable, Value

SPSS_LABEL_BYTES = 255
STATA_NAME, STATA_LABEL = 32, 80

_LETTERS = {int(reason): letter.removeprefix(".") for reason, letter in STATA_LETTERS.items()}


def write_sav(table: DataTable, folder: Path) -> list[Path]:
    """SPSS: the reasons why a value is missing are one range of user-missing values."""
    path = folder / f"{table.name}-data.sav"
    answers = [column for column in table.columns if column.is_answer]
    reasons = table.reasons
    pyreadstat.write_sav(
        _frame(table),
        path,
        file_label=_cut(table.full_title, 64),
        column_labels={column.name: _cut(column.label, SPSS_LABEL_BYTES) for column in table.columns},
        variable_value_labels={
            column.name: {code: _cut(text, 120) for code, text in {**column.labels, **reasons}.items()}
            for column in answers
        },
        missing_ranges={column.name: [{"lo": int(min(Missing)), "hi": int(max(Missing))}] for column in answers},
        variable_measure={column.name: column.measure for column in table.columns},
    )
    return [path]


def write_dta(table: DataTable, folder: Path) -> list[Path]:
    """Stata: the reasons are the extended missing values .a to .h."""
    path = folder / f"{table.name}-data.dta"
    names = _stata_names(table.columns)
    reasons = {_LETTERS[code]: text for code, text in table.reasons.items()}
    frame = _frame(table).rename(columns=names)
    present: dict[str, list[str]] = {}
    labels: dict[str, Any] = {}  # Stata's letters stand among the codes, which the library's types do not foresee
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
        file_label=table.full_title[:STATA_LABEL],
        column_labels={names[column.name]: column.label[:STATA_LABEL] for column in table.columns},
        variable_value_labels={name: known for name, known in labels.items() if known},
        missing_user_values=present,
        version=15,
    )
    return [path]


def write_parquet(table: DataTable, folder: Path) -> list[Path]:
    """Parquet, with the codebook and the mark in its metadata."""
    path = folder / f"{table.name}-data.parquet"
    notes = {"title": table.full_title, "simulated": str(table.simulated).lower()}
    notes["codebook"] = json.dumps(codebook_to_json(table.codebook), ensure_ascii=False)
    metadata = ", ".join(f"{key}: {_quoted(text)}" for key, text in notes.items())
    with duckdb.connect() as connection:
        connection.register("data", _frame(table))
        target = _quoted(str(path))
        connection.execute(f"COPY data TO {target} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{metadata}}})")
    return [path]


def _frame(table: DataTable) -> pd.DataFrame:
    def series(column: Column) -> Any:
        if column.is_answer or column.name in ("cluster", "simulated"):
            return pd.Series(column.values, dtype="float64" if _has_fractions(column) else "int64")
        return pd.Series(["" if value is None else value for value in column.values], dtype="object")

    return pd.DataFrame({column.name: series(column) for column in table.columns})


def _has_fractions(column: Column) -> bool:
    return any(isinstance(value, float) for value in column.values)


def _letter(value: Value) -> Any:
    """The answer, or Stata's letter where it is the code of a reason."""
    return _LETTERS.get(value, value) if isinstance(value, int) else value


def _cut(text: str, most_bytes: int) -> str:
    """As much of a text as fits; a Vietnamese letter takes up to three bytes and is never cut in two."""
    return text.encode()[:most_bytes].decode(errors="ignore")


def _stata_names(columns: tuple[Column, ...]) -> dict[str, str]:
    """Names that Stata takes: at most 32 signs, each once."""
    names: dict[str, str] = {}
    for column in columns:
        short, number = column.name[:STATA_NAME], 1
        while short in names.values():
            number += 1
            short = f"{column.name[: STATA_NAME - len(str(number)) - 1]}_{number}"
        names[column.name] = short
    return names


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
