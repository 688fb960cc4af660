"""Combines the present release and a new count into the next release, block by block.

A block is renewed if every group may be renewed on every item and score in it
(:func:`analysis.disclosure.renewals.may_follow`); otherwise it stays as it is, with the present wording of the study.
The families of tests are then evaluated again. The working tables of signed-in researchers are a second layer over the
same blocks. A block is renewed in both layers or in neither, so that both always show the same people.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from analysis.comparisons.group_comparisons import Contrast, combine
from analysis.disclosure.release_blocks import blocks
from analysis.disclosure.renewals import Standing, figures_of, figures_of_score, may_follow, standing
from analysis.disclosure.small_cells import Thresholds, may_show
from analysis.results import Comparison, ConstructComparison, ItemComparison
from analysis.sources.dataset import Codebook
from analysis.sources.tally import Tally
from surveyapp.results.releases.release import Block, Release

WORKING = "working"
Standings = Mapping[str, Mapping[str, Standing]]


@dataclass(frozen=True, slots=True)
class Counted:
    """The new count of one way of entry: comparisons with small cells hidden, and the counts behind them.

    ``working``: the same items as signed-in researchers may see them.
    """

    entry: str
    comparisons: tuple[Comparison, ...]
    tally: Tally
    working: Comparison | None = None


@dataclass(frozen=True, slots=True)
class Study:
    """The rules of a study. ``thresholds``: ``None`` in a rehearsal, which protects nobody.

    ``working``: those of the working tables; unused in a rehearsal.
    """

    version: str
    codebook: Codebook
    thresholds: Thresholds | None
    primary: Sequence[Contrast] = ()
    working: Thresholds = field(default_factory=Thresholds)


@dataclass
class _Next:
    """The release under construction."""

    blocks: list[Block] = field(default_factory=list)
    standings: dict[str, Mapping[str, Standing]] = field(default_factory=dict)
    items: dict[str, ItemComparison] = field(default_factory=dict)
    constructs: dict[str, ConstructComparison] = field(default_factory=dict)


def renew(
    study: Study, forms: Mapping[str, int], headline: Counted, open_link: Counted | None, old: Release | None
) -> Release:
    """Return the release after ``old``. ``headline``: the comparisons of the plan and of the other questions."""
    following = _Next(standings=dict(old.standings) if old else {})
    number = sum(forms.values())
    planned, others, *more = _follow(study, headline, number, old, following)
    beside = _follow(study, open_link, number, old, following)[0] if open_link else None
    return Release(
        version=study.version,
        forms=dict(forms),
        planned=planned,
        others=others,
        open_entry=beside,
        blocks=tuple(following.blocks),
        working=more[0] if more else None,
        standings=following.standings,
    )


@dataclass(frozen=True, slots=True)
class _Layer:
    """One layer of a way of entry: the new count, what is shown until now, and the thresholds."""

    name: str
    now: tuple[Comparison, ...]
    before: tuple[Comparison, ...]
    thresholds: Thresholds | None
    found: _Next = field(default_factory=_Next)


def _layers(study: Study, counted: Counted, old: Release | None) -> Iterator[_Layer]:
    yield _Layer(counted.entry, counted.comparisons, _shown_before(counted.entry, old), study.thresholds)
    if counted.working is not None:
        before = (old.working,) if old and old.working else ()
        yield _Layer(WORKING, (counted.working,), before, None if study.thresholds is None else study.working)


def _follow(
    study: Study, counted: Counted, number: int, old: Release | None, following: _Next
) -> tuple[Comparison, ...]:
    """Return the comparisons of one way of entry with what may be shown in each layer; record blocks and standings."""
    earlier = [block for block in old.blocks if block.entry == counted.entry] if old else []
    names = [item.item for comparison in counted.comparisons for item in comparison.items]
    layers = list(_layers(study, counted, old))
    last = following.standings
    for block in blocks(study.codebook.select(names), [entry.items for entry in earlier]):
        new = [_standings(study, layer, counted.tally, block, last) for layer in layers]
        if all(
            layer.thresholds is None or _may_all_follow(study.codebook, standings, last, layer.thresholds)
            for layer, standings in zip(layers, new, strict=True)
        ):
            following.blocks.append(Block(counted.entry, block, number))
            for layer, standings in zip(layers, new, strict=True):
                following.standings.update(standings)
                _take(layer.found, layer.now, block)
        else:
            since = [entry.forms for entry in earlier if set(entry.items) & set(block)]
            following.blocks.append(Block(counted.entry, block, min(since, default=0)))
            for layer in layers:
                if _large_enough(layer, block, study.codebook):
                    _take(layer.found, layer.before, block)
    return tuple(_put_together(study, comparison, layer.found) for layer in layers for comparison in layer.now)


def _shown_before(entry: str, old: Release | None) -> tuple[Comparison, ...]:
    if old is None:
        return ()
    if entry == "headline":
        return (old.planned, old.others)
    return (old.open_entry,) if old.open_entry else ()


def _standings(
    study: Study, layer: _Layer, tally: Tally, block: Sequence[str], last: Standings
) -> dict[str, dict[str, Standing]]:
    """Return every item and score of a block, group by group, as it would be released now."""
    census = {group.code: group.census_of_units for group in study.codebook.groups}
    tallies = {item.variable.name: item for item in tally.items}
    found: dict[str, dict[str, Standing]] = {}
    for item in _items(layer.now, block):
        key, data = f"{layer.name} {item.item}", tallies[item.item].data
        for place, group in enumerate(item.groups):
            units = int(data.clusters[place]) if census[group.group] else None
            figures = figures_of(group, census[group.group])
            earlier = last.get(key, {}).get(group.group)
            found.setdefault(key, {})[group.group] = standing(int(data.n[place]), units, figures, earlier)
    for construct in _constructs(layer.now, block):
        for pair in construct.pairs:
            key = f"{layer.name} score {construct.construct} {' '.join(pair.groups)}"
            for place, code in enumerate(pair.groups):
                figures = figures_of_score(pair, place)
                earlier = last.get(key, {}).get(code)
                found.setdefault(key, {})[code] = standing(figures.n if figures else 0, None, figures, earlier)
    return found


def _may_all_follow(codebook: Codebook, new: Standings, last: Standings, thresholds: Thresholds) -> bool:
    sensitive = {variable.name for variable in codebook.variables if variable.sensitive}
    return all(
        may_follow(found, last.get(key, {}).get(group), thresholds, key.partition(" ")[2] in sensitive)
        for key, by_group in new.items()
        for group, found in by_group.items()
    )


def _large_enough(layer: _Layer, block: Sequence[str], codebook: Codebook) -> bool:
    """Whether what was shown may still be shown: a new version can have raised the thresholds."""
    census = {group.code: group.census_of_units for group in codebook.groups}
    return all(
        may_show(group.n or 0, layer.thresholds, group.clusters if census.get(group.group) else None)
        for item in _items(layer.before, block)
        for group in item.groups
    )


def _items(comparisons: Sequence[Comparison], block: Sequence[str]) -> Iterator[ItemComparison]:
    return (item for comparison in comparisons for item in comparison.items if item.item in block)


def _constructs(comparisons: Sequence[Comparison], block: Sequence[str]) -> Iterator[ConstructComparison]:
    """Return the constructs of the block. All their items are in it, because a construct joins its items."""
    names = {item.construct for item in _items(comparisons, block)}
    return (found for comparison in comparisons for found in comparison.constructs if found.construct in names)


def _take(found: _Next, comparisons: Sequence[Comparison], block: Sequence[str]) -> None:
    found.items.update((item.item, item) for item in _items(comparisons, block))
    found.constructs.update((entry.construct, entry) for entry in _constructs(comparisons, block))


def _put_together(study: Study, fresh: Comparison, found: _Next) -> Comparison:
    """Return the comparison with the selected items in the order of ``fresh``."""
    items = [_in_words_of(found.items[item.item], item) for item in fresh.items if item.item in found.items]
    constructs = [
        replace(found.constructs[entry.construct], label=entry.label)
        for entry in fresh.constructs
        if entry.construct in found.constructs
    ]
    return combine(replace(fresh, notes=()), items, constructs, study.primary)


def _in_words_of(item: ItemComparison, fresh: ItemComparison) -> ItemComparison:
    """Return the item with its names and position in the present version of the study."""
    groups = {group.group: group.label for group in fresh.groups}
    answers = {share.code: share.label for group in fresh.groups for share in group.shares}
    return replace(
        item,
        label=fresh.label,
        position=fresh.position,
        groups=tuple(
            replace(
                group,
                label=groups.get(group.group, group.label),
                shares=tuple(replace(share, label=answers.get(share.code, share.label)) for share in group.shares),
            )
            for group in item.groups
        ),
    )
