"""The cluster-robust joint test of all groups; its p-value is adjusted over the items (METHOD 6)."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.measures.measure import NO_ANSWERS, Answers, Column, Counts, Figures, Level, Measure, Number, Reads, View
from analysis.results import ItemComparison, Status, Test
from analysis.statistics.relative_effects import omnibus, omnibuses
from analysis.translation import N_
from analysis.wording.cells import Cell, statistic_cell
from analysis.wording.phrasing import Phrasing

TERMINAL = frozenset({View.TERMINAL})


class JointTest(Measure):
    """``p_adjusted`` and ``selected`` are filled by ``group_comparisons``, which has all items."""

    level = Level.ITEM
    reads = Reads.CLUSTERS
    names = ("omnibus",)
    label = N_("F (df)")
    term = N_("joint test")
    introduction = N_(
        "The joint test asks whether the groups differ at all on an item; its p (BH) is read like “Sig.”: below 0.05 "
        "the difference is significant, with the number of items tested taken into account (F test of relative "
        "effects, Benjamini–Hochberg correction)."
    )
    method = N_(
        "All groups at once: F test of relative effects (Brunner et al. 2017) with the same kind of variance, the "
        "numerator’s degrees of freedom after Box (1954); for two groups the test of Cliff’s delta."
    )
    references = (
        "Benjamini Y., Hochberg Y. (1995). Controlling the false discovery rate. J. R. Stat. Soc. B 57, 289–300.",
        "Box G. E. P. (1954). Some theorems on quadratic forms applied in the study of analysis of variance problems. "
        "Ann. Math. Stat. 25, 290–302.",
        "Brunner E., Konietschke F., Pauly M., Puri M. L. (2017). Rank-based procedures in factorial designs. "
        "J. R. Stat. Soc. B 79, 1463–1485.",
    )

    def compute(self, counts: Counts) -> Figures:
        return {"omnibus": omnibus(counts.data)}

    def compute_items(self, items: Sequence[Sequence[Counts]]) -> Sequence[Sequence[Figures]]:
        return self.all_at_once(
            lambda tables: [{"omnibus": test} for test in omnibuses([counts.data for counts in tables])], items
        )

    def empty(self, status: Status, answers: Answers = NO_ANSWERS) -> Figures:
        return {"omnibus": Test(status=status)}

    columns: Sequence[Column] = (
        Column(label, lambda item, phrasing: statistic_cell(item.omnibus, phrasing), TERMINAL),
        Column(
            N_("p, unadjusted"),
            lambda item, phrasing: Cell(phrasing.numbers.p_value(item.omnibus.p_value)),
            TERMINAL,
        ),
        Column(N_("p, BH"), lambda item, phrasing: _adjusted(item, phrasing), TERMINAL),
    )
    numbers: Sequence[Number] = (
        Number("omnibus_f", lambda item: item.omnibus.statistic),
        Number("omnibus_p_adjusted", lambda item: item.omnibus.p_adjusted),
    )

    def phrase(self, item: ItemComparison, phrasing: Phrasing) -> str:
        _, numbers, test = phrasing.say, phrasing.numbers, item.omnibus
        if test.p_value is not None:
            return _("joint test F({df}) = {f}, p (BH) {p}").format(
                df=numbers.join([phrasing.whole(test.df), phrasing.whole(test.df_error)]),
                f=numbers.decimal(test.statistic, 1),
                p=numbers.p_value(test.p_adjusted, equals=True),
            )
        if test.status is Status.OK:
            return ""
        return _("joint test: {reason}").format(reason=phrasing.status(test.status))


def _adjusted(item: ItemComparison, phrasing: Phrasing) -> Cell:
    return Cell(phrasing.numbers.p_value(item.omnibus.p_adjusted), strong=bool(item.omnibus.selected))


MEASURE = JointTest()
