"""SPSS files as a source of answers, with labels, user-missing values and measures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from analysis.sources.dataset import Codebook
from analysis.sources.files.declared_missing import NAMES, REASONS
from analysis.sources.files.labelled_files import LabelledContent, LabelledFile, cell_of, cells_of, read_with, reason_of
from analysis.sources.files.roles import Roles
from forms.missing_values import Missing


def open_source(address: str, roles: Roles, described: Codebook | None) -> LabelledFile:
    """The file at a path."""
    return LabelledFile(Path(address), roles, described, _load)


def _load(path: Path) -> LabelledContent:
    columns, meta = read_with("read_sav", path, "broken_sav")
    ranges: Mapping[str, Any] = meta.missing_ranges
    cells = {name: cells_of(values) for name, values in columns.items()}
    labels = {
        name: {cell_of(code): str(text) for code, text in known.items()}
        for name, known in meta.variable_value_labels.items()
    }
    return LabelledContent(
        cells,
        {name: label or "" for name, label in meta.column_names_to_labels.items()},
        labels,
        {name: _missing(set(found), ranges.get(name, ()), labels.get(name, {})) for name, found in cells.items()},
        meta.variable_measure,
    )


def _missing(
    cells: Iterable[str], ranges: Iterable[Mapping[str, Any]], labels: Mapping[str, str]
) -> dict[str, Missing]:
    """The user-missing values that occur in a column, with their reasons."""
    found = {}
    for cell in cells:
        if any(_inside(cell, one["lo"], one["hi"]) for one in ranges):
            code = int(cell) if cell.removeprefix("-").isdigit() else 0
            found[cell] = REASONS[NAMES[code]] if code in NAMES else reason_of(labels.get(cell, ""))
    return found


def _inside(cell: str, low: Any, high: Any) -> bool:
    if isinstance(low, str):
        return cell == low.strip()
    try:
        return bool(low <= float(cell) <= high)
    except ValueError:
        return False
