"""The parts of a figure that stand in columns of their own in the file of numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analysis.results import Estimate, Test, figure

PARTS = (("", ""), ("_ci_low", "ci_low"), ("_ci_high", "ci_high"), ("_p_value", "p_value"))


def part_of(name: str, part: str) -> Callable[[Any], float | int | str | None]:
    """The function from a record to this part of the figure of that name; ``""``: the figure itself."""

    def value(record: Any) -> float | int | str | None:
        found = figure(record, name)
        if isinstance(found, Estimate):
            found = getattr(found, part or "estimate")
        elif isinstance(found, Test):
            found = getattr(found, part or "statistic", None)
        elif part:
            return None
        return None if found is None else float(found)

    return value
