"""What is carried over from the present database when a backup is restored.

Used codes stay used and destroyed codes stay destroyed; the audit log stays complete; results stay as readers have last
seen them. A used code that became valid again would allow a second answer. The present database is compared if it can
be read and its codes were made under the same pepper; :class:`Restored` says whether it was.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from forms.model.states import STATES
from surveyapp.audit.acts import Act
from surveyapp.ballot_box.codes.code_destruction import destroy_unused_codes
from surveyapp.database.tables.access_codes import AccessCodeRow
from surveyapp.database.tables.audit import AuditRow
from surveyapp.database.tables.releases import ReleaseRow
from surveyapp.database.tables.studies import StudyRow


@dataclass(frozen=True, slots=True)
class Present:
    """The state of the installation before the backup replaces it."""

    spent: frozenset[bytes]
    codes: frozenset[bytes]
    ended: frozenset[str]
    """Studies that were closed at some time; closing destroyed their unused codes."""
    audit: tuple[dict[str, Any], ...]
    releases: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class CodesAfter:
    """The numbers of codes after a restore.

    ``stay_used``: used since the backup was made. ``stay_destroyed``: destroyed since. ``unused``: all others of
    studies that take answers.
    """

    stay_used: int
    stay_destroyed: int
    unused: int


def look(connection: Connection) -> Present:
    """Read the state from the present database, which has the schema of this program."""
    codes = connection.execute(select(AccessCodeRow.digest, AccessCodeRow.spent)).all()
    audit = tuple(dict(row) for row in connection.execute(select(AuditRow.__table__)).mappings())
    reopened = frozenset(row["object"] for row in audit if row["act"] == Act.STUDY_REOPENED)
    ended = select(StudyRow.id).where(StudyRow.state.in_(_states(after_field=True)))
    return Present(
        spent=frozenset(bytes(digest) for digest, spent in codes if spent),
        codes=frozenset(bytes(digest) for digest, _ in codes),
        ended=frozenset(connection.scalars(ended)) | reopened,
        audit=audit,
        releases=tuple(dict(row) for row in connection.execute(select(ReleaseRow.__table__)).mappings()),
    )


def keep_codes(connection: Connection, present: Present | None) -> CodesAfter:
    """Mark restored codes as used or destroyed if they are so in the present database."""
    used: list[bytes] = []
    destroyed: dict[str, list[bytes]] = defaultdict(list)
    if present is not None:
        unused = connection.execute(select(AccessCodeRow.digest, AccessCodeRow.study).filter_by(spent=0)).all()
        used = [digest for digest, _ in unused if bytes(digest) in present.spent]
        for digest, study in unused:
            if study in present.ended and bytes(digest) not in present.codes:
                destroyed[study].append(digest)
        for digest in used:
            # Without the nonce: the answer it came with is not in the backup, so nobody may be told it arrived.
            connection.execute(update(AccessCodeRow).filter_by(digest=digest).values(spent=1, nonce_digest=None))
    # Tallied as at the close, since the backup is older than that.
    number = sum(destroy_unused_codes(connection, study, digests) for study, digests in destroyed.items())
    taking = select(StudyRow.id).where(StudyRow.state.in_(_states(after_field=False)))
    left = select(AccessCodeRow.digest).where(AccessCodeRow.spent == 0, AccessCodeRow.study.in_(taking))
    return CodesAfter(len(used), number, len(connection.execute(left).all()))


def _states(*, after_field: bool) -> list[str]:
    return [name for name, entry in STATES.items() if entry.after_field == after_field]


def keep_audit(connection: Connection, present: Present) -> None:
    """Replace the log of the backup by the present log, of which it is an earlier part."""
    connection.execute(delete(AuditRow))
    if present.audit:
        connection.execute(insert(AuditRow), list(present.audit))


def keep_releases(connection: Connection, present: Present) -> None:
    """Replace the results of the backup by the present ones. Readers could subtract older figures from newer ones."""
    studies = set(connection.scalars(select(StudyRow.id)))
    for row in present.releases:
        if row["study"] in studies:
            connection.execute(delete(ReleaseRow).filter_by(study=row["study"]))
            connection.execute(insert(ReleaseRow), row)
