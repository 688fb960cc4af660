"""Parquet files with the codebook and the mark of a rehearsal in their metadata."""

import json
from pathlib import Path

import duckdb

from analysis.sources.files.codebook_files import codebook_to_json
from surveyapp.exports.data_frames import named_frame
from surveyapp.exports.data_table import DataTable


def write(table: DataTable, folder: Path) -> list[Path]:
    """Write one .parquet file and return its path."""
    path = folder / f"{table.name}-data.parquet"
    notes = {"title": table.full_title, "simulated": str(table.simulated).lower()}
    notes["codebook"] = json.dumps(codebook_to_json(table.codebook), ensure_ascii=False)
    metadata = ", ".join(f"{key}: {_quoted(text)}" for key, text in notes.items())
    with duckdb.connect() as connection:
        connection.register("data", named_frame(table))
        target = _quoted(str(path))
        connection.execute(f"COPY data TO {target} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{metadata}}})")
    return [path]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
