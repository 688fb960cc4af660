"""Dunn's test of two groups on the ranks of all groups, shown because it is conventional. It ignores clusters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from analysis.measures.measure import NO_ANSWERS, Answers, Column, Counts, Figures, Level, Measure, Number, View
from analysis.results import Dunn, Status
from analysis.statistics import ranks
from analysis.statistics.cluster_counts import counts_of
from analysis.statistics.multiplicity import holm
from analysis.translation import N_
from analysis.wording.cells import Cell

TERMINAL = frozenset({View.TERMINAL})


class DunnTest(Measure):
    level = Level.PAIR
    names = ("dunn",)
    label = N_("Dunn, p (Holm)†")
    term = N_("Dunn’s test")
    introduction = N_(
        "The column “Dunn” shows which two groups differ once H has found a difference among all groups, like the "
        "post-hoc tests of an analysis of variance (Dunn’s test)."
    )
    method = N_("Dunn’s test: ranks of all groups that are tested together, Holm over their pairs.")
    references = ("Dunn O. J. (1964). Multiple comparisons using rank sums. Technometrics 6, 241–252.",)
    allows_for_clusters = False

    def compute(self, counts: Counts) -> Figures:
        """No figures for a pair that is not among the groups tested together."""
        return self.compute_items([[counts]])[0][0]

    def compute_items(self, items: Sequence[Sequence[Counts]]) -> Sequence[Sequence[Figures]]:
        """All groups are ranked once for all pairs of an item."""
        together = [next((pair.everybody for pair in pairs if pair.everybody is not None), None) for pairs in items]
        ranked = [at for at, everybody in enumerate(together) if everybody is not None]
        found: dict[int, Iterator[Dunn]] = {}
        for at, tables in counts_of([everybody.counts for everybody in together if everybody is not None]):
            places = [[pair.places for pair in items[ranked[row]] if pair.places is not None] for row in at]
            for row, tests in zip(at, ranks.dunn_tests(tables, places), strict=True):
                found[ranked[row]] = iter(tests)
        return [
            [self.empty(Status.SIDE_BY_SIDE) if pair.places is None else {"dunn": next(found[at])} for pair in pairs]
            for at, pairs in enumerate(items)
        ]

    def empty(self, status: Status, answers: Answers = NO_ANSWERS) -> Figures:
        return {"dunn": Dunn()}

    def adjust(self, figures: Sequence[Figures]) -> Sequence[Figures]:
        """Adjust p-values by Holm inside the item."""
        adjusted = holm([found["dunn"].p_value for found in figures])
        return [{"dunn": replace(found["dunn"], p_adjusted=p)} for found, p in zip(figures, adjusted, strict=True)]

    columns: Sequence[Column] = (
        Column(N_("z (Dunn)"), lambda pair, phrasing: Cell(phrasing.numbers.decimal(pair.dunn.z)), TERMINAL),
        Column(
            N_("p of z, Holm"), lambda pair, phrasing: Cell(phrasing.numbers.p_value(pair.dunn.p_adjusted)), TERMINAL
        ),
        Column(
            label, lambda pair, phrasing: Cell(phrasing.numbers.p_value(pair.dunn.p_adjusted)), frozenset({View.REPORT})
        ),
    )
    numbers: Sequence[Number] = (
        Number("dunn_z", lambda pair: pair.dunn.z),
        Number("dunn_p_adjusted", lambda pair: pair.dunn.p_adjusted),
    )


MEASURE = DunnTest()
