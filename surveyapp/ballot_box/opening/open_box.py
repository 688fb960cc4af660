"""Opening the box: unseal, select, write the responses sorted by random keys, delete the ballots, rewrite the tables.

Everything up to the rewriting is one transaction, so that after an interruption each ballot is either in the box or
among the responses. The rewriting follows and can be repeated. If it fails the opening reports it and the next opening
repeats it; until then the study is *unfinished* and none of its results are shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from forms.model.states import State
from forms.model.study import Study
from surveyapp.audit.acts import Act
from surveyapp.audit.log import audited, record
from surveyapp.ballot_box.casting import context
from surveyapp.ballot_box.opening.choosing import OpeningPolicy, UnsealedBallot, choose, pooled
from surveyapp.ballot_box.opening.log_ending import missing_grants
from surveyapp.ballot_box.opening.noted_keys import check_key
from surveyapp.ballot_box.opening.rewriting import rewrite_tables
from surveyapp.ballot_box.sealing import UnreadableBallotError, unseal
from surveyapp.ballot_box.sendings import forget_sendings
from surveyapp.ballot_box.sheets import NewerSheetError, Sheet, from_bytes
from surveyapp.database.bound_values import check
from surveyapp.database.declarative_base import random_key
from surveyapp.database.sessions import reading, writing
from surveyapp.database.tables.ballots import BallotRow
from surveyapp.database.tables.responses import AnswerRow, ResponseRow, TextRow
from surveyapp.database.tables.studies import StudyRow
from surveyapp.instance.faults import N_, Fault
from surveyapp.studies.loaded import forget_loaded, rated_agencies_of_versions, study_in_version
from surveyapp.studies.study_keys import StudyKeys, WrongPassphraseError, fingerprint, unlock

MOST_IN_A_STATEMENT = 500


class BoxFault(Fault):
    """The box cannot be opened."""


class WrongPassphraseFault(BoxFault):
    """The typed text is neither the passphrase nor the recovery sheet."""


@dataclass(frozen=True, slots=True)
class Opening:
    """The result of an opening. ``finished``: the tables were rewritten and the logs are empty.

    ``unreadable``: damaged ballots. ``newer``: ballots sealed by a newer version of the program. Both stay in the box.
    ``grants``: SQL statements for the missing rights over PostgreSQL's log.
    """

    opened: int
    pooled: int
    waiting: int
    unreadable: int
    finished: bool
    grants: tuple[str, ...] = ()
    newer: int = 0

    @property
    def fault(self) -> Fault | None:
        """Return why the opening is not finished and what to do, or ``None``."""
        if self.finished:
            return None
        if self.grants:
            return BoxFault(
                N_(
                    "Not finished: the answers are written, but PostgreSQL does not let this program end its log, "
                    "which still links answers to codes. No results are shown. Please have the database's "
                    "administrator run these lines in this database, then open the box again:\n{grants}"
                ),
                grants="\n".join(self.grants),
            )
        return BoxFault(
            N_(
                "Not finished: the answers are written, but the tables could not be rewritten or the log not emptied: "
                "others were at work, the disk is full, or PostgreSQL keeps old segments of its log. No results are "
                "shown. Please open the box again; docs/ballot-box.md says what to look at."
            )
        )


def keys_of_box(study_id: str) -> StudyKeys:
    """Return the keys of the study's box; ``BoxFault`` if it has none."""
    with reading() as session:
        row = session.get(StudyRow, study_id)
    if row is None:
        raise BoxFault(N_("No study {study} is loaded. Please see: surveyapp study list"), study=study_id)
    if row.public_key is None or row.locked_key is None:
        raise BoxFault(N_("Study {study} has taken no answers yet; there is no box to open."), study=study_id)
    check_key(row)
    return StudyKeys(row.public_key, row.locked_key)


def open_box(study_id: str, passphrase: str) -> Opening:
    """Open the box with the passphrase or with the text of the recovery sheet."""
    keys = keys_of_box(study_id)
    try:
        private_key = unlock(keys, passphrase, study_id)
    except WrongPassphraseError:
        record(Act.BOX_REFUSED, study_id)
        raise WrongPassphraseFault(N_("This passphrase does not open the box. Nothing was changed.")) from None
    return open_with_key(study_id, private_key)


def open_with_key(study_id: str, private_key: bytes) -> Opening:
    """Open the box with the private key."""
    with reading() as session:
        row = session.get_one(StudyRow, study_id)
        check_key(row)
        lying = session.execute(select(BallotRow.id, BallotRow.group, BallotRow.sealed).filter_by(study=study_id)).all()
    study = study_in_version(study_id, row.version)
    tried = [_read(study_id, private_key, *place) for place in lying]
    read = [found for found in tried if isinstance(found, UnsealedBallot)]
    if (policy := State(row.state).entry.opening) is None:
        raise BoxFault(N_("The box of this study is not opened in its present state."))
    if _Unread.NEWER in tried and State(row.state).entry.after_opening:
        raise BoxFault(
            N_("Some ballots were sealed by a newer version of the program. Please update it before the last opening.")
        )
    chosen = choose(read, study, OpeningPolicy(policy), rated_agencies_of_versions(study_id))
    with audited(Act.BOX_OPENED, study_id, ballots=len(chosen), key=fingerprint(row.public_key or b"")):
        held = _move(study, State(row.state), chosen)
    finished = rewrite_tables()
    if finished:
        _mark_finished(study_id, held, State(row.state))
    return Opening(
        opened=len(chosen),
        pooled=pooled(chosen),
        waiting=len(read) - len(chosen),
        unreadable=tried.count(_Unread.DAMAGED),
        finished=finished,
        grants=() if finished else missing_grants(),
        newer=tried.count(_Unread.NEWER),
    )


class _Unread(Enum):
    """Why a single ballot stays in the box while the others are opened."""

    DAMAGED = "damaged"
    NEWER = "newer"


def _read(study_id: str, private_key: bytes, ballot_id: bytes, group: str, sealed: bytes) -> UnsealedBallot | _Unread:
    """Return the unsealed ballot, or the reason why it cannot be read."""
    try:
        content = unseal(private_key, sealed, context(study_id, group, ballot_id))
        return UnsealedBallot(ballot_id, group, from_bytes(content))
    except NewerSheetError:
        return _Unread.NEWER
    except (UnreadableBallotError, ValueError, TypeError):
        return _Unread.DAMAGED


def _move(study: Study, state: State, chosen: Sequence[UnsealedBallot]) -> int:
    """Delete the ballots and write the responses in one transaction. Returns the number of responses of the study."""
    # The new keys are random and rows are written in their order, so the order of arrival is lost.
    keyed = sorted((random_key(), ballot) for ballot in chosen)
    with writing() as session:
        row = session.get_one(StudyRow, study.id, with_for_update=True)
        check(row)
        if row.state != state:
            raise BoxFault(N_("The study was moved to another state at this moment. Please open the box again."))
        for start in range(0, len(chosen), MOST_IN_A_STATEMENT):
            ids = [ballot.id for ballot in chosen[start : start + MOST_IN_A_STATEMENT]]
            gone = session.connection().execute(delete(BallotRow).where(BallotRow.id.in_(ids)))
            if gone.rowcount != len(ids):
                raise BoxFault(N_("Another person is opening the box at this moment. Please wait and reload the page."))
        _write(session, study, row.simulated, keyed)
        is_last = bool(state.entry.after_opening)
        if is_last:
            forget_sendings(session, study.id)
        if (chosen or is_last) and not row.simulated:
            row.unfinished = True
        return _count_responses(session, study.id)


def _write(session: Session, study: Study, simulated: bool, keyed: list[tuple[bytes, UnsealedBallot]]) -> None:
    responses = [
        {"key": key, "study": study.id, "group": ballot.group, "simulated": simulated} | _columns(ballot.sheet)
        for key, ballot in keyed
    ]
    answers = [
        {"response_key": key, "item": item, "code": code, "missing": missing}
        for key, ballot in keyed
        for item, code, missing in sorted(_answers(ballot.sheet))
    ]
    texts = [
        {"key": random_key(), "study": study.id, "group": ballot.group, "item": item, "text": text}
        for _, ballot in keyed
        for item, text in ballot.sheet.texts.items()
    ]
    texts.sort(key=lambda row: str(row["key"]))
    for table, rows in ((ResponseRow, responses), (AnswerRow, answers), (TextRow, texts)):
        if rows:
            session.connection().execute(insert(table), rows)


def _columns(sheet: Sheet) -> dict[str, object]:
    names = (
        "round", "version", "variant", "language", "mode", "entry", "channel", "unit", "block", "rated_unit", "pool"
    )  # fmt: skip
    return {name: getattr(sheet, name) for name in names}


def _answers(sheet: Sheet) -> list[tuple[str, int | None, int | None]]:
    return [(item, code, None) for item, code in sheet.answers.items()] + [
        (item, None, reason) for item, reason in sheet.missing.items()
    ]


def _count_responses(session: Session, study_id: str) -> int:
    return session.scalar(select(func.count()).select_from(ResponseRow).filter_by(study=study_id)) or 0


def _mark_finished(study_id: str, held: int, state: State) -> None:
    """Allow results to be shown, unless another opening has written more and has not finished.

    The study moves on only from the ``state`` in which the ballots were chosen: an opening in the field is not the last
    one, even if the study was closed while the tables were rewritten.
    """
    with writing() as session:
        row = session.get(StudyRow, study_id, with_for_update=True)
        if row is None or _count_responses(session, study_id) != held:
            return
        row.unfinished = False
        if row.state == state.value:
            row.state = state.entry.after_opening or row.state
    forget_loaded(study_id)
