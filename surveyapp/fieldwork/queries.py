"""How many have answered, by group and stratum: counts and nothing else, since coordinators see these pages."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select

from forms.study import Frame, Group, Study
from surveyapp.database.access_codes import AccessCodeRow
from surveyapp.database.responses import ResponseRow, TallyRow
from surveyapp.database.sessions import reading


@dataclass(frozen=True, slots=True)
class GroupCount:
    """A group's forms received, of which by the open link, and its codes made and used."""

    group: Group
    received: int
    by_open_link: int
    codes: int
    codes_used: int
    refused: int


@dataclass(frozen=True, slots=True)
class StratumCount:
    """Forms received in a stratum (or in a block of strata, or where neither is kept), in the order of the groups."""

    name: dict[str, str] | None
    units: int | None
    received: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Returns:
    """What came in, two ways."""

    groups: tuple[GroupCount, ...]
    strata: tuple[StratumCount, ...]

    @property
    def received(self) -> int:
        return sum(count.received for count in self.groups)

    @property
    def codes(self) -> int:
        return sum(count.codes for count in self.groups)


def count_returns(study: Study) -> Returns:
    """The returns of a study as they stand now."""
    with reading() as session:
        place = (ResponseRow.unit, ResponseRow.block, ResponseRow.rated_unit)
        responses = session.execute(
            select(ResponseRow.group, ResponseRow.entry, *place, func.count())
            .where(ResponseRow.study == study.id)
            .group_by(ResponseRow.group, ResponseRow.entry, *place)
        ).all()
        codes = session.execute(
            select(AccessCodeRow.group, func.count(), func.sum(AccessCodeRow.spent))
            .where(AccessCodeRow.study == study.id)
            .group_by(AccessCodeRow.group)
        ).all()
        refusals = session.execute(
            select(TallyRow.group, func.sum(TallyRow.count)).where(TallyRow.study == study.id).group_by(TallyRow.group)
        ).all()
    received: Counter[str] = Counter()
    by_open_link: Counter[str] = Counter()
    places: Counter[tuple[str, str]] = Counter()
    where = _Places(study.frame)
    for group, entry, unit, block, rated_unit, count in responses:
        received[group] += count
        by_open_link[group] += count if entry == "open_link" else 0
        places[where.name_of(rated_unit or unit, block), group] += count
    made = {group: (count, int(used or 0)) for group, count, used in codes}
    refused = {group: int(count or 0) for group, count in refusals}
    groups = tuple(
        GroupCount(
            group, received[group.id], by_open_link[group.id], *made.get(group.id, (0, 0)), refused.get(group.id, 0)
        )
        for group in study.groups
    )
    return Returns(groups, where.rows(study, places))


class _Places:
    """Where an answer sheet belongs in the frame: its stratum, else its block, else nowhere."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._stratum_of = {unit.id: unit.stratum for unit in frame.units}
        self._blocks = list(dict.fromkeys(stratum.block for stratum in frame.strata))

    def name_of(self, unit: str | None, block: str | None) -> str:
        if unit in self._stratum_of:
            return f"stratum {self._stratum_of[str(unit)]}"
        return f"block {block}" if block in self._blocks else ""

    def rows(self, study: Study, places: Counter[tuple[str, str]]) -> tuple[StratumCount, ...]:
        """Every stratum, empty or not; blocks and the rest only where something stands in them."""

        def counts(name: str) -> tuple[int, ...]:
            return tuple(places[name, group.id] for group in study.groups)

        rows = [
            StratumCount(stratum.name, stratum.target, counts(f"stratum {stratum.id}"))
            for stratum in self._frame.strata
        ]
        for block in self._blocks:
            name = {"vi": f"Khối {block}", "en": f"Block {block}"}
            rows.append(StratumCount(name, None, counts(f"block {block}")))
        rows.append(StratumCount(None, None, counts("")))
        strata = len(self._frame.strata)
        return tuple(row for index, row in enumerate(rows) if index < strata or any(row.received))
