"""The data as a frame of pandas, for the formats that libraries write from one."""

from typing import Any

import pandas as pd

from surveyapp.exports.columns import Column
from surveyapp.exports.data_table import DataTable


def coded_frame(table: DataTable) -> pd.DataFrame:
    """Names as their codes: for statistics programs, which keep a label for each code."""
    return pd.DataFrame({column.name: _series(column, coded=True) for column in table.columns})


def named_frame(table: DataTable) -> pd.DataFrame:
    """Names as texts: for programs that keep no labels."""
    return pd.DataFrame({column.name: _series(column, coded=False) for column in table.columns})


def _series(column: Column, *, coded: bool) -> Any:
    values = column.values if coded else column.texts
    if column.is_text or (column.names and not coded):
        return pd.Series(["" if value is None else value for value in values], dtype="object")
    whole = not column.decimals and None not in values and not any(isinstance(value, float) for value in values)
    return pd.Series(values, dtype="int64" if whole else "float64")
