"""How unequal the clusters of a group are: as many equally large clusters, and the part of the largest one."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.measures.measure import NO_ANSWERS, Answers, Column, Counts, Figures, Level, Measure, Number, Reads, View
from analysis.results import GroupSummary, Status
from analysis.translation import N_
from analysis.wording.cells import Cell
from analysis.wording.phrasing import Phrasing


class ClusterSizes(Measure):
    """``None`` where no clusters were named, and where all people of the group are in one."""

    level = Level.GROUP
    reads = Reads.CLUSTERS
    names = ("equal_clusters", "largest_cluster")
    label = N_("Equal clusters")
    term = N_("sizes of clusters")
    introduction = N_(
        "Very unequal clusters tell less than equal ones: “equal clusters” is the number of equally large clusters "
        "that would be as unequal (squared number of people divided by the sum of the squared sizes)."
    )
    method = N_(
        "Inequality of clusters: as many equally large clusters, n² divided by the sum of the squared sizes "
        "(Kish 1965)."
    )
    references = ("Kish L. (1965). Survey sampling. New York: Wiley.",)
    ordered_only = False

    def compute(self, counts: Counts) -> Figures:
        n = int(counts.data.n[0])
        if not counts.data.clustered or int(counts.data.clusters[0]) < 2:
            return self.empty(Status.OK)
        squares, largest = counts.data.sizes_of(0)
        return {"equal_clusters": n * n / squares, "largest_cluster": largest / n}

    def empty(self, status: Status, answers: Answers = NO_ANSWERS) -> Figures:
        return {"equal_clusters": None, "largest_cluster": None}

    columns: Sequence[Column] = (
        Column(
            label,
            lambda group, phrasing: _equal(group, phrasing),
            frozenset({View.TERMINAL}),
        ),
    )
    numbers: Sequence[Number] = (
        Number("equal_clusters", lambda group: group.extra.get("equal_clusters")),
        Number("largest_cluster", lambda group: group.extra.get("largest_cluster")),
    )


def _equal(group: GroupSummary, phrasing: Phrasing) -> Cell:
    number = group.extra.get("equal_clusters")
    return Cell(phrasing.numbers.decimal(number if isinstance(number, float) else None, 1))


MEASURE = ClusterSizes()
