"""The table of measures: one module for each measure that is computed from counts.

The module of a measure offers ``MEASURE``, a :class:`~analysis.measures.measure.Measure`. It is listed here and
imported only when something is computed or shown. The order of the table is the order of columns in tables and of keys
in JSON.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.measures.measure import Level, Measure

MEASURES: dict[str, str] = {
    "shares": "analysis.measures.answer_shares",
    "mean": "analysis.measures.means",
    "equal_clusters": "analysis.measures.cluster_sizes",
    "not_answered": "analysis.measures.response.not_answered",
    "response_by_cluster": "analysis.measures.response.by_cluster",
    "omnibus": "analysis.measures.joint_test",
    "kruskal_wallis": "analysis.measures.kruskal_wallis",
    "chi_square": "analysis.measures.chi_square",
    "cliffs_delta": "analysis.measures.cliffs_delta",
    "delta_low": "analysis.measures.response.delta_bounds",
    "dunn": "analysis.measures.dunn",
    "mann_whitney": "analysis.measures.mann_whitney",
    "difference": "analysis.measures.score_differences",
}
"""Maps the name of a measure to its module."""


def measures(level: Level | None = None) -> tuple[Measure, ...]:
    """The measures of one level, or of all levels, in the order of the table."""
    found: list[Measure] = [module.MEASURE for module in _imported(tuple(MEASURES.values()))]
    return tuple(measure for measure in found if level is None or measure.level is level)


@cache
def _imported(names: tuple[str, ...]) -> tuple[ModuleType, ...]:
    return tuple(map(import_module, names))
