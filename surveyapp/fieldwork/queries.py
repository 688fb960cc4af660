"""Numbers of forms and codes by group and stratum. Coordinators see these pages, so they hold counts only."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select

from forms.model.study import Group, Study
from surveyapp.ballot_box.casting import CAST, CAST_BY_LINK, NO_CONSENT
from surveyapp.ballot_box.codes.code_destruction import CODES_DESTROYED
from surveyapp.database.sessions import reading
from surveyapp.database.tables.access_codes import AccessCodeRow
from surveyapp.database.tables.ballots import BallotRow
from surveyapp.database.tables.responses import TallyRow
from surveyapp.instance.faults import N_
from surveyapp.web.languages import in_every_language

BLOCK = N_("Block {block}")


@dataclass(frozen=True, slots=True)
class GroupCount:
    """The numbers of a group: forms received, of them by open link and still sealed, codes made and used.

    ``codes`` includes those that were destroyed unused when the study was closed.
    """

    group: Group
    received: int
    by_open_link: int
    in_the_box: int
    codes: int
    codes_used: int
    refused: int


@dataclass(frozen=True, slots=True)
class StratumCount:
    """Forms received in a stratum (or a block of strata, or without either), in the order of the groups."""

    name: dict[str, str] | None
    units: int | None
    received: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Returns:
    """The returns by group and by stratum."""

    groups: tuple[GroupCount, ...]
    strata: tuple[StratumCount, ...]

    @property
    def received(self) -> int:
        return sum(count.received for count in self.groups)

    @property
    def in_the_box(self) -> int:
        return sum(count.in_the_box for count in self.groups)

    @property
    def codes(self) -> int:
        return sum(count.codes for count in self.groups)


def count_returns(study: Study) -> Returns:
    """Return the present returns of a study, counted when forms arrived and therefore independent of openings."""
    received: Counter[str] = Counter()
    by_open_link: Counter[str] = Counter()
    places: Counter[tuple[str, str]] = Counter()
    tallies = _tallies(study)
    for (group, event, place), count in tallies.items():
        if event in (CAST, CAST_BY_LINK):
            received[group] += count
            by_open_link[group] += count if event == CAST_BY_LINK else 0
            places[place, group] += count
    in_the_box = _in_the_box(study)
    codes = _codes(study, tallies)
    groups = tuple(
        GroupCount(
            group,
            received[group.id],
            by_open_link[group.id],
            in_the_box[group.id],
            *codes.get(group.id, (0, 0)),
            tallies[group.id, NO_CONSENT, ""],
        )
        for group in study.groups
    )
    return Returns(groups, _rows(study, places))


def _in_the_box(study: Study) -> Counter[str]:
    """Return the number of sealed ballots by group."""
    with reading() as session:
        rows = session.execute(
            select(BallotRow.group, func.count()).where(BallotRow.study == study.id).group_by(BallotRow.group)
        ).all()
    counts: Counter[str] = Counter()
    for group, count in rows:
        counts[group] = count
    return counts


def _tallies(study: Study) -> Counter[tuple[str, str, str]]:
    with reading() as session:
        rows = session.execute(
            select(TallyRow.group, TallyRow.event, TallyRow.place, TallyRow.count).where(TallyRow.study == study.id)
        ).all()
    return Counter({(group, event, place): count for group, event, place, count in rows})


def _codes(study: Study, tallies: Counter[tuple[str, str, str]]) -> dict[str, tuple[int, int]]:
    """Return the numbers of codes made and used, by group."""
    made: Counter[str] = Counter()
    used: Counter[str] = Counter()
    for (group, event, _place), count in tallies.items():
        made[group] += count if event == CODES_DESTROYED else 0
    with reading() as session:
        rows = session.execute(
            select(AccessCodeRow.group, func.count(), func.sum(AccessCodeRow.spent))
            .where(AccessCodeRow.study == study.id)
            .group_by(AccessCodeRow.group)
        ).all()
    for group, count, spent in rows:
        made[group] += count
        used[group] += int(spent or 0)
    return {group: (number, used[group]) for group, number in made.items()}


def _block_name(block: str) -> dict[str, str]:
    return {language: text.format(block=block) for language, text in in_every_language(BLOCK).items()}


def _rows(study: Study, places: Counter[tuple[str, str]]) -> tuple[StratumCount, ...]:
    """Return every stratum, also empty ones; blocks of strata and "no place" only if they have forms."""
    named: dict[str, tuple[dict[str, str] | None, int | None]] = {
        f"stratum {stratum.id}": (stratum.name, stratum.target) for stratum in study.frame.strata
    }
    always = len(named)
    for block in dict.fromkeys(stratum.block for stratum in study.frame.strata):
        named[f"block {block}"] = (_block_name(block), None)
    counts: dict[str, Counter[str]] = {place: Counter() for place in (*named, "")}
    for (place, group), count in places.items():
        counts[place if place in named else ""][group] += count
    rows = [
        StratumCount(*named.get(place, (None, None)), tuple(found[group.id] for group in study.groups))
        for place, found in counts.items()
    ]
    return tuple(row for number, row in enumerate(rows) if number < always or any(row.received))
