"""The one count: item x group x cluster x answer, in one pass. Everything after it is arithmetic on small tables.

``tally`` counts a :class:`~analysis.dataset.Dataset` with numpy. A source that can count by itself (Parquet through
DuckDB, a database through GROUP BY) makes the same :class:`ItemTally` records from rows (group, cluster, code, people)
by ``from_rows``; the comparison cannot tell the difference.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.dataset import Dataset, Variable
from analysis.results import Status
from analysis.statistics.cluster_counts import ClusterCounts, Counts

MOST_CODES = 1000
LARGEST_CUBE = 20_000_000

Ints = NDArray[np.signedinteger[Any]]


@dataclass(frozen=True)
class ItemTally:
    """The counts of one item. ``codes``: declared and observed answers, ascending; ``data.counts``: (groups, codes).

    ``missing``: per group, the reasons (negative codes) with their numbers. ``status`` is ``ok``, ``not_numeric`` or
    ``too_many_codes``; with the last two the counts are empty and ``note`` says where the fault is.
    """

    variable: Variable
    codes: tuple[int, ...]
    data: ClusterCounts
    missing: tuple[Mapping[int, int], ...]
    status: Status = Status.OK
    note: str = ""


@dataclass(frozen=True)
class Tally:
    """All counts of a data set, ``groups`` in the order of its codebook."""

    items: tuple[ItemTally, ...]
    groups: tuple[str, ...]
    clustered: bool
    notes: tuple[str, ...] = ()
    mark: str | None = None
    faults: Mapping[str, str] = field(default_factory=dict)


def tally(dataset: Dataset, items: Sequence[str] | None = None) -> Tally:
    """Count the named items (default: all). Rows without a group, or without a cluster where there are clusters,
    are left out; the notes say how many.
    """
    names = dataset.items if items is None else tuple(items)
    keep = dataset.group >= 0
    notes = list(dataset.notes)
    if dataset.ungrouped:
        notes.append(f"without_group:{dataset.ungrouped}")
    if dataset.cluster is not None:
        homeless = int(np.count_nonzero(keep & (dataset.cluster < 0)))
        if homeless:
            notes.append(f"without_cluster:{homeless}")
        keep &= dataset.cluster >= 0
    everybody = bool(keep.all())
    group = (dataset.group if everybody else dataset.group[keep]).astype(np.int64)
    cluster = None if dataset.cluster is None else dataset.cluster[keep].astype(np.int64)
    counted = []
    for name in names:
        variable = dataset.codebook.variable(name)
        if name in dataset.faults:
            counted.append(faulty(variable, len(dataset.codebook.groups), Status.NOT_NUMERIC, dataset.faults[name]))
            continue
        column = dataset.columns[name]
        counted.append(
            from_rows(
                variable,
                len(dataset.codebook.groups),
                group,
                cluster,
                len(dataset.cluster_names),
                column if everybody else column[keep],
            )
        )
    return Tally(
        items=tuple(counted),
        groups=tuple(entry.code for entry in dataset.codebook.groups),
        clustered=dataset.cluster is not None,
        notes=tuple(notes),
        mark=dataset.mark,
        faults=dict(dataset.faults),
    )


def from_rows(
    variable: Variable,
    n_groups: int,
    group: Ints,
    cluster: Ints | None,
    n_clusters: int,
    codes: Ints,
    people: Ints | None = None,
) -> ItemTally:
    """Count rows that each stand for one person, or for ``people`` persons."""
    if not len(codes):
        return _counted(variable, n_groups, group, cluster, n_clusters, codes, people, np.zeros(0, np.int64))
    low, high = int(codes.min()), int(codes.max())
    if high - low <= MOST_CODES * 4:
        present = np.flatnonzero(np.bincount(codes.astype(np.int64) - low)) + low
    else:
        present = np.unique(codes)
    return _counted(variable, n_groups, group, cluster, n_clusters, codes, people, present)


def _counted(
    variable: Variable,
    n_groups: int,
    group: Ints,
    cluster: Ints | None,
    n_clusters: int,
    codes: Ints,
    people: Ints | None,
    present: Ints,
) -> ItemTally:
    declared = {option.code for option in variable.options}
    answers = sorted(declared | {int(code) for code in present if code >= 0})
    reasons = [int(code) for code in present if code < 0]
    size = len(answers) + len(reasons)
    cells = n_groups * size * (n_clusters if cluster is not None else 1)
    if len(answers) > MOST_CODES or cells > LARGEST_CUBE:
        return faulty(variable, n_groups, Status.TOO_MANY_CODES, f"{len(answers)} different values")
    every = np.array(reasons + answers, dtype=np.int64)
    every.sort()
    index = np.searchsorted(every, codes)
    key = group * size + index
    if cluster is not None:
        key = cluster * (n_groups * size) + key
    weights = None if people is None else people.astype(np.float64)
    flat = np.bincount(key, weights=weights, minlength=cells)[:cells].astype(np.int64)
    cube = flat.reshape(-1, n_groups, size)
    counts = cube.sum(axis=0)
    k = len(reasons)
    missing = tuple(
        {reason: int(counts[g, at]) for at, reason in enumerate(sorted(reasons)) if counts[g, at]}
        for g in range(n_groups)
    )
    undeclared = [code for code in answers if code not in declared] if declared else []
    note = f"undeclared_codes:{','.join(map(str, undeclared))}" if undeclared else ""
    answered: Counts | None = None if cluster is None else np.ascontiguousarray(cube[:, :, k:])
    return ItemTally(variable, tuple(answers), ClusterCounts(counts[:, k:], answered), missing, note=note)


def faulty(variable: Variable, n_groups: int, status: Status, note: str) -> ItemTally:
    """The tally of an item that cannot be counted, with the reason."""
    empty = ClusterCounts(np.zeros((n_groups, 0), dtype=np.int64))
    return ItemTally(variable, (), empty, tuple({} for _ in range(n_groups)), status, note)
