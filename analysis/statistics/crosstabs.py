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


def used(table: Counts) -> Counts:
    """The table without empty rows and columns."""
    rows: Counts = table[table.sum(axis=1) > 0]
    return np.asarray(rows[:, table.sum(axis=0) > 0], dtype=np.int64)


def chi_square(table: Counts) -> Test:
    """Pearson's chi-square without continuity correction, (r - 1)(c - 1) degrees of freedom after dropping."""
    table = used(table)
    rows, columns = table.shape
    method = "Pearson chi-square, empty categories dropped; ignores clusters"
    if rows < 2:
        return Test(method=method, status=Status.ONE_GROUP if rows else Status.GROUP_EMPTY)
    if columns < 2:
        return Test(method=method, status=Status.NO_VARIATION)
    expected = np.outer(table.sum(axis=1), table.sum(axis=0) / table.sum())
    statistic = float(((table - expected) ** 2 / expected).sum())
    df = (rows - 1) * (columns - 1)
    return Test(statistic=statistic, df=df, p_value=chi_square_upper(statistic, df), method=method)


def cramers_v(table: Counts, test: Test | None = None) -> float | None:
    """Cramér's V, 0 to 1; ``None`` if chi-square is undefined. ``test``: the chi-square of the table if known."""
    statistic = (test or chi_square(table)).statistic
    if statistic is None:
        return None
    table = used(table)
    return sqrt(statistic / int(table.sum()) / (min(table.shape) - 1))


def cramers_v_corrected(table: Counts, test: Test | None = None) -> float | None:
    """Bergsma's bias-corrected V; ``None`` if chi-square is undefined or the corrected table has fewer than two rows or
    columns. ``test``: as in ``cramers_v``.
    """
    statistic = (test or chi_square(table)).statistic
    if statistic is None:
        return None
    table = used(table)
    rows, columns = table.shape
    n = int(table.sum())
    phi2 = max(0.0, statistic / n - (rows - 1) * (columns - 1) / (n - 1))
    smaller = min(rows - (rows - 1) ** 2 / (n - 1), columns - (columns - 1) ** 2 / (n - 1)) - 1
    return sqrt(phi2 / smaller) if smaller > 0 else None
