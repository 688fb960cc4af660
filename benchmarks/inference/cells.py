"""The settings that are simulated: a declared fraction of all combinations of the factors.

A design is written ``within 12 x 3`` (12 agencies, each with people of three groups) or ``between 6 12 24 24``
(agencies of one group each). From all combinations, ``CELLS`` are drawn with a fixed seed, so that every design with
every kind of sizes is simulated at least once.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

SEED = 20191120
CELLS = 120

WITHIN = ((6, 2), (12, 2), (24, 3), (60, 2), (12, 4), (24, 6), (60, 3))
BETWEEN: tuple[tuple[int, ...], ...] = (
    (6, 6), (12, 12), (24, 24), (60, 60), (6, 60), (10, 10), (12, 24), (12, 12, 12, 12), (6, 12, 24, 24), (12, 24, 60),
    (10, 10, 10, 10, 10, 10),
)  # fmt: skip
SIZES = ("equal", "lognormal", "one-member", "heads", "pooled")
ICCS = (0.0, 0.1, 0.3)
ANSWERS = ("even", "skewed")


@dataclass(frozen=True)
class Cell:
    """One setting. ``agencies``: per group if ``between``; else the number of agencies, of ``groups`` groups each."""

    between: bool
    agencies: tuple[int, ...]
    groups: int
    sizes: str
    icc: float
    answers: str

    @property
    def name(self) -> str:
        """A name for the page and, with underscores, for the file."""
        design = (
            f"between {' '.join(map(str, self.agencies))}"
            if self.between
            else f"within {self.agencies[0]} x {self.groups}"
        )
        return f"{design}, {self.sizes}, ICC {self.icc:.1f}, {self.answers}"

    @property
    def fewest(self) -> int:
        """Agencies in the group that has the fewest."""
        return min(self.agencies)


def every_cell() -> list[Cell]:
    """All combinations. Heads (one person of the first group per agency) need agencies with several groups."""
    designs: list[tuple[bool, tuple[int, ...], int]] = [(False, (agencies,), groups) for agencies, groups in WITHIN]
    designs += [(True, agencies, len(agencies)) for agencies in BETWEEN]
    return [
        Cell(*design, sizes, icc, answers)
        for design, sizes, icc, answers in product(designs, SIZES, ICCS, ANSWERS)
        if not (sizes == "heads" and design[0])
    ]


def chosen_cells() -> list[Cell]:
    """The declared fraction: one cell per design and kind of sizes, then others, in the order of ``every_cell``."""
    cells = every_cell()
    order = np.random.default_rng(SEED).permutation(len(cells)).tolist()
    first: dict[tuple[object, ...], int] = {}
    for at in order:
        cell = cells[at]
        first.setdefault((cell.between, cell.agencies, cell.groups, cell.sizes), at)
    taken = list(first.values())
    taken += [at for at in order if at not in set(taken)]
    return [cells[at] for at in sorted(taken[:CELLS])]
