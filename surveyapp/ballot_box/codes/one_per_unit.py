"""Groups with one person per unit: one code and one ballot per unit, in rehearsals too.

Earlier versions of the program could make two cards for a unit. The first ballot counts; for the other card the reply
is the same as for a used code.
"""

import secrets
from collections import Counter
from collections.abc import Sequence

from sqlalchemy import Exists, Select, exists, select, update
from sqlalchemy.orm import Session

from forms.model.study import Study
from surveyapp.database.sessions import reading
from surveyapp.database.tables.access_codes import UNUSED, USED, VOID, AccessCodeRow
from surveyapp.database.tables.studies import StudyRow
from surveyapp.instance.faults import N_, Fault


class CodesFault(Fault):
    """The study does not allow these codes."""


def units_with_codes(study: Study, group: str) -> frozenset[str]:
    """Return the units for which the group has a code, used or not; void ones do not count."""
    codes = select(AccessCodeRow.unit).filter_by(study=study.id, group=group)
    return _units(codes.where(AccessCodeRow.spent != VOID))


def units_that_answered(study: Study, group: str) -> frozenset[str]:
    """Return the units of which a code of the group was used."""
    return _units(select(AccessCodeRow.unit).filter_by(study=study.id, group=group, spent=USED))


def make_room(session: Session, study: Study, group: str, units: Sequence[str | None], *, replace: bool) -> None:
    """Lock the study against other makers of codes; ``CodesFault`` names a unit that would get a second code.

    With ``replace`` unused codes of these units become void first, because their cards were lost. The new codes replace
    them in every count. Void codes are kept, so that an older backup cannot make them valid again.
    """
    session.get_one(StudyRow, study.id, with_for_update=True)
    wanted = Counter(unit for unit in units if unit is not None)
    here = [AccessCodeRow.study == study.id, AccessCodeRow.group == group]
    if replace:
        for lost in wanted:
            unused = update(AccessCodeRow).where(*here, AccessCodeRow.unit == lost, AccessCodeRow.spent == UNUSED)
            session.execute(unused.values(void_code()))
    present: Counter[str | None] = Counter()
    used: Counter[str | None] = Counter()
    kept = select(AccessCodeRow.unit, AccessCodeRow.spent).where(*here, AccessCodeRow.spent != VOID)
    for of_unit, spent in session.execute(kept):
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


def unit_answered() -> Exists:
    """Return the condition that another code of the same unit and group was used; false for codes without a unit."""
    codes = AccessCodeRow.__table__
    other = codes.alias("other")
    same = (other.c[name] == codes.c[name] for name in ("study", "group", "unit"))
    return exists().where(*same, other.c.digest != codes.c.digest, other.c.spent == USED).correlate(codes)


def void_code() -> dict[str, object]:
    """Return the values of a void code."""
    return {"spent": VOID, "nonce_digest": secrets.token_bytes(32)}


def _units(statement: Select[str | None]) -> frozenset[str]:
    with reading() as session:
        return frozenset(unit for unit in session.scalars(statement) if unit is not None)
