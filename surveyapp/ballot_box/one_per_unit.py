"""Groups with one person per unit: one code and one ballot for each unit, in rehearsals too.

Two cards of one unit can exist where they were made by an earlier version of the program. The first ballot counts; to
whoever holds the other card it is a code that was used.
"""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from forms.model.study import Study
from surveyapp.database.access_codes import AccessCodeRow
from surveyapp.database.sessions import reading
from surveyapp.database.studies import StudyRow
from surveyapp.instance.faults import N_, Fault

UNIT_ANSWERED = """EXISTS (
    SELECT 1 FROM access_codes AS other
    WHERE other.study = access_codes.study AND other."group" = access_codes."group"
        AND other.unit = access_codes.unit AND other.digest <> access_codes.digest AND other.spent = 1
)"""
"""SQL: whether another code of the unit and group of a row of ``access_codes`` was used; false where it has no unit."""

LOCK_UNIT = 'SELECT digest FROM access_codes WHERE study = ? AND "group" = ? AND unit = ? ORDER BY digest {lock}'
"""Holds all codes of a unit, always in one order, so that of two cards used at the same moment one waits."""


class CodesFault(Fault):
    """Codes that a study does not allow."""


def units_with_codes(study: Study, group: str) -> frozenset[str]:
    """The units for which the group has a code, used or not."""
    return _units(select(AccessCodeRow.unit).filter_by(study=study.id, group=group))


def units_that_answered(study: Study, group: str) -> frozenset[str]:
    """The units of which a code of the group was used."""
    return _units(select(AccessCodeRow.unit).filter_by(study=study.id, group=group, spent=1))


def make_room(session: Session, study: Study, group: str, units: Sequence[str | None], *, replace: bool) -> None:
    """Hold the study against other makers of codes; CodesFault names a unit that would have more than one code.

    ``replace``: unused codes of these units are deleted first, since their cards were lost. The new ones take their
    place in every count.
    """
    session.get_one(StudyRow, study.id, with_for_update=True)
    wanted = Counter(unit for unit in units if unit is not None)
    here = [AccessCodeRow.study == study.id, AccessCodeRow.group == group]
    if replace:
        for lost in wanted:
            session.execute(delete(AccessCodeRow).where(*here, AccessCodeRow.unit == lost, AccessCodeRow.spent == 0))
    present: Counter[str | None] = Counter()
    used: Counter[str | None] = Counter()
    for of_unit, spent in session.execute(select(AccessCodeRow.unit, AccessCodeRow.spent).where(*here)):
        present[of_unit] += 1
        used[of_unit] += spent
    for unit, number in wanted.items():
        if used[unit]:
            raise CodesFault(
                N_(
                    "The code of unit {unit} of group {group} was used, and the group has one person per unit. No code "
                    "was made."
                ),
                unit=unit,
                group=group,
            )
        if number + present[unit] > 1:
            raise CodesFault(
                N_(
                    "Unit {unit} would have more than one code of group {group}, which has one person per unit. No "
                    "code was made. To replace a card that was lost, please add --replace: its code is destroyed."
                ),
                unit=unit,
                group=group,
            )


def _units(statement: Select[str | None]) -> frozenset[str]:
    with reading() as session:
        return frozenset(unit for unit in session.scalars(statement) if unit is not None)
