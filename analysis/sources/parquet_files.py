"""Parquet files as a source of answers. DuckDB counts them without loading."""

from __future__ import annotations

from analysis.sources.dataset import Codebook
from analysis.sources.engines.counted_table import CountedTable
from analysis.sources.engines.duckdb_engine import DuckDbEngine
from analysis.sources.files.roles import Roles


def open_source(address: str, roles: Roles, described: Codebook | None) -> CountedTable:
    """The file at a path. Raises ``InputFaultError`` if DuckDB cannot read it."""
    return CountedTable(DuckDbEngine(address), roles, described)
