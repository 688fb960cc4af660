"""Little's test of missing completely at random, for each construct and group of a data set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.disclosure.small_cells import Thresholds, decide_cells
from analysis.results import Status, Texts
from analysis.sources.dataset import Dataset, Missing, Variable
from analysis.sources.tally import tally
from analysis.statistics.response.mcar import Mcar, littles_test
from forms.missing_values import NON_RESPONSE


@dataclass(frozen=True, slots=True)
class ItemsOfGroup:
    """The test of the items of a construct in one group. ``construct``: ``None`` for a file without constructs."""

    construct: str | None
    group: str
    label: Texts
    items: tuple[str, ...]
    test: Mcar


def little_tests(dataset: Dataset, thresholds: Thresholds | None = None) -> list[ItemsOfGroup]:
    """The tests of all constructs, or of all items together if there is none, in each group.

    Only ordered items that the group was asked. People whom a skip rule left out of an item, or to whom it did not
    apply, are left out. A set with a hidden item is ``suppressed``.
    """
    counted = tally(dataset)
    cells = decide_cells(counted.items, dataset.codebook.groups, thresholds)
    usable = [item.variable for item in counted.items if item.status is Status.OK and item.variable.ordered]
    constructs: list[str | None] = [*dict.fromkeys(variable.construct for variable in usable if variable.construct)]
    found = []
    for construct in constructs or [None]:
        variables = [variable for variable in usable if construct is None or variable.construct == construct]
        for place, group in enumerate(dataset.codebook.groups):
            rows = np.flatnonzero(dataset.group == place)
            asked = [
                variable
                for variable in variables
                if (dataset.columns[variable.name][rows] != int(Missing.NOT_IN_FORM)).any()
            ]
            names = tuple(variable.name for variable in asked)
            hidden = any(cells[name][place] is Status.SUPPRESSED for name in names)
            test = Mcar(0, 0, status=Status.SUPPRESSED) if hidden else _test(dataset, asked, rows)
            found.append(ItemsOfGroup(construct, group.code, group.label, names, test))
    return found


def _test(dataset: Dataset, variables: Sequence[Variable], rows: NDArray[np.int64]) -> Mcar:
    if len(variables) < 2:
        return Mcar(len(rows), 0, status=Status.TOO_FEW_ITEMS)
    codes = np.stack([dataset.columns[variable.name][rows] for variable in variables], axis=1).astype(np.float64)
    silent = np.isin(codes, [int(reason) for reason in NON_RESPONSE])
    everywhere = ((codes >= 0) | silent).all(axis=1)
    return littles_test(np.where(silent, np.nan, codes)[everywhere])
