"""Draws surveys: counts by agency, group and answer.

A latent opinion is the sum of the group's mean, an effect of the agency that all its groups share (its share of the
variance is the ICC) and a personal part; four cut points make it an answer from 1 to 5. The answers of a group have the
same distribution whatever the ICC, so the population values, for people of different agencies, are known exactly.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import special

from analysis.statistics.cluster_counts import ClusterCounts, Counts, Floats
from benchmarks.inference.cells import Cell

SHARES = {"even": np.full(5, 0.2), "skewed": np.array([0.70, 0.15, 0.08, 0.05, 0.02])}
VALUES = np.arange(1.0, 6.0)
PEOPLE, MEDIAN, SIGMA, SMALL = 10, 6.0, 1.2, 5
"""People per group in equal agencies; median and sigma of log-normal sizes; smaller agencies are pooled."""


def population(answers: str, mean: float) -> Floats:
    """The shares of the five answers in a group whose latent mean is shifted by ``mean``."""
    cuts = special.ndtri(np.cumsum(SHARES[answers])[:-1])
    return np.diff(np.concatenate([[0.0], special.ndtr(cuts - mean), [1.0]]))


def population_delta(answers: str, first: float, second: float) -> float:
    """Cliff's delta of two groups with these latent means."""
    signs = np.sign(VALUES[:, None] - VALUES[None, :])
    return float(population(answers, first) @ signs @ population(answers, second))


def shift_for(answers: str, delta: float) -> float:
    """The latent distance of two groups, the first ``+d/2`` and the second ``-d/2``, that gives this delta."""
    low, high = 0.0, 8.0
    for _ in range(60):
        middle = (low + high) / 2.0
        low, high = (middle, high) if population_delta(answers, middle / 2, -middle / 2) < delta else (low, middle)
    return low


def sizes(cell: Cell, surveys: int, rng: np.random.Generator) -> Counts:
    """People per survey, agency and group."""
    agencies = sum(cell.agencies) if cell.between else cell.agencies[0]
    people = np.full((surveys, agencies, cell.groups), PEOPLE)
    if cell.sizes in ("lognormal", "pooled"):
        drawn = np.exp(rng.normal(np.log(MEDIAN), SIGMA, (surveys, agencies, 1)))
        people = np.maximum(1, np.rint(drawn)).astype(np.int64) * np.ones(cell.groups, dtype=np.int64)
    elif cell.sizes == "one-member":
        people[:, ::2] = 1
    elif cell.sizes == "heads":
        people[:, :, 0] = 1
    if cell.between:
        own = np.repeat(np.arange(cell.groups), cell.agencies)
        people = people * (own[:, None] == np.arange(cell.groups))
    return np.asarray(people, dtype=np.int64)


def draw(cell: Cell, surveys: int, rng: np.random.Generator, means: NDArray[np.float64]) -> list[ClusterCounts]:
    """Surveys of a setting with these latent means of the groups."""
    people = sizes(cell, surveys, rng)
    cuts = special.ndtri(np.cumsum(SHARES[cell.answers])[:-1])
    effects = rng.normal(size=(*people.shape[:2], 1, 1)) * np.sqrt(cell.icc)
    below = special.ndtr((cuts - means[:, None] - effects) / np.sqrt(1.0 - cell.icc))
    ends = np.zeros((*below.shape[:3], 1))
    chances = np.diff(np.concatenate([ends, below, ends + 1.0], axis=3), axis=3)
    cubes = rng.multinomial(people, np.clip(chances, 0.0, 1.0) / chances.sum(axis=3, keepdims=True))
    if cell.sizes == "pooled":
        cubes = pooled(cubes)
    return [ClusterCounts(cube.sum(axis=0), cube) for cube in cubes]


def pooled(cubes: Counts) -> Counts:
    """In each group, the people of agencies with fewer than five of the group become one cluster, the last."""
    few = cubes.sum(axis=3, keepdims=True) < SMALL
    remainder = (cubes * few).sum(axis=1, keepdims=True)
    # The pool of each group is its own cluster: the names of the agencies are lost.
    groups = cubes.shape[2]
    own = np.eye(groups, dtype=np.int64)[None, :, :, None]
    return np.concatenate([cubes * ~few, remainder * own], axis=1)
