"""The digests of sendings: they let a repeated sending count once, for as long as the study can take answers."""

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from surveyapp.database.access_codes import AccessCodeRow, OpenNonceRow


def count_sendings(session: Session, study_id: str) -> int:
    """How many sendings of a study are known by their digest."""
    by_code = select(func.count()).select_from(AccessCodeRow).filter_by(study=study_id)
    by_link = select(func.count()).select_from(OpenNonceRow).filter_by(study=study_id)
    found = session.scalar(by_code.where(AccessCodeRow.nonce_digest.is_not(None))), session.scalar(by_link)
    return sum(number or 0 for number in found)


def forget_sendings(session: Session, study_id: str) -> None:
    """Delete the digests at the last opening, after which no answer is taken any more."""
    session.execute(update(AccessCodeRow).filter_by(study=study_id).values(nonce_digest=None))
    session.execute(delete(OpenNonceRow).filter_by(study=study_id))
