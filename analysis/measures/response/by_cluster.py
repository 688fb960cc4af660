"""Whether the people of some clusters answer less often than others, and whether the others there think differently."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.measures.measure import (
    NO_ANSWERS,
    Answers,
    Column,
    Counts,
    Figures,
    Level,
    Measure,
    Number,
    Reads,
    View,
)
from analysis.results import GroupSummary, Status, Test
from analysis.statistics.response.by_cluster import association, homogeneity
from analysis.statistics.response.cluster_sums import of_equal_length, sums_by_cluster
from analysis.translation import N_
from analysis.wording.cells import Cell
from analysis.wording.phrasing import Phrasing

NON_RESPONSE_TABLE = frozenset({View.NON_RESPONSE})


class ResponseByCluster(Measure):
    """Without figures where no clusters were named, or where everybody who was asked answered."""

    level = Level.GROUP
    reads = Reads.RESPONSE
    names = ("response_by_cluster", "response_and_answers")
    label = N_("p, clusters")
    term = N_("non-response by cluster")
    introduction = N_(
        "Two tests ask where the missing answers come from: whether they gather in some clusters, and whether people "
        "in clusters with many of them answer differently; each p is read like “Sig.”, and where it is small no other "
        "p of the question can be relied on (score test of overdispersion, studentised correlation)."
    )
    method = N_(
        "Non-response by cluster: the score test of overdispersion (Tarone 1979) with its exact mean and variance over "
        "all ways of choosing who is silent; the correlation over clusters between non-response and mean answer, "
        "studentised (DiCiccio and Romano 2017). Without clusters of one person; at least 6 clusters, 5 people "
        "without an answer and 5 with one."
    )
    references = (
        "DiCiccio C. J., Romano J. P. (2017). Robust permutation tests for correlation and regression coefficients. "
        "J. Am. Stat. Assoc. 112, 1211–1220.",
        "Tarone R. E. (1979). Testing the goodness of fit of the binomial distribution. Biometrika 66, 585–590.",
    )
    ordered_only = False

    def compute(self, counts: Counts) -> Figures:
        silent = counts.silent
        if silent is None or not silent.clustered or not int(silent.n[0]):
            return self.empty(Status.OK)
        without, answered, total = of_equal_length(
            sums_by_cluster(silent, 0),
            sums_by_cluster(counts.data, 0),
            sums_by_cluster(counts.data, 0, counts.values),
        )
        asked = without + answered
        ordered = counts.variable is not None and counts.variable.ordered
        return {
            "response_by_cluster": homogeneity(asked, without),
            "response_and_answers": association(asked, without, total) if ordered else Test(status=Status.NOT_ORDERED),
        }

    def empty(self, status: Status, answers: Answers = NO_ANSWERS) -> Figures:
        return dict.fromkeys(self.names)

    columns: Sequence[Column] = (
        Column(label, lambda group, phrasing: _p(group, "response_by_cluster", phrasing), NON_RESPONSE_TABLE),
        Column(
            N_("p, answers"), lambda group, phrasing: _p(group, "response_and_answers", phrasing), NON_RESPONSE_TABLE
        ),
    )
    numbers: Sequence[Number] = (
        Number("response_by_cluster_p_value", lambda group: _value(group, "response_by_cluster")),
        Number("response_and_answers_p_value", lambda group: _value(group, "response_and_answers")),
    )


def _value(group: GroupSummary, name: str) -> float | None:
    test = group.extra.get(name)
    return test.p_value if isinstance(test, Test) else None


def _p(group: GroupSummary, name: str, phrasing: Phrasing) -> Cell:
    return Cell(phrasing.numbers.p_value(_value(group, name)))


MEASURE = ResponseByCluster()
