"""Counts answers once, by item, group, cluster and answer. All later steps are arithmetic on small tables.

``tally`` counts a :class:`~analysis.sources.dataset.Dataset` with numpy. A source that can count by itself (Parquet
through DuckDB, a database through GROUP BY) makes the same :class:`ItemTally` records from rows (group, cluster, code,
people) by ``from_rows``. People who are each a cluster of their own are counted together, so that a million of them
need no more memory than ten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from analysis.results import Status
from analysis.sources.dataset import Codebook, Dataset, IntArray, Variable
from analysis.sources.row_places import CellIndex, places_of
from analysis.sources.score_tally import CountScores, score_tally
from analysis.sources.undeclared_codes import undeclared
from analysis.statistics.cluster_counts import ClusterCounts
from analysis.statistics.sparse_counts import count_cells, counts_of_cells
from forms.missing_values import NON_RESPONSE

UNCOUNTED = (Status.NOT_NUMERIC, Status.UNDECLARED_CODE, Status.TOO_MANY_CODES)
"""Statuses of an item without counts."""
MOST_CODES = 1000


@dataclass(frozen=True)
class ItemTally:
    """The counts of one item.

    ``codes``: declared and observed answers, ascending; ``data.counts``: (groups, codes). ``missing``: per group, the
    number of people per reason (negative code). ``status`` is ``ok`` or one of ``UNCOUNTED``; in the second case the
    counts are empty and ``note`` gives the place of the fault. ``silent``: the people who were asked and could have
    answered, by reason (``NON_RESPONSE``, in the order of the codes found); ``None`` if there is none.
    """

    variable: Variable
    codes: tuple[int, ...]
    data: ClusterCounts
    missing: tuple[Mapping[int, int], ...]
    status: Status = Status.OK
    note: str = ""
    silent: ClusterCounts | None = None


@dataclass(frozen=True)
class Tally:
    """All counts of a data set, with the codebook they belong to."""

    items: tuple[ItemTally, ...]
    codebook: Codebook
    clustered: bool
    notes: tuple[str, ...] = ()
    mark: str | None = None
    scores: CountScores | None = field(default=None, compare=False, repr=False)
    """Counts scores of the same people; ``None``: the source cannot, so that its rows must be read for constructs."""


def tally(dataset: Dataset, items: Sequence[str] | None = None) -> Tally:
    """Count the named items (default: all).

    Rows without a group, or without a cluster if there are clusters, are left out; the notes give their number.
    """
    names = dataset.items if items is None else tuple(items)
    keep, places, without = places_of(dataset)
    everybody = len(places.place) == dataset.n
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
        notes=(*dataset.notes, *without),
        mark=dataset.mark,
        scores=partial(score_tally, dataset),
    )


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
    silent = [at[code] for code in reasons if code in NON_RESPONSE]
    return ItemTally(
        variable,
        tuple(answers),
        data.columns([at.get(code, -1) for code in answers]),
        missing,
        silent=data.columns(silent) if silent else None,
    )


def faulty(variable: Variable, n_groups: int, status: Status, note: str) -> ItemTally:
    """The tally of an item that cannot be counted, with the reason."""
    empty = ClusterCounts(np.zeros((n_groups, 0), dtype=np.int64))
    return ItemTally(variable, (), empty, tuple({} for _ in range(n_groups)), status, note)
