"""The data as a pandas frame, for formats whose libraries take one."""

from typing import Any

import pandas as pd

from surveyapp.exports.columns import Column
from surveyapp.exports.data_table import DataTable


def coded_frame(table: DataTable) -> pd.DataFrame:
    """Return names as codes, for statistics programs with value labels."""
    return pd.DataFrame({column.name: _series(column, coded=True) for column in table.columns})


def named_frame(table: DataTable) -> pd.DataFrame:
    """Return names as texts, for programs without labels."""
    return pd.DataFrame({column.name: _series(column, coded=False) for column in table.columns})


def _series(column: Column, *, coded: bool) -> Any:
    values = column.values if coded else column.texts
    if column.is_text or (column.names and not coded):
        return pd.Series(["" if value is None else value for value in values], dtype="object")
    whole = not column.decimals and None not in values and not any(isinstance(value, float) for value in values)
    return pd.Series(values, dtype="int64" if whole else "float64")
