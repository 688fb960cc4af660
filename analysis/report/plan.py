"""What goes into a report and in which order: sections, and inside them items that share a scale.

A construct is a section. Items without a construct are a section of their own where at least three in a row share a
scale, and are gathered at the end where they do not. The order is the questionnaire's throughout.
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
"""So many items in a row on one scale are a section of their own."""


@dataclass(frozen=True, slots=True)
class StudyTexts:
    """What a study says about itself, per language; a bare file leaves all of it empty."""

    title: Texts = field(default_factory=dict)
    organisation: Texts = field(default_factory=dict)
    fieldwork: Texts = field(default_factory=dict)
    source: Texts = field(default_factory=dict)
    clusters: Texts = field(default_factory=dict)
    """What a cluster is, such as "agencies"."""
    left_out: Texts = field(default_factory=dict)
    """Who answered and is in none of the figures, as a sentence."""
    versions: tuple[str, ...] = ()
    """The questionnaire versions the answers were given to."""


@dataclass(frozen=True, slots=True)
class ItemSet:
    """Items with the same declared answers, which can stand in one chart and one table."""

    items: tuple[ItemComparison, ...]

    @property
    def options(self) -> tuple[Share, ...]:
        """The answers in the order of the scale (of the first item; all have the same)."""
        return self.items[0].groups[0].shares if self.items[0].groups else ()

    @property
    def neutral(self) -> int | None:
        """Place of the answer that may be drawn as neutral."""
        codes = [option.code for option in self.options]
        code = self.items[0].neutral_code
        return codes.index(code) if code in codes else None

    @property
    def readable(self) -> bool:
        """False where there is nothing to count: texts or amounts, or no answer that is declared or may be shown."""
        return self.items[0].status not in UNCOUNTED and bool(self.options)

    @property
    def bars(self) -> bool:
        """Whether a chart of bars can show it: ordered answers, few enough to tell apart."""
        return self.readable and self.items[0].kind in ("ordinal", "binary") and 2 <= len(self.options) <= MAX_OPTIONS

    @property
    def averaged(self) -> bool:
        """Whether means may be shown."""
        return self.readable and any(group.mean.estimate is not None for item in self.items for group in item.groups)


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter of the report: a construct with its scores, or items that stand together."""

    label: Texts
    sets: tuple[ItemSet, ...]
    construct: ConstructComparison | None = None
    gathered: bool = False
    """Items that share nothing but the lack of a place of their own."""

    @property
    def items(self) -> tuple[ItemComparison, ...]:
        """All items, in the order of the questionnaire."""
        return tuple(sorted((item for entry in self.sets for item in entry.items), key=lambda item: item.position))


def sections(comparison: Comparison) -> tuple[Section, ...]:
    """The sections in the order of their first items, the gathered one last."""
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
