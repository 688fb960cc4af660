from typing import Final

from sqlalchemy import func, select

from surveyapp.database.sessions import reading
from surveyapp.database.tables.ballots import BallotRow
from surveyapp.database.tables.responses import ResponseRow

OPEN_LINK: Final = "open_link"


def count_sealed(study_id: str) -> int:
    """Return the number of forms in the box, which nobody can read yet."""
    with reading() as session:
        return session.scalar(select(func.count()).select_from(BallotRow).where(BallotRow.study == study_id)) or 0


def count_forms(study_id: str) -> dict[str, int]:
    """Return the answer sheets per group, those by the open link separately."""
    found: dict[str, int] = {}
    with reading() as session:
        rows = session.execute(
            select(ResponseRow.group, ResponseRow.entry, func.count())
            .where(ResponseRow.study == study_id)
            .group_by(ResponseRow.group, ResponseRow.entry)
        )
        for group, entry, count in rows:
            name = f"{group} {OPEN_LINK}" if entry == OPEN_LINK else group
            found[name] = found.get(name, 0) + count
    return found
