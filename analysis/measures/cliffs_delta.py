"""Cliff's delta of two groups on an item, with and without clusters; the primary comparison (METHOD 5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from analysis.disclosure.small_cells import without_parts
from analysis.measures.means import UNADJUSTED
from analysis.measures.measure import NO_ANSWERS, Answers, Column, Counts, Figures, Level, Measure, Number, Reads, View
from analysis.results import Estimate, PairComparison, Status
from analysis.statistics import dominance
from analysis.statistics.cluster_counts import counts_of
from analysis.statistics.multiplicity import holm
from analysis.translation import N_
from analysis.wording.cells import Cell, remarked_cell
from analysis.wording.numbers import NOTHING
from analysis.wording.phrasing import Phrasing

TERMINAL, REPORT, PAGE = (frozenset({view}) for view in (View.TERMINAL, View.REPORT, View.PAGE))


class CliffsDelta(Measure):
    level = Level.PAIR
    reads = Reads.CLUSTERS
    names = ("cliffs_delta", "classical")
    label = N_("δ (95% CI)")
    term = N_("Cliff’s delta")
    introduction = N_(
        "To compare two groups, δ and p (Holm) take the place of the T-test and its “Sig.”: δ is the probability that "
        "a person of the first group gives a higher answer than a person of the second, minus the probability of a "
        "lower one, from −1 to 1, with 0 meaning no difference (Cliff’s delta, Holm correction)."
    )
    method = N_(
        "Pairs of groups: Cliff’s delta, the share of pairs of people where the first group answers higher minus the "
        "share where it answers lower, from −1 to 1 (Cliff 1993). Interval and p-value use one t statistic on the "
        "arcsine scale."
    )
    references = (
        "Bell R. M., McCaffrey D. F. (2002). Bias reduction in standard errors for linear regression with multi-stage "
        "samples. Surv. Methodol. 28, 169–181.",
        "Cliff N. (1993). Dominance statistics: ordinal analyses to answer ordinal questions. Psychol. Bull. 114, "
        "494–509.",
        "Holm S. (1979). A simple sequentially rejective multiple test procedure. Scand. J. Stat. 6, 65–70.",
        "Obuchowski N. A. (1997). Nonparametric analysis of clustered ROC curve data. Biometrics 53, 567–578.",
        "Romano J., Kromrey J. D., Coraggio J., Skowronek J. (2006). Appropriate statistics for ordinal level data. "
        "Annual meeting of the Florida Association of Institutional Research.",
    )

    def compute(self, counts: Counts) -> Figures:
        return self.compute_pairs([counts])[0]

    def compute_pairs(self, pairs: Sequence[Counts]) -> Sequence[Figures]:
        """Any pairs in one pass."""
        deltas = dominance.cliffs_deltas([counts.data for counts in pairs])
        classical: dict[int, Estimate] = {}
        for places, counts in counts_of([each.data.counts for each in pairs]):
            classical |= dict(zip(places, dominance.classical_deltas(counts), strict=True))
        return [{"cliffs_delta": delta, "classical": classical[at]} for at, delta in enumerate(deltas)]

    def compute_items(self, items: Sequence[Sequence[Counts]]) -> Sequence[Sequence[Figures]]:
        return self.all_at_once(self.compute_pairs, items)

    def empty(self, status: Status, answers: Answers = NO_ANSWERS) -> Figures:
        return {
            "cliffs_delta": Estimate(method=dominance.ROBUST, status=status),
            "classical": Estimate(method=dominance.CLASSICAL, status=status),
        }

    def without_parts(self, figures: Figures) -> Figures:
        # The classical variance is computed from the counts that are shown.
        return {**figures, "cliffs_delta": without_parts(figures["cliffs_delta"])}

    def adjust(self, figures: Sequence[Figures]) -> Sequence[Figures]:
        """Adjust p-values by Holm inside the item."""
        adjusted = holm([found["cliffs_delta"].p_value for found in figures])
        return [
            {**found, "cliffs_delta": replace(found["cliffs_delta"], p_adjusted=p)}
            for found, p in zip(figures, adjusted, strict=True)
        ]

    def to_json(self, name: str, value: Any) -> Any:
        return {key: getattr(value, key) for key in UNADJUSTED} if name == "classical" else value

    columns: Sequence[Column] = (
        Column(
            N_("Cliff's delta (95 % CI)"),
            lambda pair, phrasing: remarked_cell(pair.cliffs_delta, phrasing, 3),
            TERMINAL,
        ),
        Column(
            N_("p, unadjusted"),
            lambda pair, phrasing: Cell(phrasing.numbers.p_value(pair.cliffs_delta.p_value)),
            TERMINAL,
        ),
        Column(N_("p, Holm"), lambda pair, phrasing: _holm(pair, phrasing), TERMINAL),
        Column(label, lambda pair, phrasing: _delta(pair, phrasing), REPORT | PAGE, 2.2),
        Column(N_("p (Holm)"), lambda pair, phrasing: _tested(pair, phrasing), REPORT, 1.1),
        Column(N_("p (Holm)"), lambda pair, phrasing: replace(_tested(pair, phrasing), strong=False), PAGE),
        Column(N_("Size"), lambda pair, phrasing: Cell(_size(pair, phrasing)), REPORT, 1.35),
    )
    numbers: Sequence[Number] = (
        Number("cliffs_delta", lambda pair: pair.cliffs_delta.estimate),
        Number("se", lambda pair: pair.cliffs_delta.se),
        Number("ci_low", lambda pair: pair.cliffs_delta.ci_low),
        Number("ci_high", lambda pair: pair.cliffs_delta.ci_high),
        Number("df", lambda pair: pair.cliffs_delta.df),
        Number("p_value", lambda pair: pair.cliffs_delta.p_value),
        Number("p_adjusted", lambda pair: pair.cliffs_delta.p_adjusted),
        Number("tested", lambda pair: int(pair.tested)),
        Number("significant", lambda pair: int(pair.significant)),
    )


def _holm(pair: PairComparison, phrasing: Phrasing) -> Cell:
    return Cell(phrasing.numbers.p_value(pair.cliffs_delta.p_adjusted), strong=pair.significant)


def _delta(pair: PairComparison, phrasing: Phrasing) -> Cell:
    return Cell(phrasing.delta(pair.cliffs_delta), strong=pair.significant)


def _tested(pair: PairComparison, phrasing: Phrasing) -> Cell:
    return _holm(pair, phrasing) if pair.tested else Cell(NOTHING)


def _size(pair: PairComparison, phrasing: Phrasing) -> str:
    """A word for the effect size; none for an untested pair whose interval contains 0."""
    delta = pair.cliffs_delta
    if delta.estimate is None or not (pair.tested or _leaves_out_0(delta)):
        return NOTHING
    return phrasing.size(delta.estimate)


def _leaves_out_0(delta: Estimate) -> bool:
    if delta.status is Status.FEW_CLUSTERS or delta.ci_low is None or delta.ci_high is None:
        return False
    return not delta.ci_low <= 0 <= delta.ci_high


MEASURE = CliffsDelta()
