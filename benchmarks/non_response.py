"""The level and power of the two tests of non-response by cluster in simulated surveys.

A survey: agencies in which people leave out a question with a probability that is the same everywhere (level of the
test of homogeneity) or varies between agencies with an intra-class correlation of .1 (power). For the test of
association it varies with a correlation of .2, independently of the opinions, whose intra-class correlation is .2.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from analysis.statistics.response.by_cluster import association, homogeneity
from benchmarks._result_pages import write_page

SURVEYS = 600
AGENCIES = (6, 12, 24, 60)
SHARES = (0.1, 0.3)
SIZES = ("10", "log-normal", "2 and 12")
CUTS = np.array([-1.3, -0.5, 0.3, 1.2])
Floats = NDArray[np.float64]


def sizes(kind: str, agencies: int, draw: np.random.Generator) -> NDArray[np.int64]:
    """Return the people of each agency."""
    if kind == "10":
        return np.full(agencies, 10)
    if kind == "2 and 12":
        return np.where(np.arange(agencies) % 2, 2, 12)
    drawn = np.round(10 * np.exp(draw.normal(0, 1.2, agencies) - 0.72))
    return np.maximum(2, drawn).astype(np.int64)


def silent(asked: NDArray[np.int64], share: float, correlation: float, draw: np.random.Generator) -> Floats:
    """Return how many people of each agency do not answer."""
    at = np.full(len(asked), share)
    if correlation:
        spread = (1 - correlation) / correlation
        at = draw.beta(share * spread, (1 - share) * spread, len(asked))
    return draw.binomial(asked, at).astype(np.float64)


def totals(answered: Floats, draw: np.random.Generator) -> Floats:
    """Return the sum of the answers from 1 to 5 in each agency."""
    opinions = draw.normal(0, np.sqrt(0.2), len(answered))
    return np.array(
        [
            float(np.searchsorted(CUTS, draw.normal(opinion, np.sqrt(0.8), int(n))).sum() + n)
            for opinion, n in zip(opinions, answered, strict=True)
        ]
    )


def rejected(p_values: list[float | None]) -> str:
    """Return the share of p-values up to .05 among those that exist."""
    found = [p for p in p_values if p is not None]
    return f"{sum(p <= 0.05 for p in found) / len(found):.3f}" if found else "–"


def rows() -> Iterator[str]:
    """Return the lines of the table, one per setting."""
    yield "| agencies | people in each | no answer | homogeneity, level | homogeneity, power | association, level |"
    yield "|---:|---|---:|---:|---:|---:|"
    for agencies in AGENCIES:
        for kind in SIZES:
            for share in SHARES:
                draw = np.random.default_rng([2026, agencies, SIZES.index(kind), round(100 * share)])
                found: tuple[list[float | None], ...] = ([], [], [])
                for _ in range(SURVEYS):
                    people = sizes(kind, agencies, draw)
                    asked = people.astype(np.float64)
                    for level, correlation in zip(found, (0.0, 0.1), strict=False):
                        level.append(homogeneity(asked, silent(people, share, correlation, draw)).p_value)
                    without = silent(people, share, 0.2, draw)
                    found[2].append(association(asked, without, totals(asked - without, draw)).p_value)
                yield f"| {agencies} | {kind} | {share:.0%} | {' | '.join(map(rejected, found))} |"


if __name__ == "__main__":
    write_page(
        "non_response",
        "Tests of non-response by cluster",
        (f"{SURVEYS} simulated surveys a cell, rejection at .05.", ""),
        rows(),
    )
