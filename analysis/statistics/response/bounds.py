"""Worst-case bounds: the values that a figure could have if everybody who was asked had answered.

Nothing is assumed about the people who did not answer, so the bounds are no confidence intervals: they hold for the
people surveyed and contain the estimate. They are the narrowest interval with this property.

Source: Manski C. F. (2003). Partial identification of probability distributions. New York: Springer, chapter 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

Bounds = tuple[float, float]
"""The smallest and the largest possible value."""


def share_bounds(chosen: int, n: int, silent: int) -> Bounds:
    """Bounds of the share of an answer that ``chosen`` of ``n`` people gave, with ``silent`` people more who did not
    answer; (0, 1) for nobody.
    """
    everybody = n + silent
    return (chosen / everybody, (chosen + silent) / everybody) if everybody else (0.0, 1.0)


def mean_bounds(mean: float, n: int, silent: int, ends: Bounds) -> Bounds:
    """Bounds of a mean on a scale from ``ends[0]`` to ``ends[1]``."""
    everybody = n + silent
    return tuple(min(max((n * mean + silent * end) / everybody, ends[0]), ends[1]) for end in ends)  # type: ignore[return-value]


def delta_bounds(first: Sequence[int], second: Sequence[int], silent: tuple[int, int], closed: bool) -> Bounds:
    """Bounds of Cliff's delta, P(first higher) - P(first lower), from the people of each group with each value.

    ``silent``: people of each group who did not answer. ``closed``: whether the first and last value are the ends of
    the scale; otherwise those people may have a value beyond all others.
    """
    return (
        -_highest(second, first, (silent[1], silent[0]), closed),
        _highest(first, second, silent, closed),
    )


def _highest(first: Sequence[int], second: Sequence[int], silent: tuple[int, int], closed: bool) -> float:
    """Delta if all silent people of the first group gave the highest answer and all of the second the lowest."""
    m, n = sum(first), sum(second)
    known = _dominance(first, second)
    # A silent person of the first group ties with those of the second group at the highest value.
    of_first = silent[0] * (n - (second[-1] if closed and second else 0))
    of_second = silent[1] * (m - (first[0] if closed and first else 0))
    both = silent[0] * silent[1] if not closed or len(first) > 1 else 0
    pairs = (m + silent[0]) * (n + silent[1])
    return (known + of_first + of_second + both) / pairs if pairs else 1.0


def _dominance(first: Sequence[int], second: Sequence[int]) -> int:
    """The pairs of people in which the first is higher, less those in which the second is."""
    total, lower, higher = 0, 0, sum(second)
    for x, y in zip(first, second, strict=True):
        higher -= y
        total += x * (lower - higher)
        lower += y
    return total


def sign_holds_up_to(first: Sequence[int], second: Sequence[int], closed: bool) -> float | None:
    """The largest share of silent people in each group at which the sign of delta is certain whatever they think.

    Both groups have the same share q; with delta above 0, the root of (1-q)² delta - q(1-q) b - q² = 0, where b is the
    part of the pairs of one silent person that count against the sign. ``None`` if delta is 0 or a group is empty.
    """
    m, n = sum(first), sum(second)
    known = _dominance(first, second) if m and n else 0
    if not known:
        return None
    if known < 0:
        first, second, m, n = second, first, n, m
    delta = abs(known) / (m * n)
    against = 2.0
    if closed:
        against -= second[0] / n + first[-1] / m
    # With r = q / (1 - q): r² + against r - delta = 0.
    r = (sqrt(against * against + 4 * delta) - against) / 2
    return r / (1 + r)
