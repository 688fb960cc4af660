"""The largest set of things of which no two exclude each other: a maximum clique, by branch and bound.

The bound is a greedy colouring (Tomita & Seki 2003): of things that exclude one another, a set can hold only one. Sets
of bits stand for sets of things. Deciding the largest set takes exponential time in the worst case, so the search ends
after ``MOST_STEPS`` with the largest set found until then.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

MOST_STEPS = 5_000
"""About a tenth of a second for a hundred things; some hundred steps do for the groups of a survey."""


@lru_cache(maxsize=256)
def largest_compatible(compatible: Sequence[int]) -> tuple[int, ...]:
    """Places of the largest set, ascending; of sets of equal size the one that comes first in the order of places.

    ``compatible``: for each place the other places it may stand with, as a set of bits; symmetric.
    """
    search = _Search(compatible)
    search.extend(0, 0, (1 << len(compatible)) - 1)
    return tuple(_places(search.best))


def _places(bits: int) -> Iterator[int]:
    while bits:
        yield (bits & -bits).bit_length() - 1
        bits &= bits - 1


class _Search:
    def __init__(self, compatible: Sequence[int]) -> None:
        self.compatible = compatible
        self.best, self.size, self.steps = 0, 0, 0

    def extend(self, chosen: int, size: int, candidates: int) -> None:
        """Try every way to add ``candidates`` to the ``size`` places ``chosen``, lower places first."""
        if size > self.size:
            self.best, self.size = chosen, size
        while candidates and self.steps < MOST_STEPS:
            if size + self.most(candidates, self.size - size) <= self.size:
                return
            self.steps += 1
            lowest = candidates & -candidates
            candidates ^= lowest
            place = lowest.bit_length() - 1
            self.extend(chosen | lowest, size + 1, candidates & self.compatible[place])

    def most(self, candidates: int, enough: int) -> int:
        """An upper bound of how many candidates one set can hold; counting ends above ``enough``."""
        colours = 0
        while candidates and colours <= enough:
            colours += 1
            free = candidates
            while free:
                lowest = free & -free
                candidates ^= lowest
                free &= ~(lowest | self.compatible[lowest.bit_length() - 1])
        return colours
