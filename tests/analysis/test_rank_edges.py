"""Rank tests on data for which ordinary formulas fail."""

import numpy as np

from analysis.results import Status
from analysis.statistics import ranks
from analysis.statistics.tails import SMALLEST_P


def test_the_tie_term_does_not_overflow_at_three_million_people():
    counts = np.array([[1_000_000, 600_000], [700_000, 900_000]])
    small = counts // 1000
    large_h, small_h = ranks.kruskal_wallis(counts).statistic, ranks.kruskal_wallis(small).statistic
    assert abs(large_h / small_h / 1000 - 1) < 1e-3
    ties = 1_700_000**3 - 1_700_000 + 1_500_000**3 - 1_500_000
    exact = 3_200_000**3 - 3_200_000 - ties
    assert abs(ranks.untied(np.array([1_700_000.0, 1_500_000.0])) / exact - 1) < 1e-15


def test_no_p_value_is_ever_zero():
    counts = np.array([[50_000, 0, 10], [10, 0, 50_000]])
    assert ranks.kruskal_wallis(counts).p_value == SMALLEST_P
    assert ranks.mann_whitney(counts[0], counts[1]).p_value == SMALLEST_P


def test_no_people_and_one_group_have_their_status():
    assert ranks.kruskal_wallis(np.zeros((3, 5), dtype=int)).status is Status.GROUP_EMPTY
    assert ranks.kruskal_wallis(np.array([[1, 2], [0, 0]])).status is Status.ONE_GROUP
    assert ranks.dunn(np.zeros((2, 3), dtype=int), [(0, 1)])[0].z is None
    assert ranks.mann_whitney(np.array([1, 2]), np.array([0, 0])).u is None
