"""Numbers of forms and codes by group and stratum. Coordinators see these pages, so they hold counts only."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select

from forms.model.study import Group, Study
from surveyapp.ballot_box.casting import CAST, CAST_BY_LINK, NO_CONSENT
from surveyapp.ballot_box.codes.code_destruction import CODES_DESTROYED, CODES_NOT_KNOWN
from surveyapp.database.sessions import reading
from surveyapp.database.tables.access_codes import UNUSED, USED, AccessCodeRow
from surveyapp.database.tables.ballots import BallotRow
from surveyapp.database.tables.responses import TallyRow
from surveyapp.instance.faults import N_
from surveyapp.translation import in_every_language

BLOCK = N_("Block {block}")


@dataclass(frozen=True, slots=True)
class GroupCount:
    """The numbers of a group: forms received, of them by open link and still sealed, codes made and used.

    ``codes`` includes those that were destroyed unused when the study was closed, and is ``None`` if their number was
    not kept. A place for a respondent is one code, even if its card was replaced or a late code was made for it.
    """

    group: Group
    received: int
    by_open_link: int
    in_the_box: int
    codes: int | None
    codes_used: int
    codes_unused: int
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
    def codes(self) -> int | None:
        """The number of codes made; ``None`` if it is not known for a group."""
        made = [count.codes for count in self.groups if count.codes is not None]
        return sum(made) if len(made) == len(self.groups) else None

    @property
    def codes_kept(self) -> int:
        """The number of codes that are in the database."""
        return sum(count.codes_used + count.codes_unused for count in self.groups)


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
            *codes[group.id],
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


def _codes(study: Study, tallies: Counter[tuple[str, str, str]]) -> dict[str, tuple[int | None, int, int]]:
    """Return the numbers of codes made, used and unused of every group."""
    destroyed: Counter[str] = Counter()
    for (group, event, _place), count in tallies.items():
        destroyed[group] += count if event == CODES_DESTROYED else 0
    with reading() as session:
        rows = session.execute(
            select(AccessCodeRow.group, AccessCodeRow.spent, func.count())
            .where(AccessCodeRow.study == study.id)
            .group_by(AccessCodeRow.group, AccessCodeRow.spent)
        )
        kept = Counter({(group, spent): count for group, spent, count in rows})
    codes: dict[str, tuple[int | None, int, int]] = {}
    for group in (group.id for group in study.groups):
        used, unused = kept[group, USED], kept[group, UNUSED]
        is_known = (group, CODES_NOT_KNOWN, "") not in tallies
        codes[group] = (used + unused + destroyed[group] if is_known else None, used, unused)
    return codes


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
