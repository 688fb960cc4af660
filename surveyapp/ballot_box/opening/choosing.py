"""Selects the ballots to open and how precisely each may state its unit (rules 11 and 12 of docs/method.md).

While a study takes answers, a unit is opened only with at least ``opening`` new ballots of a group, so that the tables
never show the arrival of one person's answers. At the last opening the remainders of small units become one pooled
cluster per stratum, or per block or group if the stratum has too few as well. Groups with one person per unit are
opened once, at the end: each later answer could be identified by comparison.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from forms.model.study import Study
from surveyapp.ballot_box.sheets import Sheet

POOLED = "pooled"


class OpeningPolicy(Enum):
    """How an opening treats small units."""

    DURING_THE_FIELD = "during"
    """Their ballots stay in the box."""
    LAST = "last"
    """They are pooled, and groups with one person per unit are opened."""
    REHEARSAL = "rehearsal"
    """Nothing is pooled: synthetic respondents need no protection."""


@dataclass(frozen=True, slots=True)
class UnsealedBallot:
    """A ballot after unsealing."""

    id: bytes
    group: str
    sheet: Sheet


def choose(
    ballots: Iterable[UnsealedBallot], study: Study, policy: OpeningPolicy, naming: frozenset[str] = frozenset()
) -> list[UnsealedBallot]:
    """The ballots to open now, with the place that may be stored.

    ``naming``: the questions of other versions of the study whose answers name an agency. Pooled ballots lose these
    answers as well as those of the present version.
    """
    naming |= study.rated_agencies
    by_group: dict[str, list[UnsealedBallot]] = defaultdict(list)
    for ballot in ballots:
        by_group[ballot.group].append(replace(ballot, sheet=_one_place(ballot.sheet)))
    chosen: list[UnsealedBallot] = []
    for group, members in by_group.items():
        if policy is OpeningPolicy.REHEARSAL or (study.group(group).one_per_unit and policy is OpeningPolicy.LAST):
            chosen += members
        elif not study.group(group).one_per_unit:
            chosen += _by_unit(members, study, policy, naming)
    return chosen


def pooled(ballots: Iterable[UnsealedBallot]) -> int:
    """Return how many of them lost the name of their unit."""
    return sum(ballot.sheet.pool is not None for ballot in ballots)


def _by_unit(
    members: list[UnsealedBallot], study: Study, policy: OpeningPolicy, naming: Collection[str]
) -> list[UnsealedBallot]:
    least = study.thresholds.with_floors.opening
    large, small = _parted(members, lambda read: read.sheet.place or read.sheet.block or "", least)
    if policy is OpeningPolicy.DURING_THE_FIELD:
        return large
    placed = [read for read in small if read.sheet.place or read.sheet.block]
    # Respondents who name no agency have no unit that could be too small.
    chosen = large + [read for read in small if not (read.sheet.place or read.sheet.block)]
    for pool in _pools(study):
        large, placed = _parted(placed, pool, least)
        chosen += [_pooled(read, pool(read), naming) for read in large]
    return chosen + [_pooled(read, POOLED, naming) for read in placed]


def _pools(study: Study) -> tuple[Callable[[UnsealedBallot], str], ...]:
    """Return the pool names of a ballot from narrowest to widest; empty names are left out."""
    stratum_of = {unit.id: unit.stratum for unit in study.frame.units}
    block_of = {stratum.id: stratum.block for stratum in study.frame.strata}

    def by_stratum(read: UnsealedBallot) -> str:
        stratum = stratum_of.get(read.sheet.place or "")
        return f"{POOLED}:{stratum}" if stratum else ""

    def by_block(read: UnsealedBallot) -> str:
        block = read.sheet.block or block_of.get(stratum_of.get(read.sheet.place or "", ""))
        return f"{POOLED}:block:{block}" if block else ""

    return by_stratum, by_block


def _parted(
    reads: list[UnsealedBallot], name: Callable[[UnsealedBallot], str], least: int
) -> tuple[list[UnsealedBallot], list[UnsealedBallot]]:
    """Split ballots into those whose pool name at least ``least`` share, and the others."""
    number = Counter(map(name, reads))
    large = [read for read in reads if number[name(read)] >= least and name(read)]
    return large, [read for read in reads if number[name(read)] < least or not name(read)]


def _one_place(sheet: Sheet) -> Sheet:
    """Outsiders belong to the agency they rate; the agency that issued their card would make them identifiable."""
    return replace(sheet, unit=None) if sheet.rated_unit and sheet.unit != sheet.rated_unit else sheet


def _pooled(read: UnsealedBallot, pool: str, naming: Collection[str]) -> UnsealedBallot:
    nowhere: dict[str, Any] = dict.fromkeys(("unit", "block", "rated_unit"))
    # The answer that names the agency is removed as well.
    answers = {item: code for item, code in read.sheet.answers.items() if item not in naming}
    return replace(read, sheet=replace(read.sheet, **nowhere, pool=pool, answers=answers))
