"""The order of a report: sections, and inside them sets of items that share a scale.

A construct is a section. At least three consecutive items without a construct on one scale form a section; all other
items without a construct are collected in a last section. The order is that of the questionnaire.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from analysis.charts.style import MAX_OPTIONS
from analysis.results import Comparison, ConstructComparison, ItemComparison, Share, Texts
from analysis.sources.tally import UNCOUNTED
from forms.languages import DEFAULT_LANGUAGE

FEWEST_TOGETHER = 3
"""Minimum number of consecutive items on one scale that form a section of their own."""


@dataclass(frozen=True, slots=True)
class StudyTexts:
    """Texts of the study for the report, per language; all empty for a bare file."""

    title: Texts = field(default_factory=dict)
    organisation: Texts = field(default_factory=dict)
    fieldwork: Texts = field(default_factory=dict)
    source: Texts = field(default_factory=dict)
    clusters: Texts = field(default_factory=dict)
    """What a cluster is, such as "agencies"."""
    left_out: Texts = field(default_factory=dict)
    """A sentence about respondents who are in none of the figures."""
    versions: tuple[str, ...] = ()
    """The questionnaire versions the answers were given to."""
    agencies: int | None = None
    """The smallest number of agencies behind figures of a group with one person per agency; ``None``: as of people."""


@dataclass(frozen=True, slots=True)
class ItemSet:
    """Items with the same declared answers, which fit in one chart and one table."""

    items: tuple[ItemComparison, ...]

    @property
    def options(self) -> tuple[Share, ...]:
        """The answers in the order of the scale (of the first item; all items have the same)."""
        return self.items[0].groups[0].shares if self.items[0].groups else ()

    @property
    def neutral(self) -> int | None:
        """Index of the answer that may be drawn as neutral."""
        codes = [option.code for option in self.options]
        code = self.items[0].neutral_code
        return codes.index(code) if code in codes else None

    @property
    def readable(self) -> bool:
        """False if there is nothing to count: texts, amounts, or no answer that is declared or may be shown."""
        return self.items[0].status not in UNCOUNTED and bool(self.options)

    @property
    def bars(self) -> bool:
        """Whether bars can show it: ordered answers, few enough to tell apart."""
        return self.readable and self.items[0].kind in ("ordinal", "binary") and 2 <= len(self.options) <= MAX_OPTIONS

    @property
    def averaged(self) -> bool:
        """Whether means may be shown."""
        return self.readable and any(group.mean.estimate is not None for item in self.items for group in item.groups)


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter of the report: a construct with its scores, or items of one set."""

    label: Texts
    sets: tuple[ItemSet, ...]
    construct: ConstructComparison | None = None
    gathered: bool = False
    """Whether it is the last section, of items without a section of their own."""

    @property
    def items(self) -> tuple[ItemComparison, ...]:
        """All items, in the order of the questionnaire."""
        return tuple(sorted((item for entry in self.sets for item in entry.items), key=lambda item: item.position))


def sections(comparison: Comparison) -> tuple[Section, ...]:
    """The sections in the order of their first items, followed by the collected remaining items."""
    items = sorted(comparison.items, key=lambda item: item.position)
    constructs = {construct.construct: construct for construct in comparison.constructs}
    found: list[Section] = []
    for name in dict.fromkeys(item.construct for item in items if item.construct):
        members = [item for item in items if item.construct == name]
        construct = constructs.get(name or "")
        label = construct.label if construct and construct.label else {DEFAULT_LANGUAGE: name or ""}
        found.append(Section(label, item_sets(members), construct))
    rest: list[ItemComparison] = []
    for _, run in groupby((item for item in items if not item.construct), key=_scale):
        together = tuple(run)
        if len(together) >= FEWEST_TOGETHER:
            found.append(Section({}, (ItemSet(together),)))
        else:
            rest.extend(together)
    found.sort(key=lambda section: section.items[0].position)
    if rest:
        found.append(Section({}, item_sets(rest), gathered=bool(found)))
    return tuple(found)


def item_sets(items: Sequence[ItemComparison]) -> tuple[ItemSet, ...]:
    """The items by scale, scales in the order of their first items."""
    scales = dict.fromkeys(_scale(item) for item in items)
    return tuple(ItemSet(tuple(item for item in items if _scale(item) == scale)) for scale in scales)


def _scale(item: ItemComparison) -> tuple[object, ...]:
    if item.status in UNCOUNTED:
        return (item.status,)
    shares = item.groups[0].shares if item.groups else ()
    return item.kind, item.neutral_code, tuple((s.code, tuple(sorted(s.label.items()))) for s in shares)
