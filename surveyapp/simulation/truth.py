"""The known parameters of synthetic answers: differences between groups, agencies and persons, and their consequences.

Every answer to a bank item comes from a latent opinion: the shift of the group on the construct, the ease of the item,
an effect of the agency, one of the person, and noise. The variances sum to one, so the share of every option, and the
population value of Cliff's delta between two groups, follow exactly from the normal distribution. Estimates from
synthetic answers can thus be compared with exact values.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from itertools import combinations, pairwise
from pathlib import Path
from statistics import NormalDist
from zlib import crc32

from forms.model.study import Group, Study

_NORMAL = NormalDist()
_THRESHOLDS = {2: (0.0,), 3: (-0.5, 0.6), 4: (-1.1, -0.2, 0.8), 5: (-1.5, -0.7, 0.1, 1.1)}
"""Number of options to the cut points between them, skewed as on agreement scales. Other numbers get equal shares."""

HIGHEST_SHIFT, LOWEST_SHIFT = 0.45, -0.3


@dataclass(frozen=True)
class Truth:
    """The parameters of the synthetic population. Shifts are in standard deviations of the latent opinion."""

    seed: int
    agency_share: float = 0.10
    """Share of the latent variance between agencies (the latent intraclass correlation)."""
    person_share: float = 0.25
    """Share of the latent variance of a person's general opinion."""
    shifts: dict[str, float] = field(default_factory=dict)
    """Group to its shift from the middle of the scale."""
    spread: float = 0.25
    """Maximum variation of a group's shift between constructs."""
    dont_know: dict[str, float] = field(default_factory=dict)
    blank: float = 0.02
    careless: dict[str, float] = field(default_factory=dict)
    """Share of straight-liners, who choose the same option for every item."""

    @classmethod
    def of(cls, study: Study, seed: int) -> Truth:
        """Return parameters for the groups of a study, evenly spaced: the first is highest, the last lowest.

        The order is by knowledge: groups with one person per unit first, groups with open entry last.
        """
        steps = max(1, len(study.groups) - 1)
        fall = (HIGHEST_SHIFT - LOWEST_SHIFT) / steps
        return cls(
            seed,
            shifts={group.id: round(HIGHEST_SHIFT - fall * place, 3) for place, group in enumerate(study.groups)},
            dont_know={group.id: _by_entry(group, 0.01, 0.05, 0.12) for group in study.groups},
            careless={group.id: _by_entry(group, 0.0, 0.03, 0.04) for group in study.groups},
        )

    def shift(self, group: str, construct: str) -> float:
        """Return the group's mean latent opinion on a construct; the same for the same seed on every machine."""
        return self.shifts.get(group, 0.0) + self.spread * self._fixed_draw(f"{group}/{construct}")

    def ease(self, item: str) -> float:
        """Return how much more readily people agree with this item than with others."""
        return 0.3 * self._fixed_draw(item)

    def thresholds(self, options: int) -> tuple[float, ...]:
        """Return the cut points of the latent opinion between options."""
        return _THRESHOLDS.get(options) or tuple(_NORMAL.inv_cdf(place / options) for place in range(1, options))

    def shares(self, group: str, construct: str, item: str, options: int, reversed_item: bool) -> tuple[float, ...]:
        """Return the population share of each option, in the order of the scale, straight-liners included."""
        mean = self.shift(group, construct) + self.ease(item)
        mean = -mean if reversed_item else mean
        cuts = [0.0, *(_NORMAL.cdf(cut - mean) for cut in self.thresholds(options)), 1.0]
        careless = self.careless.get(group, 0.0)
        attentive = [upper - lower for lower, upper in pairwise(cuts)]
        return tuple((1 - careless) * share + careless / options for share in attentive)

    def _fixed_draw(self, key: str) -> float:
        # Return a number in [-1, 1] that depends only on the seed and the name; Python's hash() changes between runs.
        return crc32(f"{self.seed}/{key}".encode()) / 0x7FFFFFFF - 1.0


def _by_entry(group: Group, one_per_unit: float, by_code: float, open_to_all: float) -> float:
    return one_per_unit if group.one_per_unit else by_code if group.entry == "code" else open_to_all


def population_delta(first: tuple[float, ...], second: tuple[float, ...]) -> float:
    """Return Cliff's delta of two populations from the shares of their options: P(X > Y) - P(X < Y)."""
    higher = sum(share * sum(second[:code]) for code, share in enumerate(first))
    lower = sum(share * sum(second[code + 1 :]) for code, share in enumerate(first))
    return higher - lower


def expected_results(study: Study, truth: Truth) -> dict[str, dict[str, object]]:
    """Return, by item, the option shares of each group and the population's delta of each pair."""
    results: dict[str, dict[str, object]] = {}
    for item in study.items:
        options = len(study.scales[item.scale].codes)
        asked = [g.id for g in study.groups if item.id in {q.id for q in study.questionnaires[g.id].questions}]
        shares = {g: truth.shares(g, item.construct_id, item.id, options, item.reversed) for g in asked}
        if not asked:
            continue
        results[item.id] = {
            "shares": shares,
            "cliffs_delta": {f"{a}|{b}": population_delta(shares[a], shares[b]) for a, b in combinations(asked, 2)},
        }
    return results


def write_truth(study: Study, truth: Truth, path: Path) -> None:
    """Write the parameters and their consequences as JSON next to the answers."""
    content = {
        "simulated": True,
        "study": study.id,
        "parameters": asdict(truth),
        "items": expected_results(study, truth),
    }
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
