"""The roles of the columns of a file (group, cluster, items), and the codebook that follows from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from itertools import chain

import numpy as np

from analysis.sources.dataset import Codebook, Group, IntArray, Variable
from analysis.sources.files.answer_codes import index_of_names
from analysis.sources.input_faults import InputFaultError
from analysis.sources.understanding.declared_scales import DeclaredScale
from analysis.sources.understanding.role_guesses import CLUSTER, GROUP, QUESTION
from forms.missing_values import Missing

MOST_GROUPS = 100


@dataclass(frozen=True)
class Roles:
    """The columns with a respondent's group and cluster (``None``: every respondent is a cluster).

    ``missing``: cells that are no answers in any column; they take precedence over a codebook. ``amounts``: columns
    that hold amounts, as ``numeric`` variables of a codebook do. ``declared`` and ``scales``: roles and scales by name
    of a column, or by a pattern such as ``q*``; the last one that fits applies. A codebook gives way to all of them.
    ``group`` is ``""`` while a file is only described.
    """

    group: str
    cluster: str | None = None
    missing: Mapping[str, Missing] = field(default_factory=dict)
    amounts: tuple[str, ...] = ()
    declared: Mapping[str, str] = field(default_factory=dict)
    scales: Mapping[str, DeclaredScale] = field(default_factory=dict)

    def items(
        self, names: Sequence[str], wanted: Sequence[str] | None, described: Codebook | None, where: str
    ) -> list[str]:
        """The items to read: the requested ones (``A..B`` is a range in the order of the file), otherwise all items of
        the codebook, otherwise every column without another role. Raises ``InputFaultError`` for a name that is no
        column.
        """
        self.check_names(names, where)
        others = {self.group, self.cluster}
        if wanted is None:
            known = self._described(names, described)
            known += [name for name in names if known and name not in known and self._declared_role(name) == QUESTION]
            questions = ("", QUESTION)
            chosen = [n for n in known or names if n not in others and self.role_of(n, described) in questions]
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
        return wanted is not None or bool(self._described(names, described))

    def check_names(self, names: Sequence[str], where: str) -> None:
        """Raise ``InputFaultError`` for a declared column that does not exist."""
        patterns = (name for name in (*self.declared, *self.scales) if not _is_pattern(name))
        for name in (self.group, self.cluster, *self.amounts, *patterns):
            if name and name not in names:
                raise unknown_column(name, names, where)

    def role_of(self, name: str, described: Codebook | None) -> str:
        """The declared role of a column; ``""`` if none is declared."""
        if name == self.group or name == self.cluster:
            return GROUP if name == self.group else CLUSTER
        in_codebook = described.variable(name).role if described and name in described else ""
        return self._declared_role(name) or in_codebook or (QUESTION if name in self.amounts else "")

    def column_with_role(self, role: str, described: Codebook | None) -> str | None:
        """The column that is declared to have a role such as ``group``; ``None`` if none is."""
        own = {GROUP: self.group, CLUSTER: self.cluster}.get(role)
        named = (name for name, given in self.declared.items() if given == role and not _is_pattern(name))
        in_codebook = (
            (v.name for v in described.variables if (self._declared_role(v.name) or v.role) == role)
            if described
            else ()
        )
        return own or next(chain(named, in_codebook), None)

    def _declared_role(self, name: str) -> str:
        return next((role for key, role in reversed(list(self.declared.items())) if fnmatchcase(name, key)), "")

    def _described(self, names: Sequence[str], described: Codebook | None) -> list[str]:
        """The columns that a codebook describes as questions."""
        variables = described.variables if described else ()
        return [v.name for v in variables if v.name in names and self.role_of(v.name, described) in ("", QUESTION)]

    def variable(self, variable: Variable, book: Codebook) -> Variable:
        """The variable with all declared missing codes, and with the kind of an amount if it is one."""
        scales = reversed(list(self.scales.items()))
        scale = next((given for key, given in scales if fnmatchcase(variable.name, key)), None)
        if scale is not None:
            variable = replace(variable, options=scale.options, scale=scale.name, kind=scale.kind)
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


def _is_pattern(name: str) -> bool:
    return any(sign in name for sign in "*?[")


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
