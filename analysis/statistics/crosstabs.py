"""Chi-square and Cramér's V of a table of counts. Both ignore clusters.

Empty rows and columns are dropped first, because they would make the statistic 0/0; this changes the degrees of
freedom. Sources: Cramér 1946; Bergsma 2013, Journal of the Korean Statistical Society 42:323 (bias correction).
"""

from __future__ import annotations

from math import sqrt

import numpy as np

from analysis.results import Status, Test
from analysis.statistics.cluster_counts import Counts
from analysis.statistics.tails import chi_square_upper

METHOD = "Pearson chi-square, empty categories dropped; ignores clusters"


def chi_square(table: Counts) -> Test:
    """Pearson's chi-square without continuity correction, (r - 1)(c - 1) degrees of freedom after dropping."""
    return chi_square_tests(table[None])[0][0]


def cramers_v(table: Counts) -> float | None:
    """Cramér's V, 0 to 1; ``None`` if chi-square is undefined."""
    return chi_square_tests(table[None])[0][1]


def cramers_v_corrected(table: Counts) -> float | None:
    """Bergsma's bias-corrected V; ``None`` if chi-square is undefined or the corrected table has fewer than two rows or
    columns.
    """
    return chi_square_tests(table[None])[0][2]


def chi_square_tests(tables: Counts) -> list[tuple[Test, float | None, float | None]]:
    """``chi_square``, ``cramers_v`` and ``cramers_v_corrected`` of many tables, (t, r, c)."""
    people = tables.astype(np.float64)
    by_row, by_column = people.sum(axis=2), people.sum(axis=1)
    n = by_row.sum(axis=1)
    expected = by_row[:, :, None] * (by_column / np.maximum(n, 1.0)[:, None])[:, None, :]
    statistic = ((people - expected) ** 2 / np.where(expected > 0, expected, 1.0)).sum(axis=(1, 2))
    rows, columns = (by_row > 0).sum(axis=1), (by_column > 0).sum(axis=1)
    return [_chi_square(*one) for one in zip(*(x.tolist() for x in (statistic, n, rows, columns)), strict=True)]


def _chi_square(statistic: float, n: float, rows: int, columns: int) -> tuple[Test, float | None, float | None]:
    if rows < 2:
        return Test(method=METHOD, status=Status.ONE_GROUP if rows else Status.GROUP_EMPTY), None, None
    if columns < 2:
        return Test(method=METHOD, status=Status.NO_VARIATION), None, None
    df = (rows - 1) * (columns - 1)
    phi2 = max(0.0, statistic / n - df / (n - 1))
    smaller = min(rows - (rows - 1) ** 2 / (n - 1), columns - (columns - 1) ** 2 / (n - 1)) - 1
    return (
        Test(statistic, df, chi_square_upper(statistic, df), method=METHOD),
        sqrt(statistic / n / (min(rows, columns) - 1)),
        sqrt(phi2 / smaller) if smaller > 0 else None,
    )
