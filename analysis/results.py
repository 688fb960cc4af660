"""The results of a comparison: frozen records with the same field names everywhere.

Every figure has a ``status``. A number that could not be computed, or may not be shown, is ``None`` and the status
names the reason; there is no NaN in these records and none in the JSON made from them (see ``views/json.py``). Shares
lie in 0..1, Cliff's delta in -1..1, construct scores in 0..100.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Texts = Mapping[str, str]
"""A text per language, ``{"vi": ..., "en": ...}``; files without a codebook give ``{}``."""


class Status(StrEnum):
    """Why a figure exists or is missing."""

    OK = "ok"
    NO_VARIATION = "no_variation"  # all answers are equal
    CLUSTERS_ALIKE = "clusters_alike"  # all clusters show the same: variance of the working model
    GROUP_EMPTY = "group_empty"  # no answers in the group
    GROUP_TOO_SMALL = "group_too_small"  # one person or one cluster: no variance
    ONE_GROUP = "one_group"  # fewer than two groups have answers
    COMPLETE_SEPARATION = "complete_separation"  # |delta| = 1: an exact bound replaces the interval
    FEW_CLUSTERS = "few_clusters"  # too few clusters for a p-value: estimate and range
    SINGULAR = "singular"  # the covariance of the group effects cannot be inverted
    SUPPRESSED = "suppressed"  # fewer people or agencies than the threshold
    UNDEFINED_N0 = "undefined_n0"  # a share or mean without people
    NOT_ORDERED = "not_ordered"  # nominal answers: no ranks, no mean
    NOT_AVERAGED = "not_averaged"  # the optimum is in the middle, or the answers are no scale
    UNDECLARED_CODE = "undeclared_code"  # a number not declared as an answer; `note` names it
    NOT_NUMERIC = "not_numeric"  # text instead of a code; `note` names the row
    SIDE_BY_SIDE = "side_by_side"  # different objects: shown, not tested
    TOO_FEW_ITEMS = "too_few_items"  # fewer than three common items: compare the items one by one
    TOO_MANY_CODES = "too_many_codes"  # more than 1,000 different values: an amount, not an answer code


class Caution(StrEnum):
    """Why the error rate of an interval or test may differ from its level (``benchmarks/results/inference.md``)."""

    FEW_DF = "few_degrees_of_freedom"
    FEW_PEOPLE = "few_people"


class Comparability(StrEnum):
    """How the answers of a pair of groups may be compared (METHOD 1)."""

    GAP = "gap"
    COMPARE = "compare"
    SIDE_BY_SIDE = "side_by_side"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its uncertainty.

    ``ci_low``/``ci_high``: 95 % interval. ``df``: degrees of freedom of the t quantile, ``None`` for the Wilson
    interval of independent people. ``range_low``/``range_high``: the smallest and largest estimate when each cluster is
    left out in turn (given with ``few_clusters``). ``detectable``: smallest true value found with 80 % power at the
    level used. ``deff``: the variance divided by that of as many independent people. ``icc``: the correlation within
    clusters that the working model uses. Both are ``None`` where no clusters count.
    """

    estimate: float | None = None
    se: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    p_value: float | None = None
    p_adjusted: float | None = None
    n: int | None = None
    method: str = ""
    status: Status = Status.OK
    df: float | None = None
    range_low: float | None = None
    range_high: float | None = None
    detectable: float | None = None
    deff: float | None = None
    icc: float | None = None
    cautions: tuple[Caution, ...] = ()


@dataclass(frozen=True, slots=True)
class Test:
    """A test of all groups together. ``df_error``: denominator degrees of freedom of an F test, else ``None``.

    ``p_adjusted`` (Benjamini-Hochberg over the items) and ``selected`` are filled for the omnibus test only.
    """

    statistic: float | None = None
    df: float | None = None
    p_value: float | None = None
    df_error: float | None = None
    p_adjusted: float | None = None
    selected: bool | None = None
    method: str = ""
    status: Status = Status.OK
    cautions: tuple[Caution, ...] = ()

    __test__ = False  # keeps pytest from collecting the class as a test


Extra = Mapping[str, Estimate | Test | float | None]
"""Figures by name, of measures without a field in the records below. ``figure`` finds a figure in either place."""


def figure(record: Any, name: str) -> Any:
    """The figure of that name in a record; ``None`` if it was not computed."""
    return record.extra[name] if name in record.extra else getattr(record, name, None)


@dataclass(frozen=True, slots=True)
class Share:
    """How many people of a group chose one answer. ``share`` has a Wilson interval with the effective sample size."""

    code: int
    label: Texts
    count: int | None
    share: Estimate


@dataclass(frozen=True, slots=True)
class GroupSummary:
    """One group's answers to one item: base, clusters, shares in the order of the scale, mean if allowed.

    ``missing`` counts the reasons of METHOD 13, ``{-1: 4, -8: 2}``. ``sd`` has denominator n - 1 and is ``None`` for n
    < 2.
    """

    group: str
    label: Texts
    n: int | None
    clusters: int | None
    missing: Mapping[int, int]
    shares: tuple[Share, ...]
    mean: Estimate
    median: float | None
    sd: float | None
    status: Status = Status.OK
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dunn:
    """Dunn's z = mean rank of the second group - of the first, tie-corrected; Holm over pairs; ignores clusters."""

    z: float | None = None
    p_value: float | None = None
    p_adjusted: float | None = None


@dataclass(frozen=True, slots=True)
class MannWhitney:
    """U of the first group and its continuity-corrected normal p-value; ignores clusters."""

    u: float | None = None
    p_value: float | None = None


@dataclass(frozen=True, slots=True)
class PairComparison:
    """Two groups on one item.

    ``cliffs_delta`` above 0: the first group answers higher. ``cliffs_delta.p_adjusted`` is Holm inside the item.
    ``tested``: the item was selected, and the pair may be tested and has a p-value. ``significant``: tested, p_adjusted
    at most .05 R / m (METHOD 6), and 0 outside the interval. ``classical`` is Cliff's unbiased variance with t on m + n
    - 2 degrees of freedom, which ignores clusters.
    """

    groups: tuple[str, str]
    comparability: Comparability
    cliffs_delta: Estimate
    classical: Estimate
    dunn: Dunn
    mann_whitney: MannWhitney
    tested: bool = False
    significant: bool = False
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ItemComparison:
    """One item over all groups.

    ``tested_groups``: the groups in the tests of all groups (without side-by-side ones). ``neutral_code``: the code
    that may be drawn as neutral, or ``None``. ``position``: order in the questionnaire.
    """

    item: str
    label: Texts
    kind: str
    construct: str | None
    reversed: bool
    neutral_code: int | None
    position: int
    status: Status
    note: str
    groups: tuple[GroupSummary, ...]
    tested_groups: tuple[str, ...]
    omnibus: Test
    kruskal_wallis: Test
    epsilon_squared: float | None
    chi_square: Test
    cramers_v: float | None
    cramers_v_corrected: float | None
    pairs: tuple[PairComparison, ...]
    extra: Extra = field(default_factory=dict)

    def group(self, name: str) -> GroupSummary:
        """The summary of one group; ``KeyError`` if the comparison has no such group."""
        for summary in self.groups:
            if summary.group == name:
                return summary
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class ConstructPair:
    """Two groups on a construct, scored on ``items`` only (answered by both, same referent, same scale; METHOD 2)."""

    groups: tuple[str, str]
    comparability: Comparability
    items: tuple[str, ...]
    means: tuple[Estimate, Estimate]
    difference: Estimate
    cliffs_delta: Estimate
    status: Status
    primary: bool = False
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ConstructComparison:
    """A construct over all pairs of groups. Scores run from 0 to 100, with reversed items recoded.

    ``invariance`` stays ``"not_tested"`` until measurement invariance is tested for the data at hand.
    """

    construct: str
    label: Texts
    status: Status
    pairs: tuple[ConstructPair, ...]
    invariance: str = "not_tested"


@dataclass(frozen=True, slots=True)
class Family:
    """A family of tests (METHOD 6): ``m`` tests, ``selected`` of them rejected, pairs judged at ``pair_level``.

    ``detectable_low``/``detectable_high``: the range over its tests of the smallest delta (or difference) that would
    have been found with 80 % power; ``None`` if a delta above .8, or no difference on the scale, would have been found.
    """

    name: str
    method: str
    level: float
    m: int
    selected: int
    pair_level: float
    detectable_low: float | None = None
    detectable_high: float | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All results of ``compare``. ``mark`` is the rehearsal mark that every table and chart must carry."""

    items: tuple[ItemComparison, ...]
    constructs: tuple[ConstructComparison, ...]
    groups: tuple[tuple[str, Texts], ...]
    families: tuple[Family, ...]
    clustered: bool
    threshold: int | None = None
    notes: tuple[str, ...] = ()
    mark: str | None = None
    title: Texts | None = None
