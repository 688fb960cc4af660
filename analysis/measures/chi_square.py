"""The chi-square test of all groups and Cramér's V, for ordered and unordered answers. Both ignore clusters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.measures.kruskal_wallis import UNADJUSTED
from analysis.measures.measure import NO_ANSWERS, Answers, Column, Counts, Figures, Level, Measure, Number, View
from analysis.results import ItemComparison, Status, Test
from analysis.statistics import crosstabs
from analysis.translation import N_
from analysis.wording.cells import Cell
from analysis.wording.phrasing import Phrasing

TERMINAL = frozenset({View.TERMINAL})


class ChiSquare(Measure):
    level = Level.ITEM
    names = ("chi_square", "cramers_v", "cramers_v_corrected")
    label = N_("p of χ²")
    term = N_("chi-square test")
    introduction = N_(
        "For answers without an order, χ² asks whether the groups chose each answer equally often, and V gives the "
        "size of the difference from 0 to 1 (chi-square test, Cramér’s V)."
    )
    method = N_("Chi-square test without a correction for continuity; Cramér’s V corrected for bias (Bergsma 2013).")
    references = (
        "Bergsma W. (2013). A bias-correction for Cramér’s V and Tschuprow’s T. J. Korean Stat. Soc. 42, 323–328.",
    )
    ordered_only = False
    allows_for_clusters = False

    def compute(self, counts: Counts) -> Figures:
        return self.compute_items([[counts]])[0][0]

    def compute_items(self, items: Sequence[Sequence[Counts]]) -> Sequence[Sequence[Figures]]:
        return self.all_tables(
            lambda tables: [dict(zip(self.names, one, strict=True)) for one in crosstabs.chi_square_tests(tables)],
            items,
        )

    def empty(self, status: Status, answers: Answers = NO_ANSWERS) -> Figures:
        return {"chi_square": Test(status=status), "cramers_v": None, "cramers_v_corrected": None}

    def to_json(self, name: str, value: Any) -> Any:
        return {key: getattr(value, key) for key in UNADJUSTED} if name == "chi_square" else value

    columns: Sequence[Column] = (
        Column(label, lambda item, phrasing: Cell(phrasing.numbers.p_value(item.chi_square.p_value)), TERMINAL),
        Column(
            N_("V, corrected"),
            lambda item, phrasing: Cell(phrasing.numbers.decimal(item.cramers_v_corrected, 3)),
            TERMINAL,
        ),
    )
    numbers: Sequence[Number] = ()

    def is_told(self, record: ItemComparison) -> bool:
        """Label for items whose unordered answers allow no joint test."""
        return record.omnibus.status is Status.NOT_ORDERED and record.chi_square.p_value is not None

    def phrase(self, item: ItemComparison, phrasing: Phrasing) -> str:
        _, numbers, test = phrasing.say, phrasing.numbers, item.chi_square
        if not self.is_told(item):
            return ""
        return _("chi-square† χ²({df}) = {x}, p {p}, Cramér’s V (corrected) = {v}").format(
            df=phrasing.whole(test.df),
            x=numbers.decimal(test.statistic, 1),
            p=numbers.p_value(test.p_value, equals=True),
            v=numbers.decimal(item.cramers_v_corrected),
        )


MEASURE = ChiSquare()
