"""Checks of the item bank: references of each statement, and declared comparability (METHOD 1 and 2)."""

from collections.abc import Iterator
from itertools import combinations

from forms.loading.problems import Problem
from forms.loading.records import Record
from forms.loading.references import References
from forms.model.item_bank import BankItem, same_object


def check_bank(found: References) -> Iterator[Problem]:
    """Faults in references, groups, scoring and comparability of every item."""
    for record in found.parts.items:
        construct, scale = record.raw.get("construct"), record.raw.get("scale")
        if isinstance(construct, str) and found.all_constructs and construct not in found.constructs:
            yield record.problem("unknown-construct", "construct", id=construct)
        if isinstance(scale, str) and found.all_scales and scale not in found.scales:
            yield record.problem("unknown-scale", "scale", id=scale)
        if record.value is None:
            continue
        yield from _check_groups(found, record, record.value)
        yield from _check_pairs(found, record, record.value)


def _is_asked(found: References, item: BankItem, group: str) -> bool:
    """Whether a group has a wording. Also true if its form asks the item without one: that is reported elsewhere."""
    return group in item.wording or found.asks(group, item.id)


def _check_groups(found: References, record: Record[BankItem], item: BankItem) -> Iterator[Problem]:
    if not item.wording:
        yield record.problem("no-wording", "wording", id=item.id)
        return
    named = [("wording", group, group) for group in item.wording]
    named += [("referent", group, group) for group in item.referent]
    places: list[tuple[str, str | int, str]] = [*named, *(("scored", *entry) for entry in enumerate(item.scored))]
    for key, place, group in places:
        if found.all_groups and group not in found.groups:
            yield record.problem("unknown-group", key, place, id=group, known=found.known_groups)
        elif not _is_asked(found, item, group):
            yield record.problem("group-not-asked", key, place, key=key, group=group, id=item.id)
    for group in item.wording:
        if group not in item.referent:
            yield record.problem("missing-referent", "referent", group=group, id=item.id)


def _check_pairs(found: References, record: Record[BankItem], item: BankItem) -> Iterator[Problem]:
    declared: set[frozenset[str]] = set()
    excused = False
    for index, pair in enumerate(item.comparability):
        path = ("comparability", index)
        first, second = pair.groups
        strange = [group for group in pair.groups if found.all_groups and group not in found.groups]
        absent = [group for group in pair.groups if group not in strange and not _is_asked(found, item, group)]
        if strange:
            excused = True
            yield record.problem("unknown-group", *path, "groups", id=strange[0], known=found.known_groups)
        elif absent:
            yield record.problem("group-not-asked", *path, key="comparability", group=absent[0], id=item.id)
        elif first == second or frozenset(pair.groups) in declared:
            excused = excused or first == second
            yield record.problem("pair-twice", *path, first=first, second=second)
        elif pair.rule == "gap":
            yield from _check_gap(found, record, item, index)
        declared.add(frozenset(pair.groups))
    for first, second in combinations(item.wording, 2):
        # A pair with a misspelt group is probably the pair that seems to be missing.
        if frozenset((first, second)) not in declared and not excused:
            yield record.problem("pair-missing", "comparability", first=first, second=second, id=item.id)


def _check_gap(found: References, record: Record[BankItem], item: BankItem, index: int) -> Iterator[Problem]:
    first, second = item.comparability[index].groups
    scale = found.scales.get(item.scale)
    if first in item.referent and second in item.referent:
        objects = item.referent[first], item.referent[second]
        if not same_object(*objects):
            yield record.problem("gap-referents", "comparability", index, first=objects[0], second=objects[1])
            return
    if scale and scale.value and not scale.value.is_averaged:
        yield record.problem("gap-not-averaged", "comparability", index, id=item.scale)
