"""The coverage of the 95 % interval of Cliff's delta in simulated surveys.

A survey: agencies with one head each, 8 to 12 civil servants and 5 to 9 outsiders. A latent opinion is the sum of the
group's mean, an effect of the agency shared by all its groups (its share of the variance is the latent ICC) and a
personal part; four cut points make it an answer from 1 to 5. The marginal distribution of every group is normal
whatever the ICC, so the population value of delta, for two people drawn from different agencies, is known exactly. For
a true difference of zero the share of p below .05 is reported for each tail.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.special import ndtr

from analysis.statistics.cluster_counts import ClusterCounts
from analysis.statistics.dominance import cliffs_delta
from analysis.statistics.relative_effects import omnibus
from benchmarks._result_pages import write_page

GROUPS = ("leader", "civil_servant", "outsider")
SIZES = ((1, 1), (8, 12), (5, 9))
CUTS = np.array([-1.3, -0.5, 0.3, 1.2])
SEEDS = 2000
LOWEST, HIGHEST = 0.937, 0.963


@dataclass(frozen=True)
class Setting:
    """Number of agencies, latent ICC and the latent means of the three groups."""

    name: str
    agencies: int
    icc: float
    means: tuple[float, float, float]


SETTINGS = tuple(
    Setting(f"{name}, ICC {icc}", 66, icc, means)
    for icc in (0.1, 0.2)
    for name, means in (("no difference", (0.0, 0.0, 0.0)), ("differences", (0.6, 0.2, -0.2)))
)


@dataclass(frozen=True)
class Row:
    """One pair in one setting. Tails: how often the interval was completely above (``above``) or
    below the true value.
    """

    setting: str
    pair: str
    true: float
    mean: float
    coverage: float
    above: float
    below: float
    rejected: float

    @property
    def inside(self) -> bool:
        return LOWEST <= self.coverage <= HIGHEST


def shares(mean: float) -> np.ndarray:
    """Return the population's shares of the five answers for a latent mean."""
    return np.diff(np.concatenate([[0.0], ndtr(CUTS - mean), [1.0]]))


def population_delta(first: float, second: float) -> float:
    """Return delta of two groups with these latent means, P(X > Y) - P(X < Y), from their shares."""
    x, y = shares(first), shares(second)
    return float(x @ (np.tri(5, k=-1) - np.tri(5, k=-1).T) @ y)


def survey(setting: Setting, rng: np.random.Generator) -> ClusterCounts:
    """Return one survey as counts (agencies, groups, answers)."""
    agency_effect = rng.normal(0.0, np.sqrt(setting.icc), setting.agencies)
    cube = np.zeros((setting.agencies, 3, 5), dtype=np.int64)
    for place, ((low, high), mean) in enumerate(zip(SIZES, setting.means, strict=True)):
        agency = np.repeat(np.arange(setting.agencies), rng.integers(low, high + 1, setting.agencies))
        latent = mean + agency_effect[agency] + rng.normal(0.0, np.sqrt(1.0 - setting.icc), len(agency))
        answer = np.searchsorted(CUTS, latent)
        cube[:, place, :] = np.bincount(agency * 5 + answer, minlength=setting.agencies * 5).reshape(-1, 5)
    return ClusterCounts(cube.sum(axis=0), cube)


def measure(setting: Setting, seeds: int = SEEDS) -> tuple[list[Row], float]:
    """Return the rows of the three pairs, and how often the joint test rejects at .05."""
    pairs = list(combinations(range(3), 2))
    true = [population_delta(setting.means[i], setting.means[j]) for i, j in pairs]
    found = np.zeros((seeds, 3, 4))
    omnibus_p = np.ones(seeds)
    for seed in range(seeds):
        data = survey(setting, np.random.default_rng([20190531, seed]))
        omnibus_p[seed] = omnibus(data).p_value
        for place, (i, j) in enumerate(pairs):
            delta = cliffs_delta(data, i, j)
            found[seed, place] = delta.estimate, delta.ci_low, delta.ci_high, delta.p_value
    rows = []
    for place, (i, j) in enumerate(pairs):
        estimate, low, high, p = found[:, place].T
        above, below = float((low > true[place]).mean()), float((high < true[place]).mean())
        name = f"{GROUPS[i]} – {GROUPS[j]}"
        rejected = float((p < 0.05).mean())
        rows.append(
            Row(setting.name, name, true[place], float(estimate.mean()), 1 - above - below, above, below, rejected)
        )
    return rows, float((omnibus_p < 0.05).mean())


def report(seeds: int = SEEDS) -> Iterator[str]:
    """Yield the table of ``results/coverage.md``, line by line."""
    yield "| Setting | Pair | Population delta | Mean estimate | Coverage | Too high | Too low | p < .05 |"
    yield "|---|---|---:|---:|---:|---:|---:|---:|"
    for setting in SETTINGS:
        rows, rejected = measure(setting, seeds)
        for row in rows:
            yield (
                f"| {row.setting} | {row.pair} | {row.true:.4f} | {row.mean:.4f} | {row.coverage:.1%}"
                f"{'' if row.inside else ' (outside)'} | {row.above:.2%} | {row.below:.2%} | {row.rejected:.1%} |"
            )
        yield f"| {setting.name} | omnibus | | | | | | {rejected:.1%} |"


if __name__ == "__main__":
    write_page(
        "coverage",
        "Coverage of the population's Cliff's delta",
        [
            f"{SEEDS} surveys per setting, 66 agencies with a head, 8 to 12 civil servants and 5 to 9 outsiders each.",
            "“Too high”: the whole interval lies above the population value.",
            f"Coverage of the 95 % interval must lie between {LOWEST:.1%} and {HIGHEST:.1%} for every pair by itself.",
            "",
        ],
        report(),
    )
