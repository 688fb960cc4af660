"""When a figure may be replaced by a newer one (METHOD 11).

A reader of two releases can subtract the older figures from the newer ones and obtain the answers of the people in
between. A figure is therefore replaced only if that difference may itself be shown: it is about nobody, or about at
least as many people as the threshold; for groups with one person per agency also about as many agencies; for facts and
sensitive items with at least the threshold in every answer that was given, and more than one answer given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from analysis.disclosure.small_cells import Thresholds, may_show
from analysis.results import ConstructPair, GroupSummary
from forms.missing_values import Missing


@dataclass(frozen=True, slots=True)
class Figures:
    """What a release has shown of one group on one item.

    ``n``: people who answered. ``units``: their agencies, for groups with one person per agency; else ``None``.
    ``answers``: people per answer code. ``missing``: people per reason for a missing answer, of those who were asked or
    left out by a skip rule; respondents to another form are not counted.
    """

    n: int
    units: int | None = None
    answers: Mapping[int, int] = field(default_factory=dict)
    missing: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """One group on one item as of a release.

    ``n`` and ``units`` are those of the people counted, whether or not the release showed them. ``shown``: whether it
    did. ``published``: the newest figures shown by this or an earlier release, ``None`` if there are none.
    """

    n: int
    units: int | None
    shown: bool
    published: Figures | None


def standing(n: int, units: int | None, figures: Figures | None, last: Standing | None = None) -> Standing:
    """The standing after a release of ``figures`` (``None``: hidden) that follows ``last``."""
    earlier = last.published if last else None
    return Standing(n, units, figures is not None, figures if figures is not None else earlier)


def figures_of(group: GroupSummary, census: bool) -> Figures | None:
    """What a group's summary shows; ``None`` if it is hidden. ``census``: one person per agency."""
    if group.n is None:
        return None
    return Figures(
        n=group.n,
        units=group.clusters if census else None,
        answers={share.code: share.count for share in group.shares if share.count},
        missing={code: people for code, people in group.missing.items() if people and code != Missing.NOT_IN_FORM},
    )


def figures_of_score(pair: ConstructPair, place: int) -> Figures | None:
    """The base of the score that a pair shows for its first (0) or second (1) group."""
    mean = pair.means[place]
    return None if mean.estimate is None else Figures(mean.n or 0)


def may_follow(new: Standing, last: Standing | None, thresholds: Thresholds, sensitive: bool = False) -> bool:
    """Whether one group on one item may be released as ``new`` after ``last``.

    Below the minimum base nothing was shown and nothing can be subtracted. A group that was large enough but hidden was
    hidden because of its answers. Whether it is still hidden reveals something about the new respondents, so these must
    be numerous enough as well.
    """
    if last is None:
        return True
    if last.n and may_show(last.n, thresholds, last.units) and not _enough(new.n - last.n, None, thresholds):
        return False
    if not new.shown or new.published is None or last.published is None:
        return True
    return _difference_may_be_shown(new.published, last.published, thresholds, sensitive)


def _difference_may_be_shown(new: Figures, old: Figures, thresholds: Thresholds, sensitive: bool) -> bool:
    answers, missing = _changes(new.answers, old.answers), _changes(new.missing, old.missing)
    if any(change < 0 for change in (*answers, *missing)):
        return False
    people = new.n - old.n
    units = None if new.units is None else new.units - (old.units or 0)
    left_out = new.missing.get(Missing.NOT_ASKED, 0) - old.missing.get(Missing.NOT_ASKED, 0)
    asked = people + sum(missing) - left_out
    # People who were asked and did not answer also gave the answer that leads to the question.
    if not all(_enough(change, None, thresholds) for change in (people, asked, asked + left_out)):
        return False
    if not _enough(people, units, thresholds):
        return False
    given = [change for change in answers if change]
    if not sensitive or not given:
        return True
    return len(given) > 1 and all(_enough(change, None, thresholds) for change in given)


def _changes(new: Mapping[int, int], old: Mapping[int, int]) -> list[int]:
    return [new.get(code, 0) - old.get(code, 0) for code in new.keys() | old.keys()]


def _enough(people: int, units: int | None, thresholds: Thresholds) -> bool:
    """Whether the difference is about nobody, or about enough people (and agencies) to be shown."""
    return people >= 0 and may_show(people, thresholds, units)
