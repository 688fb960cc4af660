"""Distributes many rows over several figures: as few as the height allows, with similar heights."""

from __future__ import annotations

from collections.abc import Sequence


def balanced(heights: Sequence[float], limit: float) -> list[range]:
    """Consecutive runs of indices whose heights add up to at most ``limit``; a single higher one is a run by itself.

    The number of runs is minimal; among these solutions the highest run is as low as possible.
    """
    if not heights:
        return []
    fewest = len(_greedy(heights, limit))
    low, high = max(heights), max(limit, max(heights))
    for _ in range(40):
        middle = (low + high) / 2
        if len(_greedy(heights, middle)) > fewest:
            low = middle
        else:
            high = middle
    return _greedy(heights, high)


def _greedy(heights: Sequence[float], limit: float) -> list[range]:
    runs: list[range] = []
    start, used = 0, 0.0
    for index, height in enumerate(heights):
        if index > start and used + height > limit + 1e-9:
            runs.append(range(start, index))
            start, used = index, 0.0
        used += height
    runs.append(range(start, len(heights)))
    return runs
