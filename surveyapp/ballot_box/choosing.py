"""Which ballots an opening opens, and under which name of a place: METHOD 11 and 12 before anything is written.

While the field is open a unit is opened only with as many new ballots of a group as the study's threshold ``opening``,
so that nobody who watches the tables sees one person's answers arrive. At the last opening the remainders of small
units become one pooled cluster per stratum (or per block, or of the whole group, where a stratum has too few as well).
Heads are opened once, whole, at the end: there is one to a unit, and each new one could be told by what was there
before.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from forms.model.study import Study
from surveyapp.ballot_box.sheets import RATED_AGENCY, Sheet

POOLED = "pooled"


class Manner(Enum):
    """How an opening deals with small units."""

    DURING_THE_FIELD = "during"
    """They stay in the box."""
    LAST = "last"
    """They are pooled, and heads are opened."""
    REHEARSAL = "rehearsal"
    """Everything is opened as it is: synthetic people need no protection."""


@dataclass(frozen=True, slots=True)
class Read:
    """A ballot as it was read."""

    id: bytes
    group: str
    sheet: Sheet


def choose(ballots: Iterable[Read], study: Study, manner: Manner) -> list[Read]:
    """The ballots to open now, with the place that may be kept."""
    by_group: dict[str, list[Read]] = defaultdict(list)
    for ballot in ballots:
        by_group[ballot.group].append(replace(ballot, sheet=_one_place(ballot.sheet)))
    chosen: list[Read] = []
    for group, members in by_group.items():
        if manner is Manner.REHEARSAL or (study.group(group).one_per_unit and manner is Manner.LAST):
            chosen += members
        elif not study.group(group).one_per_unit:
            chosen += _by_unit(members, study, manner)
    return chosen


def pooled(ballots: Iterable[Read]) -> int:
    """How many of them lost the name of their unit."""
    return sum(ballot.sheet.pool is not None for ballot in ballots)


def _by_unit(members: list[Read], study: Study, manner: Manner) -> list[Read]:
    least = study.thresholds.with_floors.opening
    large, small = _parted(members, lambda read: read.sheet.place or read.sheet.block or "", least)
    if manner is Manner.DURING_THE_FIELD:
        return large
    placed = [read for read in small if read.sheet.place or read.sheet.block]
    # Whoever names no agency has no unit that could be too small.
    chosen = large + [read for read in small if not (read.sheet.place or read.sheet.block)]
    for pool in _pools(study):
        large, placed = _parted(placed, pool, least)
        chosen += [_pooled(read, pool(read)) for read in large]
    return chosen + [_pooled(read, POOLED) for read in placed]


def _pools(study: Study) -> tuple[Callable[[Read], str], ...]:
    """The names of a ballot's pool, from the narrowest to the widest; a name that says nothing is no pool."""
    stratum_of = {unit.id: unit.stratum for unit in study.frame.units}
    block_of = {stratum.id: stratum.block for stratum in study.frame.strata}

    def by_stratum(read: Read) -> str:
        stratum = stratum_of.get(read.sheet.place or "")
        return f"{POOLED}:{stratum}" if stratum else ""

    def by_block(read: Read) -> str:
        block = read.sheet.block or block_of.get(stratum_of.get(read.sheet.place or "", ""))
        return f"{POOLED}:block:{block}" if block else ""

    return by_stratum, by_block


def _parted(reads: list[Read], name: Callable[[Read], str], least: int) -> tuple[list[Read], list[Read]]:
    """Those whose name at least ``least`` share, and the others."""
    number = Counter(map(name, reads))
    large = [read for read in reads if number[name(read)] >= least and name(read)]
    return large, [read for read in reads if number[name(read)] < least or not name(read)]


def _one_place(sheet: Sheet) -> Sheet:
    """Outsiders belong to the agency they rate; where their card was handed out as well would tell them apart."""
    return replace(sheet, unit=None) if sheet.rated_unit and sheet.unit != sheet.rated_unit else sheet


def _pooled(read: Read, pool: str) -> Read:
    nowhere: dict[str, Any] = dict.fromkeys(("unit", "block", "rated_unit"))
    # The answer that names the agency goes with it.
    answers = {item: code for item, code in read.sheet.answers.items() if item != RATED_AGENCY}
    return replace(read, sheet=replace(read.sheet, **nowhere, pool=pool, answers=answers))
