"""What is measured in a setting, with the package's own functions on the counts of the surveys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np

from analysis.results import Estimate, Test
from analysis.statistics.cluster_counts import ClusterCounts, Floats
from analysis.statistics.dominance import cliffs_deltas, detectable_delta
from analysis.statistics.locations import mean, mean_difference
from analysis.statistics.multiplicity import holm
from analysis.statistics.proportions import design_effects, share
from analysis.statistics.relative_effects import omnibuses
from benchmarks.inference.cells import SEED, Cell
from benchmarks.inference.surveys import VALUES, draw, population, population_delta, shift_for

LEVEL = 0.05
LIMITS = (1.0, 5.0)


class Tally:
    """Counts of what happened to one kind of interval or test."""

    def __init__(self) -> None:
        self.made = self.covered = self.above = self.tested = self.rejected = self.cautious = 0

    def add(self, found: Estimate, true: float) -> None:
        """An estimate: whether its interval holds the true value, and whether it is tested and rejected."""
        if found.ci_low is not None and found.ci_high is not None:
            self.made += 1
            self.covered += found.ci_low <= true <= found.ci_high
            self.above += found.ci_low > true
            self.cautious += bool(found.cautions)
        self.add_p(found.p_value)

    def add_p(self, p_value: float | None) -> None:
        """A p-value, if there is one."""
        if p_value is not None:
            self.tested += 1
            self.rejected += p_value < LEVEL

    def add_test(self, found: Test) -> None:
        """A joint test."""
        self.add_p(found.p_value)
        self.made += found.p_value is not None
        self.cautious += bool(found.cautions) and found.p_value is not None


def measure(cell: Cell, surveys: int) -> dict[str, Any]:
    """Counts for surveys without a difference, and for surveys with the delta that they called detectable."""
    rng = np.random.default_rng([SEED, *cell.name.encode()])
    equal = draw(cell, surveys, rng, np.zeros(cell.groups))
    result: dict[str, Any] = {"surveys": surveys, "equal": _errors(cell, equal, 0.0)}
    pairs = cell.groups * (cell.groups - 1) // 2
    printed = [
        _printed(found, pairs) for found in cliffs_deltas([data.subset([0, 1]) for data in equal if _whole(data)])
    ]
    known = [value for value in printed if value is not None]
    if len(known) > surveys / 2:
        delta = float(np.median(known))
        shift = shift_for(cell.answers, delta)
        means = np.zeros(cell.groups)
        means[:2] = shift / 2.0, -shift / 2.0
        different = draw(cell, surveys, rng, means)
        result["detectable"] = delta
        joint, rows = _tests(cell, different)
        tested = sum(row[0].p_value is not None for row in rows)
        result["found"] = sum(map(_is_found, joint, rows)) / max(1, tested)
        result["different"] = _errors(cell, different, shift)
        if cell.sizes == "pooled":
            result["power_pooled"], result["power_apart"] = (
                _power(replace(cell, sizes=sizes), surveys, means) for sizes in ("pooled", "lognormal")
            )
    return result


def _power(cell: Cell, surveys: int, means: Floats) -> float:
    """How often the first pair has p below .05; the same people are drawn for pooled and for separate agencies."""
    rng = np.random.default_rng([SEED, 2, cell.groups, *cell.agencies])
    found = cliffs_deltas([data.subset([0, 1]) for data in draw(cell, surveys, rng, means)])
    return sum(delta.p_value is not None and delta.p_value < LEVEL for delta in found) / surveys


def _whole(data: ClusterCounts) -> bool:
    return bool(data.n.all())


def _printed(found: Estimate, pairs: int) -> float | None:
    """The detectable delta at the first step of Holm, as the report prints it for one item."""
    if found.p_value is None or found.se is None or found.df is None or found.estimate is None:
        return None
    return detectable_delta(found.estimate, found.se, found.df, 1.0 - LEVEL / pairs)


def _tests(cell: Cell, surveys: Sequence[ClusterCounts]) -> tuple[list[Test], list[list[Estimate]]]:
    pairs = list(combinations(range(cell.groups), 2))
    deltas = cliffs_deltas([data.subset(pair) for data in surveys for pair in pairs])
    rows = [deltas[at : at + len(pairs)] for at in range(0, len(deltas), len(pairs))]
    return omnibuses(surveys), rows


def _is_found(joint: Test, pairs: Sequence[Estimate]) -> bool:
    """Whether the first pair is significant: the joint test selects the item, and Holm the pair."""
    first = holm([pair.p_value for pair in pairs])[0]
    return joint.p_value is not None and joint.p_value < LEVEL and first is not None and first <= LEVEL


def _errors(cell: Cell, surveys: Sequence[ClusterCounts], shift: float) -> dict[str, dict[str, int]]:
    means = (shift / 2.0, -shift / 2.0)
    shares = [population(cell.answers, each) for each in means]
    whole = [data for data in surveys if _whole(data)]
    tallies = {name: Tally() for name in ("delta", "omnibus", "difference", "mean", "share_first", "share_middle")}
    for found in cliffs_deltas([data.subset([0, 1]) for data in whole]):
        tallies["delta"].add(found, population_delta(cell.answers, *means))
    for test in omnibuses(whole):
        tallies["omnibus"].add_test(test)
    for data in whole:
        pair = data.subset([0, 1])
        tallies["difference"].add(mean_difference(pair, VALUES, LIMITS), float((shares[0] - shares[1]) @ VALUES))
        tallies["mean"].add(mean(pair, 0, VALUES, LIMITS), float(shares[0] @ VALUES))
        effects, n = design_effects(pair, 0), int(pair.n[0])
        for name, at in (("share_first", 0), ("share_middle", 2)):
            tallies[name].add(share(int(pair.counts[0, at]), n, effects[at] if effects else None), float(shares[0][at]))
    return {name: vars(tally) for name, tally in tallies.items()}
