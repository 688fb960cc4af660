"""The roles of the columns of a file (group, cluster, items), and the codebook that follows from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from analysis.sources.dataset import Codebook, Group, IntArray, Variable
from analysis.sources.files.answer_codes import index_of_names
from analysis.sources.input_faults import InputFaultError
from forms.missing_values import Missing

MOST_GROUPS = 100


@dataclass(frozen=True)
class Roles:
    """The columns with a respondent's group and cluster (``None``: every respondent is a cluster).

    ``missing``: cells that are no answers in any column; they take precedence over a codebook. ``amounts``: columns
    that hold amounts, as ``numeric`` variables of a codebook do.
    """

    group: str
    cluster: str | None = None
    missing: Mapping[str, Missing] = field(default_factory=dict)
    amounts: tuple[str, ...] = ()

    def items(
        self, names: Sequence[str], wanted: Sequence[str] | None, described: Codebook | None, where: str
    ) -> list[str]:
        """The items to read: the requested ones (``A..B`` is a range in the order of the file), otherwise all items of
        the codebook, otherwise every column without another role. Raises ``InputFaultError`` for a name that is no
        column.
        """
        for role in (self.group, self.cluster, *self.amounts):
            if role is not None and role not in names:
                raise unknown_column(role, names, where)
        others = {self.group, self.cluster}
        if wanted is None:
            known = [v.name for v in described.variables if v.name in names] if described else []
            chosen = [name for name in known or names if name not in others]
        else:
            chosen = list(dict.fromkeys(name for entry in wanted for name in _range(entry, names, where)))
            for name in chosen:
                if name in others:
                    raise InputFaultError("column_used_twice", where, column=name)
        if not chosen:
            raise InputFaultError("no_items", where)
        return chosen

    def chosen(self, names: Sequence[str], wanted: Sequence[str] | None, described: Codebook | None) -> bool:
        """Whether items were named or described; otherwise the columns may hold anything."""
        return wanted is not None or bool(described and any(v.name in names for v in described.variables))

    def variable(self, variable: Variable, book: Codebook) -> Variable:
        """The variable with all declared missing codes, and with the kind of an amount if it is one."""
        missing = {**book.missing, **variable.missing, **self.missing}
        options = tuple(option for option in variable.options if str(option.code) not in missing)
        kind = "numeric" if variable.name in self.amounts else variable.kind
        return replace(variable, missing=missing, options=options, kind=kind)

    def check_groups(self, groups: Sequence[str], where: str) -> None:
        """Refuse a group column that is empty, or in which nearly every respondent has a different value."""
        if not groups:
            raise InputFaultError("no_groups", where, column=self.group)
        if len(groups) > MOST_GROUPS:
            raise InputFaultError("too_many_groups", where, column=self.group, limit=MOST_GROUPS)


def _range(entry: str, names: Sequence[str], where: str) -> Sequence[str]:
    if entry in names:
        return [entry]
    first, dots, last = (part.strip() for part in entry.partition(".."))
    for name in (first, last) if dots else (entry,):
        if name not in names:
            raise unknown_column(name, names, where)
    low, high = names.index(first), names.index(last)
    return names[min(low, high) : max(low, high) + 1]


def unknown_column(column: str, names: Sequence[str], where: str) -> InputFaultError:
    """The fault of naming a column that does not exist; lists the existing ones."""
    shown = ", ".join(names[:100]) + (", …" if len(names) > 100 else "")
    return InputFaultError("unknown_column", where, column=column, columns=shown)


def names_and_places(
    seen: Mapping[str, int], places: IntArray, declared: Sequence[str]
) -> tuple[tuple[str, ...], IntArray]:
    """Names in their final order (declared first, then numbers by value, then texts) and each row's index, -1 for none.

    ``seen``: every text of the column with its provisional index in ``places``; surrounding spaces are ignored.
    """
    final = index_of_names((text.strip() for text in seen), declared)
    moves = np.full(max([*seen.values(), -1]) + 2, -1, dtype=np.int32)
    for text, place in seen.items():
        if place >= 0:
            moves[place] = final[text.strip()]
    return tuple(final), moves[places]


def codebook_for(
    roles: Roles,
    names: Sequence[str],
    items: Sequence[str] | None,
    described: Codebook | None,
    groups: Sequence[str],
) -> Codebook:
    """The codebook of a file: described variables, plain ordinal variables for the rest, in the order of ``items``."""
    known = {variable.name: variable for variable in described.variables} if described else {}
    others = {roles.group, roles.cluster}
    wanted = [name for name in names if name not in others] if items is None else items
    book = described or Codebook(())
    variables = tuple(
        replace(roles.variable(known.get(name, Variable(name)), book), position=place)
        for place, name in enumerate(wanted)
    )
    declared = {group.code: group for group in described.groups} if described else {}
    found = tuple(declared.get(code, Group(code)) for code in groups) if groups else tuple(declared.values())
    return replace(book, variables=variables, groups=found)
