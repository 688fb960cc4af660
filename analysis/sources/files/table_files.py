"""Reads the answers of an open table of text cells; the same for text files and workbooks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from analysis.sources.dataset import Codebook, Dataset, IntArray, Variable
from analysis.sources.files.answer_codes import BLANKS, Column
from analysis.sources.files.assembling import NamesAndPlaces, assemble
from analysis.sources.files.codebook_files import texts_of
from analysis.sources.files.roles import Roles, codebook_for, names_and_places
from analysis.sources.tables.open_tables import OpenTable
from analysis.sources.tally import Tally, tally
from analysis.sources.understanding.column_facts import ColumnFacts, FactsCounter


@dataclass(frozen=True)
class TableFile:
    """A file that ``opened`` opens as a table, the roles of its columns, and its codebook if there is one."""

    path: Path
    roles: Roles
    described: Codebook | None
    opened: Callable[[Path], AbstractContextManager[OpenTable]]

    def names(self) -> list[str]:
        """The column names, in the order of the file."""
        with self.opened(self.path) as table:
            return list(table.head.names)

    def codebook(self) -> Codebook:
        """Variables for all columns; groups only if the given codebook declares them."""
        return codebook_for(self.roles, self.names(), None, self.described, ())

    def read(self, items: Sequence[str] | None = None) -> Dataset:
        """The answers; ``items`` default to all columns that have no other role and are questions."""
        with self.opened(self.path) as table:
            names = list(table.head.names)
            wanted = self.roles.items(names, items, self.described, str(self.path))
            book = codebook_for(self.roles, names, wanted, self.described, ())
            columns = {name: Column(book.variable(name)) for name in wanted}
            at = {name: names.index(name) for name in wanted}
            place = {name: partial(table.place, name) for name in wanted}
            group, cluster = _Names(names.index(self.roles.group)), None
            if self.roles.cluster is not None:
                cluster = _Names(names.index(self.roles.cluster))
            for cells, rows in table.columns():
                for name, column in columns.items():
                    column.add(cells[at[name]], len(rows))
                    column.look_for_fault(cells[at[name]], rows, place[name])
                for role in (group, cluster):
                    if role is not None:
                        role.add(cells[role.column])
        groups, clusters = group.places(self._declared()), None if cluster is None else cluster.places(())
        where, described = str(self.path), self.described
        self.roles.check_groups(groups[0], where)
        chosen = self.roles.chosen(names, items, described)
        return assemble(where, self.roles, described, columns, groups, clusters, chosen, described is not None)

    def columns(self) -> list[ColumnFacts]:
        """What the file says about each column, before anything is interpreted."""
        with self.opened(self.path) as table:
            names, labels = table.head.names, table.head.labels
            counters = [FactsCounter() for _ in names]
            places = [partial(table.place, name) for name in names]
            for cells, rows in table.columns():
                for counter, column, place in zip(counters, cells, places, strict=True):
                    counter.add(column, rows, place)
        self.roles.check_names(names, str(self.path))
        variables = (Variable(name, label=texts_of(labels[name]) if name in labels else {}) for name in names)
        return [counter.facts(variable) for counter, variable in zip(counters, variables, strict=True)]

    def tally(self, items: Sequence[str] | None = None) -> Tally:
        """The counts of these answers."""
        return tally(self.read(items))

    def _declared(self) -> tuple[str, ...]:
        return tuple(group.code for group in self.described.groups) if self.described else ()


class _Names:
    """A column of names while it is read: each distinct text gets an index in the order of first appearance."""

    def __init__(self, column: int) -> None:
        self.column = column
        self.seen: dict[str, int] = {}
        self.pieces: list[IntArray] = []

    def add(self, cells: Sequence[str]) -> None:
        for cell in dict.fromkeys(cells):
            text = cell.strip()
            self.seen.setdefault(cell, -1 if text in BLANKS else len(self.seen))
        self.pieces.append(np.fromiter(map(self.seen.__getitem__, cells), np.int32, len(cells)))

    def places(self, declared: Sequence[str]) -> NamesAndPlaces:
        """The names, and the index of each row's name."""
        array = np.concatenate(self.pieces) if self.pieces else np.zeros(0, dtype=np.int32)
        return names_and_places(self.seen, array, declared)
