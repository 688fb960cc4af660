"""The Mann-Whitney test of two groups, shown because it is conventional. Ignores clusters and the number of pairs."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.measures.measure import NO_ANSWERS, Answers, Column, Counts, Figures, Level, Measure, Number, View
from analysis.results import MannWhitney, Status
from analysis.statistics import ranks
from analysis.translation import N_
from analysis.wording.cells import Cell


class MannWhitneyTest(Measure):
    level = Level.PAIR
    names = ("mann_whitney",)
    label = N_("Mann–Whitney, p (unadjusted)†")
    term = N_("Mann–Whitney test")
    introduction = N_(
        "The column “Mann–Whitney” compares two groups by the ranks of their answers, as the T-test does by their "
        "means; its p is the “Sig.” of statistics programs (Mann–Whitney U test)."
    )
    method = N_("Mann–Whitney test: corrected for ties and continuity, not for the number of pairs.")
    references = (
        "Mann H. B., Whitney D. R. (1947). On a test of whether one of two random variables is stochastically larger "
        "than the other. Ann. Math. Stat. 18, 50–60.",
    )
    allows_for_clusters = False

    def compute(self, counts: Counts) -> Figures:
        return self.compute_items([[counts]])[0][0]

    def compute_items(self, items: Sequence[Sequence[Counts]]) -> Sequence[Sequence[Figures]]:
        return self.all_tables(
            lambda tables: [{"mann_whitney": test} for test in ranks.mann_whitney_tests(tables)], items
        )

    def empty(self, status: Status, answers: Answers = NO_ANSWERS) -> Figures:
        return {"mann_whitney": MannWhitney()}

    columns: Sequence[Column] = (
        Column(
            N_("p of U"),
            lambda pair, phrasing: Cell(phrasing.numbers.p_value(pair.mann_whitney.p_value)),
            frozenset({View.TERMINAL}),
        ),
        Column(
            label,
            lambda pair, phrasing: Cell(phrasing.numbers.p_value(pair.mann_whitney.p_value)),
            frozenset({View.REPORT}),
            1.3,
        ),
    )
    numbers: Sequence[Number] = (
        Number("mann_whitney_u", lambda pair: pair.mann_whitney.u),
        Number("mann_whitney_p", lambda pair: pair.mann_whitney.p_value),
    )


MEASURE = MannWhitneyTest()
