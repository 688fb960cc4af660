"""Adjusts p-values for many tests.

An undefined p-value (``None``) stays undefined and is not counted. Sources: Holm 1979; Benjamini & Hochberg 1995;
Benjamini & Yekutieli 2001; selected families: Benjamini & Bogomolov 2014. Results equal R's ``p.adjust``.
"""

from __future__ import annotations

from collections.abc import Sequence

PValues = Sequence[float | None]


def _ranked(p_values: PValues) -> list[tuple[float, int]]:
    return sorted((p, index) for index, p in enumerate(p_values) if p is not None)


def bonferroni(p_values: PValues) -> list[float | None]:
    """Bonferroni: min(1, m p)."""
    m = len(_ranked(p_values))
    return [None if p is None else min(1.0, m * p) for p in p_values]


def holm(p_values: PValues) -> list[float | None]:
    """Holm's step-down adjustment; controls the probability of any false rejection."""
    ranked, adjusted = _ranked(p_values), [None] * len(p_values)
    result: list[float | None] = list(adjusted)
    largest = 0.0
    for step, (p, index) in enumerate(ranked):
        largest = max(largest, min(1.0, (len(ranked) - step) * p))
        result[index] = largest
    return result


def _step_up(p_values: PValues, factors: Sequence[float]) -> list[float | None]:
    result: list[float | None] = [None] * len(p_values)
    smallest = 1.0
    for step, (p, index) in reversed(list(enumerate(_ranked(p_values)))):
        smallest = min(smallest, factors[step] * p)
        result[index] = smallest
    return result


def hochberg(p_values: PValues) -> list[float | None]:
    """Hochberg's step-up adjustment (1988)."""
    m = len(_ranked(p_values))
    return _step_up(p_values, [m - step for step in range(m)])


def benjamini_hochberg(p_values: PValues) -> list[float | None]:
    """Benjamini-Hochberg: controls the false discovery rate."""
    m = len(_ranked(p_values))
    return _step_up(p_values, [m / (step + 1) for step in range(m)])


def benjamini_yekutieli(p_values: PValues) -> list[float | None]:
    """Benjamini-Yekutieli: the same under any dependence."""
    m = len(_ranked(p_values))
    harmonic = sum(1.0 / (step + 1) for step in range(m))
    return _step_up(p_values, [harmonic * m / (step + 1) for step in range(m)])


def selected_level(level: float, selected: int, m: int) -> float:
    """The level for tests inside ``selected`` families chosen from ``m``: level * R / m; 0 if none was chosen."""
    return level * selected / m if m else 0.0
