"""The scores of two groups on a construct: means, difference of means, and Cliff's delta of the scores."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.disclosure.small_cells import without_parts
from analysis.measures.measure import NO_ANSWERS, Answers, Column, Counts, Figures, Level, Measure, Number, Reads, View
from analysis.results import ConstructPair, Estimate, Status
from analysis.statistics import dominance, locations
from analysis.translation import N_
from analysis.wording.cells import Cell, remarked_cell
from analysis.wording.numbers import NOTHING
from analysis.wording.phrasing import Phrasing

LEVEL = 0.05
SCORES = (0.0, 100.0)
"""The limits of every score."""
TERMINAL, IN_TABLES = frozenset({View.TERMINAL}), frozenset({View.REPORT, View.PAGE})


class ScoreDifferences(Measure):
    """``difference.p_adjusted`` is filled by ``constructs``, which has the primary contrasts."""

    level = Level.SCORES
    reads = Reads.CLUSTERS
    names = ("means", "difference", "cliffs_delta")
    label = N_("Difference (95% CI)")
    term = N_("difference of scores")
    introduction = N_(
        "A score summarises the items of a construct as a number from 0 to 100; the difference between the mean scores "
        "of two groups is tested as in a T-test, and p (Holm) is read like “Sig.” (difference of means, t test over "
        "clusters)."
    )
    method = N_(
        "Scores: difference of the two means with a score interval over clusters that stays inside the scale, and "
        "Cliff’s delta of the scores."
    )
    references = ("Holm S. (1979). A simple sequentially rejective multiple test procedure. Scand. J. Stat. 6, 65–70.",)

    def compute(self, counts: Counts) -> Figures:
        first, second = (locations.mean(counts.data, index, counts.values, SCORES) for index in range(2))
        return {
            "means": (first, second),
            "difference": locations.mean_difference(counts.data, counts.values, SCORES),
            "cliffs_delta": dominance.cliffs_delta(counts.data, 0, 1),
        }

    def empty(self, status: Status, answers: Answers = NO_ANSWERS) -> Figures:
        nothing = Estimate(status=status)
        return {"means": (nothing, nothing), "difference": nothing, "cliffs_delta": nothing}

    def without_parts(self, figures: Figures) -> Figures:
        """Difference and delta; ``constructs`` decides for each group whether its mean loses the interval."""
        return {
            "means": figures["means"],
            "difference": without_parts(figures["difference"]),
            "cliffs_delta": without_parts(figures["cliffs_delta"]),
        }

    def to_json(self, _name: str, value: Any) -> Any:
        return value

    columns: Sequence[Column] = (
        Column(N_("Means, 0–100"), lambda pair, phrasing: Cell(" – ".join(_means(pair, phrasing))), TERMINAL),
        Column(
            N_("Difference (95 % CI)"), lambda pair, phrasing: remarked_cell(pair.difference, phrasing, 1), TERMINAL
        ),
        Column(
            N_("p, Holm"), lambda pair, phrasing: Cell(phrasing.numbers.p_value(pair.difference.p_adjusted)), TERMINAL
        ),
        Column(
            N_("Scores"), lambda pair, phrasing: Cell(phrasing.numbers.join(_means(pair, phrasing))), IN_TABLES, 1.3
        ),
        Column(
            label,
            lambda pair, phrasing: Cell(phrasing.delta(pair.difference, 1), strong=_is_significant(pair)),
            IN_TABLES,
            2.2,
        ),
        Column(N_("p (Holm)"), lambda pair, phrasing: _p_value(pair, phrasing), IN_TABLES, 1.1),
        Column(N_("δ (95% CI)"), lambda pair, phrasing: Cell(phrasing.delta(pair.cliffs_delta)), IN_TABLES, 2.2),
    )
    numbers: Sequence[Number] = ()


def _means(pair: ConstructPair, phrasing: Phrasing) -> list[str]:
    return [phrasing.numbers.decimal(mean.estimate, 1) for mean in pair.means]


def _is_significant(pair: ConstructPair) -> bool:
    p = pair.difference.p_adjusted
    return pair.primary and p is not None and p <= LEVEL


def _p_value(pair: ConstructPair, phrasing: Phrasing) -> Cell:
    text = phrasing.numbers.p_value(pair.difference.p_adjusted) if pair.primary else NOTHING
    return Cell(text, strong=_is_significant(pair))


MEASURE = ScoreDifferences()
