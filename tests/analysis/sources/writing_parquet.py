"""Parquet files for tests."""

from pathlib import Path

import duckdb
import pandas as pd


def write_parquet(table: pd.DataFrame, folder: Path) -> Path:
    """The table as ``answers.parquet`` in a folder."""
    path = folder / "answers.parquet"
    duckdb.from_df(table).write_parquet(str(path))
    return path
