"""What the public realm reads: whose agency a code belongs to."""

from sqlalchemy import select

from forms.model.study import Study, Unit
from surveyapp.ballot_box.access_codes import code_digest, normalised
from surveyapp.database.access_codes import AccessCodeRow
from surveyapp.database.sessions import reading


def unit_of_code(study: Study, group: str, typed: str) -> tuple[bool, Unit | None]:
    """Whether the code may still be used, and the unit it was made for.

    Unknown, malformed and used codes are one answer, and all of them are looked up, so that the time tells nothing.
    """
    digest = code_digest(study.id, normalised(typed) or "malformed")
    with reading() as session:
        row = session.execute(
            select(AccessCodeRow.unit, AccessCodeRow.spent).filter_by(digest=digest, study=study.id, group=group)
        ).one_or_none()
    if row is None or row.spent:
        return False, None
    return True, next((unit for unit in study.frame.units if unit.id == row.unit), None)
