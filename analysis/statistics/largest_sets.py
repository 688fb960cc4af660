"""The largest set of compatible elements: a maximum clique, by branch and bound.

The bound is a greedy colouring (Tomita & Seki 2003): a set can hold only one of several mutually incompatible elements.
Sets are represented as bits of integers. The problem takes exponential time in the worst case, so the search stops
after ``MOST_STEPS`` with the largest set found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

MOST_STEPS = 5_000
"""About a tenth of a second for a hundred elements; the groups of a survey need some hundred steps."""


@lru_cache(maxsize=256)
def largest_compatible(compatible: Sequence[int]) -> tuple[int, ...]:
    """Indices of the largest set, ascending; of sets of equal size the first in lexicographic order.

    ``compatible``: for each index the compatible other indices, as a set of bits; symmetric.
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
        """Try every way to add ``candidates`` to the ``size`` indices ``chosen``, lower indices first."""
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
        """An upper bound of how many candidates one set can hold; counting stops above ``enough``."""
        colours = 0
        while candidates and colours <= enough:
            colours += 1
            free = candidates
            while free:
                lowest = free & -free
                candidates ^= lowest
                free &= ~(lowest | self.compatible[lowest.bit_length() - 1])
        return colours
