"""The share of a group that chose each answer, with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from analysis.disclosure.small_cells import without_parts
from analysis.measures.measure import NO_ANSWERS, Answers, Column, Counts, Figures, Level, Measure, Number, Reads
from analysis.results import Estimate, GroupSummary, Share, Status
from analysis.statistics import proportions
from analysis.translation import N_

_PRINTED = ("estimate", "ci_low", "ci_high", "status", "df", "deff")


class AnswerShares(Measure):
    """Without columns of its own: tables have one column per answer, laid out by ``distribution_tables``."""

    level = Level.GROUP
    reads = Reads.CLUSTERS
    names = ("shares",)
    label = N_("Answers, %")
    term = N_("shares")
    introduction = N_(
        "A share is the percentage of the people in a group who chose an answer, among those who answered; the number "
        "of people follows in brackets (percentage, n)."
    )
    method = N_(
        "Shares: Wilson intervals (1927); with clusters at the effective sample size of each answer, with t in place "
        "of the normal quantile (Korn and Graubard 1998)."
    )
    references = (
        "Wilson E. B. (1927). Probable inference, the law of succession, and statistical inference. "
        "J. Am. Stat. Assoc. 22, 209–212.",
        "Korn E. L., Graubard B. I. (1998). Confidence intervals for proportions with small expected number of "
        "positive counts estimated from survey data. Surv. Methodol. 24, 193–201.",
    )
    ordered_only = False
    columns: Sequence[Column] = ()
    numbers: Sequence[Number] = ()

    def compute(self, counts: Counts) -> Figures:
        """``shares``: one per value, in the order of the values."""
        return self.compute_items([[counts]])[0][0]

    def compute_items(self, items: Sequence[Sequence[Counts]]) -> Sequence[Sequence[Figures]]:
        return self.all_at_once(
            lambda groups: list(map(_shares, groups, proportions.all_design_effects([each.data for each in groups]))),
            items,
        )

    def empty(self, status: Status, answers: Answers = NO_ANSWERS) -> Figures:
        nothing = Estimate(status=status)
        return {"shares": tuple(Share(code, label, None, nothing) for code, label in answers.items())}

    def without_parts(self, figures: Figures) -> Figures:
        return {"shares": tuple(replace(share, share=without_parts(share.share)) for share in figures["shares"])}

    def to_json(self, _name: str, value: Any) -> Any:
        return {str(share.code): {key: getattr(share.share, key) for key in _PRINTED} for share in value}

    def is_told(self, record: GroupSummary) -> bool:
        return any(share.share.estimate is not None for share in record.shares)


def _shares(counts: Counts, known: list[proportions.DesignEffect] | None) -> Figures:
    chosen, n = counts.data.counts[0].tolist(), int(counts.data.n[0])
    effects: Sequence[proportions.DesignEffect | None] = known or [None] * len(chosen)
    labels = {} if counts.variable is None else {option.code: option.label for option in counts.variable.options}
    return {
        "shares": tuple(
            Share(code, labels.get(code, {}), x, proportions.share(x, n, effect))
            for code, x, effect in zip(counts.values.astype(int).tolist(), chosen, effects, strict=True)
        )
    }


MEASURE = AnswerShares()
