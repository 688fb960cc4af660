"""SPSS files as a source of answers: labels become a codebook, user-missing values become reasons.

The declared answers are all whole numbers from the smallest to the largest labelled value, because SPSS users often
label only the ends. A label beyond a gap of more than 2, such as 99 = "don't know" on a scale from 1 to 5, declares no
answer; in nominal variables every label does. A user-missing value is the reason with the same code (−1 to −9),
otherwise left blank, unless the caller or a codebook names another reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from analysis.sources.dataset import Codebook, Dataset, Group, Option, Variable
from analysis.sources.files.answer_codes import BLANKS, Column
from analysis.sources.files.assembling import assemble
from analysis.sources.files.codebook_files import texts_of
from analysis.sources.files.declared_missing import NAMES, REASONS
from analysis.sources.files.roles import Roles, codebook_for, names_and_places
from analysis.sources.input_faults import InputFaultError
from analysis.sources.tally import Tally, tally
from analysis.sources.undeclared_codes import LARGEST_SCALE, scale_end
from forms.missing_values import Missing

FIRST_ROW = 1
"""SPSS counts the cases from 1."""


def open_source(address: str, roles: Roles, described: Codebook | None) -> SavFile:
    """The file at a path."""
    return SavFile(Path(address), roles, described)


@dataclass(frozen=True)
class SavFile:
    """A file, the roles of its columns, and a codebook that takes precedence over the file's own labels, if there is
    one.
    """

    path: Path
    roles: Roles
    described: Codebook | None = None

    @cached_property
    def _content(self) -> tuple[dict[str, list[str]], Any]:
        # Imported here: it takes time that readers of other files do not need.
        import pyreadstat

        try:
            columns, meta = pyreadstat.read_sav(str(self.path), user_missing=True, output_format="dict")
        except Exception as error:
            # pyreadstat raises its own errors, ValueError or OSError, depending on what is broken.
            raise InputFaultError("broken_sav", str(self.path), reason=str(error).splitlines()[0]) from error
        return {name: _cells(values) for name, values in columns.items()}, meta

    def codebook(self) -> Codebook:
        """Variables for all columns, groups as the file labels them."""
        names = list(self._content[0])
        return codebook_for(self.roles, names, None, self._book, ())

    def read(self, items: Sequence[str] | None = None) -> Dataset:
        """The answers; ``items`` default to all columns that have no other role and are questions."""
        cells, where = self._content[0], str(self.path)
        names = list(cells)
        wanted = self.roles.items(names, items, self.described, where)
        book = self._book
        of_items = codebook_for(self.roles, names, wanted, book, ())
        columns = {}
        for variable in of_items.variables:
            column = columns[variable.name] = Column(variable)
            column.add(cells[variable.name], len(cells[variable.name]), FIRST_ROW)
            column.look_for_fault(tuple(cells[variable.name]), FIRST_ROW)
        groups = self._places(self.roles.group, [group.code for group in book.groups])
        self.roles.check_groups(groups[0], where)
        clusters = None if self.roles.cluster is None else self._places(self.roles.cluster, ())
        chosen = self.roles.chosen(names, items, self.described)
        return assemble(where, self.roles, book, columns, groups, clusters, chosen, self.described is not None)

    def tally(self, items: Sequence[str] | None = None) -> Tally:
        """The counts of these answers."""
        return tally(self.read(items))

    def _places(self, name: str, declared: Sequence[str]) -> tuple[Sequence[str], Any]:
        missing = self._missing(name)
        cells = ["" if cell in missing else cell for cell in self._content[0][name]]
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
        for name in self._content[0]:
            own = self._variable(name)
            of_file = known.get(name, own)
            variables.append(replace(of_file, missing={**own.missing, **of_file.missing}))
        labels = self._content[1].variable_value_labels.get(self.roles.group, {})
        groups = given.groups or tuple(Group(_cell(code), texts_of(label)) for code, label in labels.items())
        return replace(given, variables=tuple(variables), groups=groups)

    def _variable(self, name: str) -> Variable:
        cells, meta = self._content
        missing = self._missing(name)
        nominal = meta.variable_measure.get(name) == "nominal"
        labels = {_cell(code): str(text) for code, text in meta.variable_value_labels.get(name, {}).items()}
        declared = {int(code): text for code, text in labels.items() if code.isdigit() and code not in missing}
        codes = sorted(declared)
        if not nominal:
            seen = {int(cell) for cell in set(cells[name]) if cell.isdigit() and cell not in missing}
            codes = _scale(sorted(declared), sorted(seen | set(declared)))
        return Variable(
            name,
            kind="nominal" if nominal and codes else "ordinal",
            label=texts_of(meta.column_names_to_labels.get(name) or ""),
            options=tuple(Option(code, texts_of(declared.get(code, ""))) for code in codes),
            averaged=not (nominal and codes),
            missing=missing,
        )

    def _missing(self, name: str) -> dict[str, Missing]:
        """The user-missing values that occur in a column, with their reasons."""
        ranges = self._content[1].missing_ranges.get(name, ())
        found = {}
        for cell in set(self._content[0][name]):
            if any(_inside(cell, one["lo"], one["hi"]) for one in ranges):
                code = int(cell) if cell.removeprefix("-").isdigit() else 0
                found[cell] = REASONS[NAMES[code]] if code in NAMES else Missing.BLANK
        return found


def _scale(declared: Sequence[int], known: Sequence[int]) -> list[int]:
    """The answers that labels declare; none if fewer than two labels lie on the scale."""
    if not known:
        return []
    end = known[scale_end(known) - 1]
    if end > LARGEST_SCALE:
        return list(declared) if set(known) == set(declared) else []
    on_it = [code for code in declared if code <= end]
    return list(range(on_it[0], on_it[-1] + 1)) if len(on_it) > 1 else []


def _inside(cell: str, low: Any, high: Any) -> bool:
    if isinstance(low, str):
        return cell == low.strip()
    try:
        return bool(low <= float(cell) <= high)
    except ValueError:
        return False


def _cells(values: Any) -> list[str]:
    texts = {value: _cell(value) for value in set(values)}
    return [texts[value] if value in texts else _cell(value) for value in values]


def _cell(value: Any) -> str:
    """A value as a cell of a CSV file would have it."""
    if value is None or value != value:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value).strip()
