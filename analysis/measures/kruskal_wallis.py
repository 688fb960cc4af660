"""The Kruskal-Wallis test of all groups and its effect size, shown because it is conventional. Both ignore clusters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.measures.measure import NO_ANSWERS, Answers, Column, Counts, Figures, Level, Measure, Number, View
from analysis.results import ItemComparison, Status, Test
from analysis.statistics import ranks
from analysis.statistics.cluster_counts import Counts as Integers
from analysis.translation import N_
from analysis.wording.cells import Cell, statistic_cell
from analysis.wording.phrasing import Phrasing

TERMINAL = frozenset({View.TERMINAL})
UNADJUSTED = ("statistic", "df", "p_value", "method", "status")
"""The fields of a test that belongs to no family."""


class KruskalWallis(Measure):
    level = Level.ITEM
    names = ("kruskal_wallis", "epsilon_squared")
    label = N_("H (df)")
    term = N_("Kruskal–Wallis test")
    introduction = N_(
        "H asks the same question using the ranks of the answers, as an analysis of variance does with means, and ε² "
        "gives the size of the difference from 0 to 1 (Kruskal–Wallis test, epsilon squared)."
    )
    method = N_("Kruskal–Wallis test: corrected for ties, chi-square distribution.")
    references = (
        "Kruskal W. H., Wallis W. A. (1952). Use of ranks in one-criterion variance analysis. "
        "J. Am. Stat. Assoc. 47, 583–621.",
    )
    allows_for_clusters = False

    def compute(self, counts: Counts) -> Figures:
        return self.compute_items([[counts]])[0][0]

    def compute_items(self, items: Sequence[Sequence[Counts]]) -> Sequence[Sequence[Figures]]:
        return self.all_tables(_kruskal_wallis, items)

    def empty(self, status: Status, answers: Answers = NO_ANSWERS) -> Figures:
        return {"kruskal_wallis": Test(status=status), "epsilon_squared": None}

    def to_json(self, name: str, value: Any) -> Any:
        return {key: getattr(value, key) for key in UNADJUSTED} if name == "kruskal_wallis" else value

    columns: Sequence[Column] = (
        Column(label, lambda item, phrasing: statistic_cell(item.kruskal_wallis, phrasing), TERMINAL),
        Column(
            N_("p of H"), lambda item, phrasing: Cell(phrasing.numbers.p_value(item.kruskal_wallis.p_value)), TERMINAL
        ),
        Column(N_("ε²"), lambda item, phrasing: Cell(phrasing.numbers.decimal(item.epsilon_squared, 3)), TERMINAL),
    )
    numbers: Sequence[Number] = (
        Number("kruskal_wallis_h", lambda item: item.kruskal_wallis.statistic),
        Number("kruskal_wallis_p", lambda item: item.kruskal_wallis.p_value),
        Number("epsilon_squared", lambda item: item.epsilon_squared),
    )

    def phrase(self, item: ItemComparison, phrasing: Phrasing) -> str:
        _, numbers, test = phrasing.say, phrasing.numbers, item.kruskal_wallis
        if test.p_value is None:
            return ""
        return _("Kruskal–Wallis† H({df}) = {h}, p {p}, ε² = {e}").format(
            df=phrasing.whole(test.df),
            h=numbers.decimal(test.statistic, 1),
            p=numbers.p_value(test.p_value, equals=True),
            e=numbers.decimal(item.epsilon_squared, 3),
        )


def _kruskal_wallis(tables: Integers) -> list[Figures]:
    return [
        {"kruskal_wallis": test, "epsilon_squared": ranks.epsilon_squared(table, test)}
        for table, test in zip(tables, ranks.kruskal_wallis_tests(tables), strict=True)
    ]


MEASURE = KruskalWallis()
