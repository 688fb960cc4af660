"""The promises of a study to its respondents, and whether a new version keeps them.

Anonymity can only increase. Once the first access code exists, somebody may have read the promise printed beside it.
From then on no version may store more than was promised, change how a group enters, show figures of fewer people, or
keep answers longer. A group's privacy settings may not become stricter either, because the earlier answers were
collected under the old ones.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from forms.model.study import Study
from forms.model.thresholds import Thresholds
from forms.translation import N_, translate

BROKEN_PROMISES: dict[str, str] = {
    "keeps-unit": N_(
        "Group '{group}': keeps_unit would change from {old} to {new}. Those who were invited were told otherwise."
    ),
    "entry": N_("Group '{group}': entry would change from {old} to {new}. It decides what is kept of how people came."),
    "one-per-unit": N_("Group '{group}': one_per_unit would change from {old} to {new}. The first page depends on it."),
    "group-gone": N_("Group '{group}' is gone. Its codes are already given out."),
    "block": N_("Stratum '{id}': its block would change from {old} to {new}. Anonymous answers keep the block."),
    "stratum": N_("Unit '{id}': its stratum would change from {old} to {new}. Answers are kept and counted by it."),
    "threshold": N_("Threshold '{id}' would fall from {old} to {new}. Fewer people would stand behind a figure."),
    "kept-longer": N_("Answers would be kept until {new} instead of {old}."),
}


@dataclass(frozen=True, slots=True)
class BrokenPromise:
    """One promise that a new version would break. ``key`` is a key of ``BROKEN_PROMISES``."""

    key: str
    values: Mapping[str, str]

    def in_words(self, language: str) -> str:
        """What would change, in ``vi`` or ``en``."""
        return translate(BROKEN_PROMISES[self.key], language).format_map(self.values)


def broken_promises(old: Study, new: Study) -> tuple[BrokenPromise, ...]:
    """Every promise of ``old`` that ``new`` withdraws or changes; an empty tuple if it keeps them all.

    Allowed changes: adding groups, strata and units, raising thresholds, and deleting answers earlier.
    """
    return (*_groups(old, new), *_places(old, new), *_thresholds(old.thresholds, new.thresholds), *_keeping(old, new))


def _groups(old: Study, new: Study) -> Iterator[BrokenPromise]:
    later = {group.id: group for group in new.groups}
    for group in old.groups:
        if group.id not in later:
            yield BrokenPromise("group-gone", {"group": group.id})
            continue
        for key in ("keeps-unit", "entry", "one-per-unit"):
            name = key.replace("-", "_")
            before, after = getattr(group, name), getattr(later[group.id], name)
            if before != after:
                yield BrokenPromise(key, {"group": group.id, **_values(before, after)})


def _places(old: Study, new: Study) -> Iterator[BrokenPromise]:
    blocks = {stratum.id: stratum.block for stratum in new.frame.strata}
    for stratum in old.frame.strata:
        if blocks.get(stratum.id) != stratum.block:
            yield BrokenPromise("block", {"id": stratum.id, **_values(stratum.block, blocks.get(stratum.id))})
    strata = {unit.id: unit.stratum for unit in new.frame.units}
    for unit in old.frame.units:
        if strata.get(unit.id) != unit.stratum:
            yield BrokenPromise("stratum", {"id": unit.id, **_values(unit.stratum, strata.get(unit.id))})


def _thresholds(old: Thresholds, new: Thresholds) -> Iterator[BrokenPromise]:
    for name in Thresholds.model_fields:
        before, after = getattr(old, name), getattr(new, name)
        if after < before:
            yield BrokenPromise("threshold", {"id": name, **_values(before, after)})


def _keeping(old: Study, new: Study) -> Iterator[BrokenPromise]:
    before, after = old.delete_after, new.delete_after
    if before is not None and (after is None or after > before):
        yield BrokenPromise("kept-longer", _values(before, after))


def _values(old: object, new: object) -> dict[str, str]:
    return {"old": _shown(old), "new": _shown(new)}


def _shown(value: object) -> str:
    """The value as written in study files."""
    return "–" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
