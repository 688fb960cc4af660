"""Counts the scores of a construct by group, cluster and score, so that constructs are compared from counts alone.

A person's score is the mean of the items answered, each rescaled to 0..100 and reversed where needed; at least half of
the items must be answered. All items of a score have one scale. A score therefore depends on two whole numbers: the
``points`` of a person, that is, the sum of (code - lowest code), or of (highest code - code) for a reversed item, and
the number of items ``answered``. An engine counts people by group, cluster, points and answered items, and ``of_rows``
makes the counts of the scores from its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.sources.dataset import Dataset, IntArray, Variable
from analysis.sources.row_places import CellIndex, places_of
from analysis.statistics.cluster_counts import ClusterCounts
from analysis.statistics.sparse_counts import count_cells


@dataclass(frozen=True)
class ScoreTally:
    """``values``: the scores that occur, 0..100, ascending. ``data.counts``: (groups of the codebook, scores)."""

    values: NDArray[np.float64]
    data: ClusterCounts


CountScores = Callable[[Sequence[Variable]], ScoreTally]
"""Counts the scores of people on some items of one scale."""


def scale_ends(variables: Sequence[Variable]) -> tuple[int, int]:
    """The lowest and the highest declared code of the items, which have one scale."""
    codes = [option.code for option in variables[0].options]
    return min(codes), max(codes)


def enough(items: int) -> int:
    """How many of the items a person must have answered to get a score."""
    return max(1, -(-items // 2))


def score_tally(dataset: Dataset, variables: Sequence[Variable]) -> ScoreTally:
    """Count the scores of all people with a group, and with a cluster if there are clusters."""
    keep, places, _ = places_of(dataset)
    points, answered = points_and_answered(dataset, variables)
    return of_rows(places, points[keep], answered[keep], variables)


def points_and_answered(dataset: Dataset, variables: Sequence[Variable]) -> tuple[IntArray, IntArray]:
    """The points of each person and the number of items answered, as described in the module docstring."""
    low, high = scale_ends(variables)
    points, answered = np.zeros(dataset.n, dtype=np.int32), np.zeros(dataset.n, dtype=np.int16)
    for variable in variables:
        column = dataset.columns[variable.name]
        valid = (column >= low) & (column <= high)
        code = np.where(valid, column, np.int32(high if variable.reversed else low))
        points += (
            np.subtract(high, code, dtype=np.int32) if variable.reversed else np.subtract(code, low, dtype=np.int32)
        )
        answered += valid
    return points, answered


def of_rows(places: CellIndex, points: IntArray, answered: IntArray, variables: Sequence[Variable]) -> ScoreTally:
    """The counts of the scores from rows of one person, or of the people of ``places``.

    People who answered too few items are left out.
    """
    low, high = scale_ends(variables)
    fewest, most = enough(len(variables)), len(variables)
    scored = answered >= fewest
    score = np.full((most + 1) * ((high - low) * most + 1), np.nan)
    for number in range(fewest, most + 1):
        possible = np.arange((high - low) * number + 1)
        # Rounded so that equal means of different numbers of answers are one score.
        score[possible * (most + 1) + number] = np.round(100.0 * possible / ((high - low) * number), 9)
    values, index = np.unique(score[~np.isnan(score)], return_inverse=True)
    number_of = np.full(len(score), -1, dtype=np.int64)
    number_of[~np.isnan(score)] = index
    key = points[scored].astype(np.int64) * (most + 1) + answered[scored]
    kept = places.chosen(scored)
    data = count_cells(kept.place, number_of[key], 0, (kept.clusters, kept.groups, len(values)), kept.people)
    present = np.flatnonzero(data.counts.any(axis=0)).tolist()
    return ScoreTally(values[present], data.columns(present))
