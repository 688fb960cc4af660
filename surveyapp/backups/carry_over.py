"""What is carried over from the present database when a backup is restored.

Used codes stay used, void codes stay void and destroyed codes stay destroyed; a reopened study stays marked as
reopened; the audit log stays complete; results stay as readers have last seen them. A used code that became valid again
would allow a second answer. The present database is compared if it can be read and its codes were made under the same
pepper; :class:`Restored` says whether it was.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from forms.model.states import STATES, State, takes_real_answers
from surveyapp.audit.acts import Act
from surveyapp.ballot_box.codes.code_destruction import destroy_unused_codes
from surveyapp.ballot_box.codes.late_codes import REOPENED
from surveyapp.ballot_box.codes.one_per_unit import void_code
from surveyapp.database.tables.access_codes import UNUSED, USED, VOID, AccessCodeRow
from surveyapp.database.tables.audit import AuditRow
from surveyapp.database.tables.releases import ReleaseRow
from surveyapp.database.tables.responses import TallyRow
from surveyapp.database.tables.studies import StudyRow


@dataclass(frozen=True, slots=True)
class Present:
    """The state of the installation before the backup replaces it."""

    refused: Mapping[bytes, Mapping[str, Any]]
    """The rows of the codes that were used or are void, by digest."""
    codes: frozenset[bytes]
    ended: frozenset[str]
    """Studies that were closed at some time; closing destroyed their unused codes."""
    reopened: Mapping[str, int]
    """How often each study was reopened."""
    audit: tuple[dict[str, Any], ...]
    releases: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class CodesAfter:
    """The numbers of codes after a restore.

    ``stay_used``: used since the backup was made. ``stay_void``: made void since, because their cards were lost and
    replaced. ``stay_destroyed``: destroyed since. ``unused``: all others of studies that take answers.
    """

    stay_used: int
    stay_void: int
    stay_destroyed: int
    unused: int


@dataclass(frozen=True, slots=True)
class Reopenings:
    """``since``: the studies that were reopened after the backup was made. ``first``: the open studies that have not
    been reopened as far as the restored database shows.
    """

    since: tuple[str, ...]
    first: tuple[str, ...]


def look(connection: Connection) -> Present:
    """Read the state from the present database, which has the schema of this program."""
    codes = {bytes(row["digest"]): dict(row) for row in connection.execute(select(AccessCodeRow.__table__)).mappings()}
    audit = tuple(dict(row) for row in connection.execute(select(AuditRow.__table__)).mappings())
    logged = frozenset(row["object"] for row in audit if row["act"] == Act.STUDY_REOPENED)
    ended = select(StudyRow.id).where(StudyRow.state.in_(_states(after_field=True)))
    return Present(
        refused={digest: row for digest, row in codes.items() if row["spent"] != UNUSED},
        codes=frozenset(codes),
        ended=frozenset(connection.scalars(ended)) | logged,
        reopened=_reopenings(connection),
        audit=audit,
        releases=tuple(dict(row) for row in connection.execute(select(ReleaseRow.__table__)).mappings()),
    )


def keep_codes(connection: Connection, present: Present | None) -> CodesAfter:
    """Mark restored codes as used, void or destroyed if they are so in the present database.

    Used and void codes that were made after the backup are added, so that a backup restored later cannot make them
    valid again.
    """
    kept: Counter[int] = Counter()
    destroyed: dict[str, list[bytes]] = defaultdict(list)
    if present is not None:
        table = AccessCodeRow.__table__
        restored = {
            bytes(digest): (study, spent)
            for digest, study, spent in connection.execute(select(table.c.digest, table.c.study, table.c.spent))
        }
        for digest, (study, spent) in restored.items():
            if spent == UNUSED and study in present.ended and digest not in present.codes:
                destroyed[study].append(digest)
        studies = set(connection.scalars(select(StudyRow.id)))
        for digest, row in present.refused.items():
            # Without the nonce: the answer it came with is not in the backup, so nobody may be told it arrived.
            values = void_code() if row["spent"] == VOID else {"spent": USED, "nonce_digest": None}
            if digest not in restored and row["study"] in studies:
                connection.execute(insert(AccessCodeRow), {**row, **values})
            elif digest in restored and restored[digest][1] == UNUSED:
                connection.execute(update(AccessCodeRow).filter_by(digest=digest).values(values))
            else:
                continue
            kept[row["spent"]] += 1
    # Tallied as at the close, since the backup is older than that.
    number = sum(destroy_unused_codes(connection, study, digests) for study, digests in destroyed.items())
    taking = select(StudyRow.id).where(StudyRow.state.in_(_states(after_field=False)))
    left = select(AccessCodeRow.digest).where(AccessCodeRow.spent == UNUSED, AccessCodeRow.study.in_(taking))
    return CodesAfter(kept[USED], kept[VOID], number, len(connection.execute(left).all()))


def keep_reopenings(connection: Connection, present: Present | None) -> Reopenings:
    """Count the reopenings of each study as the present database does. Late codes depend on them."""
    restored = _reopenings(connection)
    states = dict(connection.execute(select(StudyRow.id, StudyRow.state)).all())
    since = []
    for study, number in present.reopened.items() if present is not None else ():
        if study in states and number > restored.get(study, 0):
            here = {"study": study, "group": "", "event": REOPENED, "place": ""}
            connection.execute(delete(TallyRow).filter_by(**here))
            connection.execute(insert(TallyRow), {**here, "count": number})
            since.append(study)
    first = (study for study, state in states.items() if takes_real_answers(State(state)))
    return Reopenings(tuple(sorted(since)), tuple(sorted({*first} - {*since, *restored})))


def _reopenings(connection: Connection) -> dict[str, int]:
    return dict(connection.execute(select(TallyRow.study, TallyRow.count).filter_by(event=REOPENED)).all())


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
