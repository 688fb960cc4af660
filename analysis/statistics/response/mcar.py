"""Little's test of whether answers to several items are missing completely at random.

Source: Little R. J. A. (1988). A test of missing completely at random for multivariate data with missing values.
J. Am. Stat. Assoc. 83, 1198-1202.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

from analysis.results import Status
from analysis.statistics.cluster_counts import Floats

MOST_STEPS = 1000
CLOSE = 1e-8
"""EM ends when no mean or covariance changes by more than this part of a standard deviation."""
SINGULAR = 1e-8
"""A covariance with a smaller eigenvalue of its correlations cannot be inverted reliably."""
FEWEST_PEOPLE = 20


@dataclass(frozen=True, slots=True)
class Mcar:
    """``patterns``: the different sets of missing items, the complete one included. ``n``: people with any answer."""

    n: int
    patterns: int
    statistic: float | None = None
    df: int | None = None
    p_value: float | None = None
    status: Status = Status.OK


def littles_test(answers: Floats) -> Mcar:
    """Test of missing completely at random; ``answers``: (people, items), NaN where an answer is missing.

    Means and covariance are the maximum-likelihood estimates under normality (EM). The squared Mahalanobis distances of
    the means of each pattern from these means, times its people, add up to a chi-square with as many degrees of freedom
    as answered items over all patterns, less the items. People without any answer are left out. Status
    ``group_too_small``: fewer than 20 people or fewer than two patterns; ``group_empty``: nobody answered an item;
    ``no_variation``: an item has one value only; ``singular``: items determine each other, or never occur together.
    """
    known = ~np.isnan(answers)
    answers, known = answers[known.any(axis=1)], known[known.any(axis=1)]
    n, items = answers.shape
    patterns, of_person = np.unique(known, axis=0, return_inverse=True)
    if n < FEWEST_PEOPLE or len(patterns) < 2 or items < 2:
        return Mcar(n, len(patterns), status=Status.GROUP_TOO_SMALL)
    if not known.any(axis=0).all():
        return Mcar(n, len(patterns), status=Status.GROUP_EMPTY)
    spread = np.nanstd(answers, axis=0)
    if not (spread > 0).all():
        return Mcar(n, len(patterns), status=Status.NO_VARIATION)
    together = known.T.astype(np.int64) @ known.astype(np.int64)
    if not together.all():
        return Mcar(n, len(patterns), status=Status.SINGULAR)
    scaled = (answers - np.nanmean(answers, axis=0)) / spread
    rows = [scaled[of_person.reshape(-1) == at][:, pattern] for at, pattern in enumerate(patterns)]
    estimated = _estimated(rows, patterns, n)
    if estimated is None:
        return Mcar(n, len(patterns), status=Status.SINGULAR)
    mean, covariance = estimated
    statistic = 0.0
    for of_pattern, pattern in zip(rows, patterns, strict=True):
        apart = of_pattern.mean(axis=0) - mean[pattern]
        statistic += len(of_pattern) * float(apart @ np.linalg.solve(covariance[np.ix_(pattern, pattern)], apart))
    df = int(patterns.sum()) - items
    if df < 1:
        return Mcar(n, len(patterns), status=Status.GROUP_TOO_SMALL)
    p = max(float(chdtrc(df, statistic)), float(np.finfo(float).tiny))
    return Mcar(n, len(patterns), statistic, df, p)


def _estimated(rows: list[Floats], patterns: NDArray[np.bool_], n: int) -> tuple[Floats, Floats] | None:
    """Means and covariance by EM over the patterns; ``None`` if the covariance becomes singular or EM does not end."""
    items = patterns.shape[1]
    mean, covariance = np.zeros(items), np.eye(items)
    for _ in range(MOST_STEPS):
        total, products = np.zeros(items), np.zeros((items, items))
        for of_pattern, pattern in zip(rows, patterns, strict=True):
            filled = np.empty((len(of_pattern), items))
            filled[:, pattern] = of_pattern
            left = ~pattern
            if left.any():
                slope = np.linalg.solve(covariance[np.ix_(pattern, pattern)], covariance[np.ix_(pattern, left)])
                filled[:, left] = mean[left] + (of_pattern - mean[pattern]) @ slope
                rest = covariance[np.ix_(left, left)] - covariance[np.ix_(left, pattern)] @ slope
                products[np.ix_(left, left)] += len(of_pattern) * rest
            total += filled.sum(axis=0)
            products += filled.T @ filled
        new_mean = total / n
        new = products / n - np.outer(new_mean, new_mean)
        size = np.sqrt(np.maximum(np.diag(new), 0.0))
        if not (size > SINGULAR).all() or np.linalg.eigvalsh(new / np.outer(size, size))[0] < SINGULAR:
            return None
        change = max(float(np.abs(new_mean - mean).max()), float(np.abs(new - covariance).max()))
        mean, covariance = new_mean, new
        if change < CLOSE:
            return mean, covariance
    return None
