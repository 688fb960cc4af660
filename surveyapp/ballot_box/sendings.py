"""The digests of sendings. While a study can take answers they make a repeated sending count once."""

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from surveyapp.database.tables.access_codes import USED, AccessCodeRow, OpenNonceRow


def count_sendings(session: Session, study_id: str) -> int:
    """Return the number of stored digests of a study."""
    by_code = select(func.count()).select_from(AccessCodeRow).filter_by(study=study_id, spent=USED)
    by_link = select(func.count()).select_from(OpenNonceRow).filter_by(study=study_id)
    found = session.scalar(by_code.where(AccessCodeRow.nonce_digest.is_not(None))), session.scalar(by_link)
    return sum(number or 0 for number in found)


def forget_sendings(session: Session, study_id: str) -> None:
    """Delete the digests at the last opening, after which no answers are taken."""
    session.execute(update(AccessCodeRow).filter_by(study=study_id).values(nonce_digest=None))
    session.execute(delete(OpenNonceRow).filter_by(study=study_id))
