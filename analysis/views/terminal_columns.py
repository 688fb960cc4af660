"""How the columns of a file are understood, as a table in a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape

from analysis.sources.files.declared_missing import NAMES, missing_to_json
from analysis.sources.understanding.column_readings import ColumnReading
from analysis.translation import N_, text_in, translator
from analysis.views.terminal_tables import TerminalTable, console_for_output
from analysis.wording.column_texts import doubt_text, missing_text, role_text, scale_text
from analysis.wording.numbers import Numbers


def print_columns(readings: Sequence[ColumnReading], file: str, language: str, console: Console | None = None) -> None:
    """Print one row per column, and every doubt with what to do."""
    console = console or console_for_output()
    say, numbers = translator(language), Numbers(language)
    rows = max((reading.values + reading.missing for reading in readings), default=0)
    title = say(N_("{file}: {rows} rows, {columns} columns")).format(
        file=file, rows=numbers.integer(rows), columns=numbers.integer(len(readings))
    )
    names = [say(N_("Column")), say(N_("Role"))]
    figures = [say(N_("Values")), say(N_("Missing")), say(N_("Missing codes")), say(N_("Example")), say(N_("Answers"))]
    table = TerminalTable(escape(title), names, figures, last_is_list=True)
    for reading in readings:
        label = text_in(reading.label, language)
        name = f"[bold]{escape(reading.name)}[/]" + (f" {escape(label)}" if label and label != reading.name else "")
        table.add_row(
            name,
            escape(role_text(reading, language)),
            numbers.integer(reading.values),
            numbers.integer(reading.missing),
            escape(missing_text(reading, language)),
            escape(reading.example),
            escape(scale_text(reading, language)),
        )
    table.show(console)
    for reading in readings:
        for doubt in reading.doubts:
            console.print(f"[yellow]{escape(reading.name)}[/]: {escape(doubt_text(reading, doubt, language))}")


def columns_to_json(readings: Sequence[ColumnReading], file: str, language: str) -> dict[str, Any]:
    """``{"file", "columns": [{"name", "role", "why", "kind", "scale", "label", "options", "missing", "values",
    "missing_values", "reasons", "different", "example", "measure", "warnings": [{"code", "about", "text"}]}]}``.
    """
    return {"file": file, "columns": [_column(reading, language) for reading in readings]}


def _column(reading: ColumnReading, language: str) -> dict[str, Any]:
    return {
        "name": reading.name,
        "role": reading.role,
        "why": reading.why,
        "kind": reading.variable.kind,
        "scale": reading.variable.scale,
        "label": dict(reading.label),
        "options": [{"code": option.code, "label": dict(option.label)} for option in reading.variable.options],
        "codes": list(reading.codes),
        "missing": missing_to_json(reading.variable.missing),
        "values": reading.values,
        "missing_values": reading.missing,
        "reasons": {NAMES[code]: people for code, people in reading.reasons.items()},
        "different": reading.different,
        "example": reading.example,
        "measure": reading.measure,
        "warnings": [
            {"code": doubt.code, "about": doubt.about, "text": doubt_text(reading, doubt, language)}
            for doubt in reading.doubts
        ],
    }
