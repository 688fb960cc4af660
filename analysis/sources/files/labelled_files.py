"""Files of statistics programs as a source of answers: labels become a codebook, user-missing values become reasons.

The declared answers are all whole numbers from the smallest to the largest labelled value, because people often label
only the ends. A label beyond a gap of more than 2, such as 99 = "don't know" on a scale from 1 to 5, declares no
answer; in nominal variables every label does. The reason of a user-missing value is the one with its code (−1 to −9),
else the one that its label names, else left blank, unless the caller or a codebook names another reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from analysis.sources.dataset import Codebook, Dataset, Group, Option, Variable
from analysis.sources.files.answer_codes import BLANKS, Column
from analysis.sources.files.assembling import NamesAndPlaces, assemble
from analysis.sources.files.codebook_files import texts_of
from analysis.sources.files.roles import Roles, codebook_for, names_and_places
from analysis.sources.input_faults import InputFaultError
from analysis.sources.tables.text_files import tidy
from analysis.sources.tally import Tally, tally
from analysis.sources.undeclared_codes import LARGEST_SCALE, scale_end
from analysis.sources.understanding.column_facts import ColumnFacts, FactsCounter
from analysis.sources.understanding.known_scales import reason_in
from forms.missing_values import Missing

FIRST_ROW = 1
"""SPSS and Stata count the cases from 1."""
FEWEST_AMOUNTS = 12
"""Different values from which an unlabelled variable of measure "scale" holds amounts."""


@dataclass(frozen=True, slots=True)
class LabelledContent:
    """What a file says: ``cells`` by column, as a CSV file would have them, and by column its label, the labels of its
    values, the reason of each user-missing cell, and its measure (``nominal``, ``ordinal``, ``scale`` or ``unknown``).
    """

    cells: Mapping[str, list[str]]
    labels: Mapping[str, str] = field(default_factory=dict)
    value_labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    missing: Mapping[str, Mapping[str, Missing]] = field(default_factory=dict)
    measures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class LabelledFile:
    """A file that ``load`` reads, the roles of its columns, and a codebook that takes precedence over the file's own
    labels, if there is one.
    """

    path: Path
    roles: Roles
    described: Codebook | None
    load: Callable[[Path], LabelledContent]

    @cached_property
    def content(self) -> LabelledContent:
        """The file, read once."""
        return self.load(self.path)

    def codebook(self) -> Codebook:
        """Variables for all columns, groups as the file labels them."""
        return codebook_for(self.roles, list(self.content.cells), None, self._book, ())

    def read(self, items: Sequence[str] | None = None) -> Dataset:
        """The answers; ``items`` default to all columns that have no other role and are questions."""
        cells, where = self.content.cells, str(self.path)
        names = list(cells)
        wanted = self.roles.items(names, items, self.described, where)
        book = self._book
        columns = {}
        for variable in codebook_for(self.roles, names, wanted, book, ()).variables:
            column = columns[variable.name] = Column(variable)
            texts = cells[variable.name]
            column.add(texts, len(texts))
            column.look_for_fault(texts, range(FIRST_ROW, FIRST_ROW + len(texts)))
        groups = self._places(self.roles.group, [group.code for group in book.groups])
        self.roles.check_groups(groups[0], where)
        clusters = None if self.roles.cluster is None else self._places(self.roles.cluster, ())
        chosen = self.roles.chosen(names, items, self.described)
        return assemble(where, self.roles, book, columns, groups, clusters, chosen, self.described is not None)

    def columns(self) -> list[ColumnFacts]:
        """What the file says about each column, with its labels."""
        self.roles.check_names(list(self.content.cells), str(self.path))
        found = []
        for name, cells in self.content.cells.items():
            counter = FactsCounter()
            counter.add(cells, range(FIRST_ROW, FIRST_ROW + len(cells)))
            found.append(counter.facts(self._variable(name), self.content.measures.get(name, "")))
        return found

    def tally(self, items: Sequence[str] | None = None) -> Tally:
        """The counts of these answers."""
        return tally(self.read(items))

    def _places(self, name: str, declared: Sequence[str]) -> NamesAndPlaces:
        missing = self.content.missing.get(name, {})
        cells = ["" if cell in missing else cell for cell in self.content.cells[name]]
        seen: dict[str, int] = {}
        for cell in cells:
            seen.setdefault(cell, -1 if cell.strip() in BLANKS else len(seen))
        used = [code for code in declared if code in seen]
        return names_and_places(seen, np.fromiter(map(seen.__getitem__, cells), np.int32, len(cells)), used)

    @cached_property
    def _book(self) -> Codebook:
        """The file's labels, overridden by the given codebook."""
        given = self.described or Codebook(())
        known = {variable.name: variable for variable in given.variables}
        variables = []
        for name in self.content.cells:
            own = self._variable(name)
            of_file = known.get(name, own)
            variables.append(replace(of_file, missing={**own.missing, **of_file.missing}))
        labels = self.content.value_labels.get(self.roles.group, {})
        groups = given.groups or tuple(Group(code, texts_of(label)) for code, label in labels.items())
        return replace(given, variables=tuple(variables), groups=groups)

    def _variable(self, name: str) -> Variable:
        cells, missing = set(self.content.cells[name]), self.content.missing.get(name, {})
        measure = self.content.measures.get(name)
        labels = self.content.value_labels.get(name, {})
        declared = {int(code): text for code, text in labels.items() if code.isdigit() and code not in missing}
        seen = {int(cell) for cell in cells if cell.isdigit() and cell not in missing}
        codes, kind = sorted(declared), "ordinal"
        if measure != "nominal":
            codes = _scale(sorted(declared), sorted(seen | set(declared)))
        elif codes:
            kind = "nominal"
        if measure == "scale" and not labels and len(seen) >= FEWEST_AMOUNTS:
            kind = "numeric"
        return Variable(
            name,
            kind=kind,
            label=texts_of(self.content.labels.get(name, "")),
            options=tuple(Option(code, texts_of(declared.get(code, ""))) for code in codes),
            averaged=kind != "nominal",
            missing=missing,
        )


def read_with(reader: str, path: Path, fault: str) -> tuple[dict[str, list[Any]], Any]:
    """The columns and the description of a file, read by the function of pyreadstat with this name.

    Raises ``InputFaultError`` with the code ``fault`` if the file is broken.
    """
    # Imported here: it takes time that readers of other files do not need.
    import pyreadstat

    try:
        columns, meta = getattr(pyreadstat, reader)(str(path), user_missing=True, output_format="dict")
    except Exception as error:
        # pyreadstat raises its own errors, ValueError or OSError, depending on what is broken.
        raise InputFaultError(fault, str(path), reason=str(error).splitlines()[0]) from error
    return columns, meta


def reason_of(label: str, otherwise: Missing = Missing.BLANK) -> Missing:
    """The reason that the label of a user-missing value names."""
    return reason_in(label) or otherwise


def cells_of(values: Sequence[Any]) -> list[str]:
    """The values of a column as cells of a CSV file would have them."""
    texts = {value: cell_of(value) for value in set(values)}
    return [texts[value] if value in texts else cell_of(value) for value in values]


def cell_of(value: Any) -> str:
    """A value as a cell of a CSV file would have it."""
    if value is None or value != value:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return tidy(str(value)).strip()


def _scale(declared: Sequence[int], known: Sequence[int]) -> list[int]:
    """The answers that labels declare; none if fewer than two labels lie on the scale."""
    if not known:
        return []
    end = known[scale_end(known) - 1]
    if end > LARGEST_SCALE:
        return list(declared) if set(known) == set(declared) else []
    on_it = [code for code in declared if code <= end]
    return list(range(on_it[0], on_it[-1] + 1)) if len(on_it) > 1 else []
