"""Counts answers once, by item, group, cluster and answer. All later steps are arithmetic on small tables.

``tally`` counts a :class:`~analysis.sources.dataset.Dataset` with numpy. A source that can count by itself (Parquet
through DuckDB, a database through GROUP BY) makes the same :class:`ItemTally` records from rows (group, cluster, code,
people) by ``from_rows``. People who are each a cluster of their own are counted together, so that a million of them
need no more memory than ten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from analysis.results import Status
from analysis.sources.dataset import ALONE, UNKNOWN, Codebook, Dataset, IntArray, Variable
from analysis.sources.undeclared_codes import undeclared
from analysis.statistics.cluster_counts import ClusterCounts
from analysis.statistics.run_counts import MOST_VALUES, Runs
from analysis.statistics.sparse_counts import LARGEST_CUBE, count_cells, counts_of_cells

UNCOUNTED = (Status.NOT_NUMERIC, Status.UNDECLARED_CODE, Status.TOO_MANY_CODES)
"""Statuses of an item without counts."""
MOST_CODES = 1000
FEWEST_ROWS = 20_000
"""With fewer rows, one count of keys is faster than a count by values."""


@dataclass(frozen=True)
class ItemTally:
    """The counts of one item.

    ``codes``: declared and observed answers, ascending; ``data.counts``: (groups, codes). ``missing``: per group, the
    number of people per reason (negative code). ``status`` is ``ok`` or one of ``UNCOUNTED``; in the second case the
    counts are empty and ``note`` gives the place of the fault.
    """

    variable: Variable
    codes: tuple[int, ...]
    data: ClusterCounts
    missing: tuple[Mapping[int, int], ...]
    status: Status = Status.OK
    note: str = ""


@dataclass(frozen=True)
class Tally:
    """All counts of a data set, with the codebook they belong to."""

    items: tuple[ItemTally, ...]
    codebook: Codebook
    clustered: bool
    notes: tuple[str, ...] = ()
    mark: str | None = None


def tally(dataset: Dataset, items: Sequence[str] | None = None) -> Tally:
    """Count the named items (default: all).

    Rows without a group, or without a cluster if there are clusters, are left out; the notes give their number.
    """
    names = dataset.items if items is None else tuple(items)
    keep = dataset.group >= 0
    notes = list(dataset.notes)
    if dataset.ungrouped:
        notes.append(f"without_group:{dataset.ungrouped}")
    if dataset.cluster is not None:
        homeless = int(np.count_nonzero(keep & (dataset.cluster == UNKNOWN)))
        if homeless:
            notes.append(f"without_cluster:{homeless}")
        keep &= dataset.cluster != UNKNOWN
    everybody = bool(keep.all())
    places = CellIndex.of(
        len(dataset.codebook.groups),
        dataset.group if everybody else dataset.group[keep],
        None if dataset.cluster is None else dataset.cluster[keep],
        len(dataset.cluster_names),
    )
    counted = []
    for name in names:
        variable = dataset.codebook.variable(name)
        if name in dataset.faults:
            counted.append(faulty(variable, places.groups, Status.NOT_NUMERIC, dataset.faults[name]))
        else:
            column = dataset.columns[name]
            counted.append(from_rows(variable, places, column if everybody else column[keep]))
    return Tally(
        items=tuple(counted),
        codebook=dataset.codebook,
        clustered=dataset.cluster is not None,
        notes=tuple(notes),
        mark=dataset.mark,
    )


@dataclass(frozen=True)
class CellIndex:
    """The cell of each row in a count: ``place`` = cluster * groups + group.

    ``people``: how many people each row stands for; ``None``: one. People who are each a cluster of their own share the
    place after the last cluster. ``clusters``: ``None`` if clusters were not requested, so that every person is one.
    """

    groups: int
    clusters: int | None
    place: NDArray[np.int64]
    people: NDArray[np.int64] | None = None

    @classmethod
    def of(
        cls,
        groups: int,
        group: IntArray,
        cluster: IntArray | None = None,
        clusters: int = 0,
        people: IntArray | None = None,
    ) -> CellIndex:
        """From the index of each row's group, and of its cluster (below ``clusters``) or ``ALONE``.

        Clusters are renumbered: clusters of one person become ``ALONE``, which changes no figure.
        """
        each = None if people is None else people.astype(np.int64)
        if cluster is None:
            return cls(groups, None, group.astype(np.int64), each)
        layer = np.where(cluster == ALONE, np.int64(clusters), cluster)
        several = np.bincount(layer, each, clusters + 1)[:clusters] > 1
        kept = int(np.count_nonzero(several))
        number = np.append(np.where(several, np.cumsum(several) - 1, kept), kept)
        return cls(groups, kept, number[layer] * groups + group, each)

    @property
    def cells(self) -> int:
        """Number of places."""
        return self.groups * (1 if self.clusters is None else self.clusters + 1)

    @cached_property
    def runs(self) -> Runs | None:
        """The rows as long runs of one place; ``None`` for other orders, few rows and rows of several people."""
        if self.people is not None or len(self.place) < FEWEST_ROWS or self.cells * MOST_VALUES > LARGEST_CUBE:
            return None
        return Runs.of(self.place, self.cells)


def from_rows(variable: Variable, places: CellIndex, codes: IntArray) -> ItemTally:
    """Count the rows of ``places``, each of which gave one of ``codes``."""
    if places.runs is not None:
        likely = [option.code for option in variable.options]
        counted = places.runs.count(codes, likely)
        if counted is not None:
            values, table = counted
            data = counts_of_cells(table, (places.clusters, places.groups, len(values)))
            return _arranged(variable, places.groups, values, data)
    low, high = (int(np.min(codes)), int(np.max(codes))) if len(codes) else (0, -1)
    span, index = high - low + 1, codes
    if span <= 4 * MOST_CODES:
        present = np.arange(low, high + 1)
    else:
        present, index = np.unique(codes, return_inverse=True)
        low, span = 0, len(present)
        if span > MOST_CODES:
            return faulty(variable, places.groups, Status.TOO_MANY_CODES, str(int(np.count_nonzero(present >= 0))))
    data = count_cells(places.place, index, low, (places.clusters, places.groups, span), places.people)
    return _arranged(variable, places.groups, present.tolist(), data)


def _arranged(variable: Variable, n_groups: int, present: Sequence[int], data: ClusterCounts) -> ItemTally:
    """Rearrange the counts of the codes present into the order of the declared and observed answers."""
    by_code = dict(zip(present, data.counts.T.tolist(), strict=True))
    people = {code: total for code, counts in by_code.items() if (total := sum(counts))}
    strays = undeclared(variable, people)
    if strays:
        note = f"undeclared_code:{','.join(map(str, strays))}"
        return faulty(variable, n_groups, Status.UNDECLARED_CODE, note)
    answers = sorted({option.code for option in variable.options} | {code for code in people if code >= 0})
    if len(answers) > MOST_CODES:
        return faulty(variable, n_groups, Status.TOO_MANY_CODES, str(len(answers)))
    reasons = [code for code in people if code < 0]
    missing = tuple({code: by_code[code][g] for code in reasons if by_code[code][g]} for g in range(n_groups))
    at = {code: place for place, code in enumerate(present) if code in people}
    return ItemTally(variable, tuple(answers), data.columns([at.get(code, -1) for code in answers]), missing)


def faulty(variable: Variable, n_groups: int, status: Status, note: str) -> ItemTally:
    """The tally of an item that cannot be counted, with the reason."""
    empty = ClusterCounts(np.zeros((n_groups, 0), dtype=np.int64))
    return ItemTally(variable, (), empty, tuple({} for _ in range(n_groups)), status, note)
