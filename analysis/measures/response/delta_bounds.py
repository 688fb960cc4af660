"""The bounds of Cliff's delta for people who did not answer, and how much non-response its sign withstands."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.measures.measure import NO_ANSWERS, Answers, Column, Counts, Figures, Level, Measure, Number, View
from analysis.results import PairComparison, Status
from analysis.statistics.response.bounds import delta_bounds, sign_holds_up_to
from analysis.translation import N_
from analysis.wording.cells import Cell
from analysis.wording.numbers import NOTHING
from analysis.wording.phrasing import Phrasing

NON_RESPONSE_TABLE = frozenset({View.NON_RESPONSE})


class DeltaBounds(Measure):
    """Without figures where everybody in both groups who was asked answered."""

    level = Level.PAIR
    names = ("delta_low", "delta_high", "sign_holds_up_to")
    label = N_("δ, bounds")
    term = N_("bounds of δ for non-response")
    introduction = N_(
        "Where the bounds of δ hold 0, those who did not answer could turn the difference round, even if its p (Holm) "
        "is small; the sign is certain without any assumption only up to the share of missing answers that is printed "
        "beside them (worst-case bounds of Cliff’s delta)."
    )
    method = N_(
        "Bounds of δ: all silent people of one group give the lowest answer and all of the other the highest, and the "
        "reverse (Manski 2003). “Sign certain up to” is the share of missing answers, the same in both groups, at "
        "which one of these bounds becomes 0."
    )
    references = ("Manski C. F. (2003). Partial identification of probability distributions. New York: Springer.",)

    def compute(self, counts: Counts) -> Figures:
        silent = (0, 0) if counts.silent is None else (int(counts.silent.n[0]), int(counts.silent.n[1]))
        first, second = counts.data.counts.tolist()
        if not any(silent) or not any(first) or not any(second):
            return self.empty(Status.OK)
        variable = counts.variable
        closed = variable is not None and bool(variable.options) and variable.kind != "numeric"
        low, high = delta_bounds(first, second, silent, closed)
        certain = sign_holds_up_to(first, second, closed)
        return {"delta_low": low, "delta_high": high, "sign_holds_up_to": certain}

    def empty(self, status: Status, answers: Answers = NO_ANSWERS) -> Figures:
        return dict.fromkeys(self.names)

    columns: Sequence[Column] = (
        Column(
            N_("δ"),
            lambda pair, phrasing: Cell(phrasing.numbers.decimal(pair.cliffs_delta.estimate)),
            NON_RESPONSE_TABLE,
        ),
        Column(label, lambda pair, phrasing: _bounds(pair, phrasing), NON_RESPONSE_TABLE, 1.6),
        Column(N_("Sign certain up to, %"), lambda pair, phrasing: _certain(pair, phrasing), NON_RESPONSE_TABLE, 1.4),
    )
    numbers: Sequence[Number] = tuple(
        Number(name, lambda pair, name=name: pair.extra.get(name))  # type: ignore[misc]
        for name in ("delta_low", "delta_high", "sign_holds_up_to")
    )


def _bounds(pair: PairComparison, phrasing: Phrasing) -> Cell:
    low, high = pair.extra.get("delta_low"), pair.extra.get("delta_high")
    if not isinstance(low, float) or not isinstance(high, float):
        return Cell(NOTHING)
    return Cell(phrasing.numbers.interval(low, high))


def _certain(pair: PairComparison, phrasing: Phrasing) -> Cell:
    share = pair.extra.get("sign_holds_up_to")
    return Cell(phrasing.numbers.percent(share if isinstance(share, float) else None, sign=False))


MEASURE = DeltaBounds()
