"""Database queries of the public realm: the agency of a code."""

from sqlalchemy import ColumnElement, false, select

from forms.model.study import Study, Unit
from surveyapp.ballot_box.codes.access_codes import code_digest, normalised
from surveyapp.ballot_box.codes.one_per_unit import unit_answered
from surveyapp.database.sessions import reading
from surveyapp.database.tables.access_codes import AccessCodeRow


def unit_of_code(study: Study, group: str, typed: str) -> tuple[bool, Unit | None]:
    """Return whether the code may still be used, and the unit it was made for.

    Unknown, malformed and used codes give the same reply, and all are looked up, so that the response time is the same.
    If a group has one person per unit, using one code of a unit uses all of them.
    """
    digest = code_digest(study.id, normalised(typed) or "malformed")
    taken: ColumnElement[bool] = unit_answered() if study.group(group).one_per_unit else false()
    with reading() as session:
        row = session.execute(
            select(AccessCodeRow.unit, AccessCodeRow.spent, taken.label("taken")).filter_by(
                digest=digest, study=study.id, group=group
            )
        ).one_or_none()
    if row is None or row.spent or row.taken:
        return False, None
    return True, next((unit for unit in study.frame.units if unit.id == row.unit), None)
