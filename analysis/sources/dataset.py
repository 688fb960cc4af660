"""The common form of all data: answers as small integers, their codebook, and reasons for missing values.

A :class:`Dataset` holds one signed integer array per item, all of the same length; each has the smallest type that
holds its values. Values below zero are the reasons of METHOD 13 for a missing answer (:class:`Missing`); values from
zero up are answer codes. ``group`` and ``cluster`` hold indices into ``codebook.groups`` and ``cluster_names``; -1
means unknown. Rows with an unknown group are left out of every comparison by group and counted in ``ungrouped``; rows
with an unknown cluster are left out of every clustered comparison. In ``cluster``, ``ALONE`` marks people who belong
to no cluster; each of them is a cluster of one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.results import Comparability, Texts
from forms.missing_values import Missing

__all__ = ["ALONE", "UNKNOWN", "Codebook", "Dataset", "Group", "IntArray", "Missing", "Option", "Variable"]

IntArray = NDArray[np.signedinteger[Any]]

UNKNOWN = -1
"""In ``group`` and ``cluster``: unknown."""
ALONE = -2
"""In ``cluster``: a person who is a cluster of one."""


def narrow(column: IntArray) -> IntArray:
    """The column in the smallest of int8, int16, int32 and int64 that holds its values."""
    low, high = (int(np.min(column)), int(np.max(column))) if len(column) else (0, 0)
    return column.astype(np.result_type(np.min_scalar_type(min(low, -high - 1)), np.int8), copy=False)


@dataclass(frozen=True, slots=True)
class Option:
    """A declared answer: its code and its text per language."""

    code: int
    label: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Variable:
    """The meaning of one column.

    ``kind``: ``ordinal``, ``nominal``, ``binary`` or ``numeric``. ``averaged``: a mean of the codes is allowed (never
    if the optimum is in the middle). ``comparability`` is keyed by a frozenset of two group codes; a pair that is not
    listed has ``comparability_default``. ``scored`` and ``referent`` are keyed by group code; a group not listed is
    scored, with referent ``""``. ``sensitive``: a fact or a sensitive matter, for which small numerators are hidden
    too. ``numbers``: maps a group code to the number of the question in that group's form (in the first variant, if
    there are several). ``question``: the columns of one question are hidden together; ``""`` for a column that is a
    question by itself. ``gates``: maps a group code to the columns whose answers decide, by the skip rules, whether
    that group is asked. ``missing``: cells of a file that are no answers, with their reasons, in addition to the
    codes of the reasons themselves. ``role``: what the column of a file is for (``ROLES`` of
    ``role_guesses``); ``""``: not declared, which in a codebook means a question.
    """

    name: str
    kind: str = "ordinal"
    label: Texts = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    scale: str = ""
    neutral_code: int | None = None
    averaged: bool = True
    reversed: bool = False
    construct: str | None = None
    scored: Mapping[str, bool] = field(default_factory=dict)
    referent: Mapping[str, str] = field(default_factory=dict)
    wording: Mapping[str, Texts] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    comparability: Mapping[frozenset[str], Comparability] = field(default_factory=dict)
    comparability_default: Comparability = Comparability.COMPARE
    sensitive: bool = False
    position: int = 0
    question: str = ""
    gates: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    missing: Mapping[str, Missing] = field(default_factory=dict)
    role: str = ""

    @property
    def ordered(self) -> bool:
        """Whether ranks of the codes are meaningful (two answers always have an order)."""
        return self.kind != "nominal"

    def comparability_of(self, first: str, second: str) -> Comparability:
        """How the answers of two groups to this item may be compared."""
        return self.comparability.get(frozenset((first, second)), self.comparability_default)


@dataclass(frozen=True, slots=True)
class Group:
    """A respondent group. ``census_of_units``: one person per agency (heads), so agencies are counted as well."""

    code: str
    label: Texts = field(default_factory=dict)
    census_of_units: bool = False


@dataclass(frozen=True, slots=True)
class Codebook:
    """The variables in the order of the questionnaire, the groups in display order, and the texts of constructs.

    ``missing``: as in ``Variable``, for all variables.
    """

    variables: tuple[Variable, ...]
    groups: tuple[Group, ...] = ()
    constructs: Mapping[str, Texts] = field(default_factory=dict)
    title: Texts = field(default_factory=dict)
    source: str = ""
    missing: Mapping[str, Missing] = field(default_factory=dict)

    def __contains__(self, name: object) -> bool:
        return any(variable.name == name for variable in self.variables)

    def variable(self, name: str) -> Variable:
        """The variable of that name; ``KeyError`` if there is none."""
        for variable in self.variables:
            if variable.name == name:
                return variable
        raise KeyError(name)

    def select(self, names: Sequence[str]) -> tuple[Variable, ...]:
        """The named variables, in the order named."""
        by_name = {variable.name: variable for variable in self.variables}
        return tuple(by_name[name] for name in names)


@dataclass(frozen=True, slots=True)
class Dataset:
    """Answers with their codebook; see the module docstring.

    ``faults`` maps items that hold text to the row. ``cluster`` is ``None`` if every respondent is a cluster. ``mark``:
    text of a rehearsal, printed on all output. Raises ``ValueError`` if arrays differ in length, which is a programming
    error.
    """

    codebook: Codebook
    columns: Mapping[str, IntArray]
    group: IntArray
    cluster: IntArray | None = None
    cluster_names: tuple[str, ...] = ()
    faults: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    mark: str | None = None

    def __post_init__(self) -> None:
        lengths = {len(column) for column in self.columns.values()} | {len(self.group)}
        if self.cluster is not None:
            lengths.add(len(self.cluster))
        if len(lengths) > 1:
            raise ValueError(f"columns, group and cluster must have one length, found {sorted(lengths)}")

    @property
    def n(self) -> int:
        """Number of respondents, with or without a group."""
        return len(self.group)

    @property
    def ungrouped(self) -> int:
        """Number of respondents whose group is unknown."""
        return int(np.count_nonzero(self.group < 0))

    @property
    def items(self) -> tuple[str, ...]:
        """Names of the items held, in the order of the codebook."""
        return tuple(variable.name for variable in self.codebook.variables if variable.name in self.columns)
