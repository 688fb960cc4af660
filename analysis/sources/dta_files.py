"""Stata files as a source of answers: value labels, and the extended missing values .a to .z with their labels.

The reason of an extended missing value is the one that its label names; without a label it is the one of METHOD 13
(.a left blank … .h refused).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from analysis.sources.dataset import Codebook
from analysis.sources.files.labelled_files import LabelledContent, LabelledFile, cell_of, cells_of, read_with, reason_of
from analysis.sources.files.roles import Roles
from forms.missing_values import STATA_LETTERS, Missing

_REASONS = {letter: reason for reason, letter in STATA_LETTERS.items()}


def open_source(address: str, roles: Roles, described: Codebook | None) -> LabelledFile:
    """The file at a path."""
    return LabelledFile(Path(address), roles, described, _load)


def _load(path: Path) -> LabelledContent:
    columns, meta = read_with("read_dta", path, "broken_dta")
    letters = meta.missing_user_values
    labels = {
        name: {_code(code): str(text) for code, text in known.items()}
        for name, known in meta.variable_value_labels.items()
    }
    cells = {
        # The letter of an extended missing value stands among the numbers of its column.
        name: cells_of([f".{value}" if isinstance(value, str) and name in letters else value for value in values])
        for name, values in columns.items()
    }
    return LabelledContent(
        cells,
        {name: label or "" for name, label in meta.column_names_to_labels.items()},
        labels,
        {name: _missing([f".{letter}" for letter in found], labels.get(name, {})) for name, found in letters.items()},
    )


def _code(code: object) -> str:
    return f".{code}" if isinstance(code, str) else cell_of(code)


def _missing(found: list[str], labels: Mapping[str, str]) -> dict[str, Missing]:
    return {
        letter: reason_of(labels[letter]) if letter in labels else _REASONS.get(letter, Missing.BLANK)
        for letter in found
    }
