"""Joins every order of the codes with every order of the answers, and computes what chance reaches.

A hit is a code joined with its own answers. The best of many attackers is compared with the best of the same attackers
under chance: the threshold is the 99 % quantile over 1,000 permutations of the true links.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Guesses = NDArray[np.int16]

SHUFFLINGS = 1_000
QUANTILE = 0.99


@dataclass(frozen=True)
class Feature:
    """What an attacker knows of the rows of one side: a value that can be ordered, or ``None``.

    ``tells_place``: it identifies only the agency, which is stored on purpose.
    """

    attacker: str
    name: str
    values: Mapping[bytes, object]
    tells_place: bool = False


@dataclass(frozen=True)
class Side:
    """The rows of one side. ``truth``: row key to the person."""

    truth: Mapping[bytes, int]
    features: list[Feature] = field(default_factory=list)


@dataclass(frozen=True)
class Score:
    """The best of all attackers, and the maximum under chance: hits among all, within places, and rank correlation."""

    people: int
    joins: int
    overall: int
    overall_by_chance: int
    within: int
    within_by_chance: int
    rho: float
    rho_by_chance: float
    best_of: dict[str, int]
    best_name: str

    @property
    def excess(self) -> set[str]:
        """Return the measures in which the attackers exceed chance."""
        pairs = {
            "overall": (self.overall, self.overall_by_chance),
            "within": (self.within, self.within_by_chance),
            "rho": (self.rho, self.rho_by_chance),
        }
        return {name for name, (reached, by_chance) in pairs.items() if reached > by_chance}

    @property
    def share(self) -> float:
        """Return the share of people identified by the best attacker."""
        return max(self.overall, self.within) / self.people


@dataclass
class Ranked:
    """Return a feature by person."""

    feature: Feature
    attackers: set[str]
    ranks: Floats
    values: list[object]


@dataclass
class Join:
    """The answers that two attackers' knowledge assigns to each code: among all, and within places."""

    codes: Ranked
    answers: Ranked
    overall: Guesses
    within: Guesses

    @property
    def is_free(self) -> bool:
        """Whether neither side is the agency, which is stored on purpose."""
        return not (self.codes.feature.tells_place or self.answers.feature.tells_place)


def score(codes: Side, answers: Side, place_of: Mapping[int, Hashable], seed: int = 1) -> Score:
    """Join all pairs. ``place_of``: person to what is stored of the person on purpose."""
    luck = np.random.default_rng(seed)
    people = sorted(set(codes.truth.values()) & set(answers.truth.values()))
    names = sorted({str(place_of[person]) for person in people})
    places = np.array([names.index(str(place_of[person])) for person in people], dtype=float)
    ours, theirs = _ranked(codes, people, luck), _ranked(answers, people, luck)
    joins = [join for first in ours for second in theirs for join in _joins(first, second, places, luck)]
    truth = np.arange(len(people), dtype=np.int16)
    overall = np.array([join.overall for join in joins])
    within = np.array([join.within for join in joins])
    free = np.array([join.is_free for join in joins])
    code_ranks, answer_ranks = (
        _standardised([one for one in side if not one.feature.tells_place]) for side in (ours, theirs)
    )
    hits = np.where(free, (overall == truth).sum(axis=1), 0)
    hits_within = (within == truth).sum(axis=1)
    by_chance = _by_chance(
        np.unique(overall[free], axis=0), np.unique(within, axis=0), places, code_ranks, answer_ranks, luck
    )
    reached = np.maximum(hits, hits_within)
    best_of: dict[str, int] = {}
    for join, number in zip(joins, reached, strict=True):
        for attacker in join.codes.attackers | join.answers.attackers:
            best_of[attacker] = max(best_of.get(attacker, 0), int(number))
    best = joins[int(np.argmax(reached))]
    return Score(
        people=len(people),
        joins=len(joins),
        overall=int(hits.max()),
        overall_by_chance=int(by_chance[0]),
        within=int(hits_within.max()),
        within_by_chance=int(by_chance[1]),
        rho=float(np.abs(code_ranks @ answer_ranks.T).max()),
        rho_by_chance=float(by_chance[2]),
        best_of=best_of,
        best_name=f"{best.codes.feature.name} / {best.answers.feature.name}",
    )


def _by_chance(
    overall: Guesses, within: Guesses, places: Floats, codes: Floats, answers: Floats, luck: np.random.Generator
) -> Floats:
    """Return the 99 % quantiles of the best of all attackers when the true links are permuted."""
    truth = np.arange(len(places), dtype=np.int16)
    best = np.zeros((SHUFFLINGS, 3))
    by_place = np.argsort(places, kind="stable")
    for turn in range(SHUFFLINGS):
        shuffled = luck.permutation(truth)
        in_place = np.empty_like(truth)
        in_place[by_place] = np.lexsort((luck.random(len(truth)), places))
        best[turn] = (
            (overall == shuffled).sum(axis=1).max(),
            (within == in_place).sum(axis=1).max(),
            np.abs(codes[:, shuffled] @ answers.T).max(),
        )
    return np.asarray(np.quantile(best, QUANTILE, axis=0, method="higher"))


def _ranked(side: Side, people: list[int], luck: np.random.Generator) -> list[Ranked]:
    """Return each feature that distinguishes rows, without duplicates."""
    row_of = {person: key for key, person in side.truth.items()}
    found: list[Ranked] = []
    seen: dict[tuple[bytes, bool], int] = {}
    for feature in side.features:
        values = [feature.values.get(row_of[person]) for person in people]
        known: set[Any] = {value for value in values if value is not None}
        ordered = sorted(known)
        rank_of = {value: rank for rank, value in enumerate(ordered)}
        ranks = np.array([rank_of.get(value, -1) for value in values], dtype=float)
        signature = (ranks.tobytes(), feature.tells_place)
        if len(set(ranks)) < 2:
            continue
        if signature in seen:
            # The order of ids is often that of rows as well; both attackers have used it.
            found[seen[signature]].attackers.add(feature.attacker)
            continue
        seen[signature] = len(found)
        # Ties are broken at random, in the same way for every join of this feature.
        found.append(Ranked(feature, {feature.attacker}, ranks + luck.random(len(people)) * 0.5, values))
    return found


def _joins(codes: Ranked, answers: Ranked, places: Floats, luck: np.random.Generator) -> Iterator[Join]:
    """Join in the same order, in opposite orders, and by equal values if there are any."""
    for ranks in (answers.ranks, -answers.ranks):
        yield Join(
            codes, answers, _in_order((codes.ranks,), (ranks,)), _in_order((codes.ranks, places), (ranks, places))
        )
    if (set(codes.values) & set(answers.values)) - {None}:
        equal = _by_equality(codes.values, answers.values, luck)
        yield Join(codes, answers, equal, equal)


def _in_order(codes: tuple[Floats, ...], answers: tuple[Floats, ...]) -> Guesses:
    """Return the answers joined with each code; the last key orders first."""
    joined = np.empty(len(codes[0]), dtype=np.int16)
    joined[np.lexsort(codes)] = np.lexsort(answers)
    return joined


def _by_equality(codes: list[object], answers: list[object], luck: np.random.Generator) -> Guesses:
    """Join each code with answers of the same value, at random if several have it; −1 if none has."""
    rows_with: dict[object, list[int]] = {}
    for row, value in enumerate(answers):
        if value is not None:
            rows_with.setdefault(value, []).append(row)
    return np.array([luck.choice(rows_with.get(value, [-1])) for value in codes], dtype=np.int16)


def _standardised(side: list[Ranked]) -> Floats:
    matrix = np.argsort(np.argsort([one.ranks for one in side], axis=1), axis=1).astype(float)
    matrix -= matrix.mean(axis=1, keepdims=True)
    return np.asarray(matrix / np.linalg.norm(matrix, axis=1, keepdims=True))
