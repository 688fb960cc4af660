"""CSV files: one for programs, one that a Vietnamese Excel opens directly, and the codebook."""

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from analysis.sources.files.codebook_files import codebook_to_json
from surveyapp.exports.columns import Value
from surveyapp.exports.data_table import DataTable
from surveyapp.exports.spreadsheet_texts import without_formula

CODEBOOK_HEAD = ("variable", "label", "code", "meaning", "missing")
WORDINGS_HEAD = ("variable", "group", "wording")


def write(table: DataTable, folder: Path) -> list[Path]:
    """Write data, open answers and codebook; return the files."""
    names = [column.name for column in table.columns]
    rows = list(zip(*(column.texts for column in table.columns), strict=True))
    written = [
        _write(folder / f"{table.name}-data.csv", names, rows),
        _write_for_excel(folder / f"{table.name}-data-excel.csv", names, rows),
    ]
    if table.texts:
        written.append(_write_for_excel(folder / f"{table.name}-texts.csv", ("group", "item", "text"), table.texts))
    return written


def write_codebook(table: DataTable, folder: Path) -> list[Path]:
    """Write the codebook and full wordings as CSV, and the codebook as JSON for ``python -m analysis``."""
    path = folder / f"{table.name}-codebook.json"
    content = codebook_to_json(table.codebook) | {"simulated": table.simulated}
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return [
        _write_for_excel(folder / f"{table.name}-codebook.csv", CODEBOOK_HEAD, codebook_rows(table)),
        _write_for_excel(folder / f"{table.name}-wordings.csv", WORDINGS_HEAD, wording_rows(table)),
        path,
    ]


def codebook_rows(table: DataTable) -> list[tuple[Value, ...]]:
    """Return a row per column, then one per code; the last rows list the reasons for missing answers."""
    rows: list[tuple[Value, ...]] = []
    for column in table.columns:
        rows.append((column.name, column.label, None, None, None))
        rows += [(column.name, column.label, code, text, 0) for code, text in column.labels.items()]
    return rows + [("*", None, code, text, 1) for code, text in table.reasons.items()]


def wording_rows(table: DataTable) -> list[tuple[Value, ...]]:
    """Return the wording of each question per group: a row per column and group."""
    return [
        (variable.name, group, wording.get(table.language) or next(iter(wording.values()), ""))
        for variable in table.codebook.variables
        for group, wording in variable.wording.items()
    ]


def _write(path: Path, names: Sequence[str], rows: Iterable[Sequence[Value]]) -> Path:
    """CSV for programs: comma, decimal point, no byte order mark."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows(rows)
    return path


def _write_for_excel(path: Path, names: Sequence[str], rows: Iterable[Sequence[Value]]) -> Path:
    """CSV for Excel: semicolon, decimal comma, and a byte order mark by which Excel recognises UTF-8."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([without_formula(name) for name in names])
        writer.writerows([_for_excel(value) for value in row] for row in rows)
    return path


def _for_excel(value: Value) -> Value:
    return str(value).replace(".", ",") if isinstance(value, float) else without_formula(value)
