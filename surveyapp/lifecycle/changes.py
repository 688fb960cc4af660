"""Loading a study and changing its state. A rehearsed study stays marked as simulated."""

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from forms.model.states import State, StateRefused, accepts_answers, check_transition, is_reopening, takes_real_answers
from forms.model.study import Study
from forms.model.version_comparison import compare_versions
from surveyapp.accounts.passwords import hash_password
from surveyapp.accounts.researchers.consent import check_own_password, name_the_first, record_the_first
from surveyapp.audit.acts import Act
from surveyapp.audit.log import audited
from surveyapp.ballot_box.codes.code_destruction import destroy_unused_codes
from surveyapp.ballot_box.opening.log_ending import check_log_can_be_ended
from surveyapp.database.bound_values import check, with_mac
from surveyapp.database.sessions import insert_unless_there, writing
from surveyapp.database.tables.ballots import BallotRow
from surveyapp.database.tables.drafts import DraftRow
from surveyapp.database.tables.responses import ResponseRow
from surveyapp.database.tables.studies import StudyRow, StudyVersionRow
from surveyapp.instance.faults import N_, Fault
from surveyapp.instance.guessable_secrets import GUESSABLE, is_guessable
from surveyapp.lifecycle.promise_guard import keep_promises
from surveyapp.lifecycle.readiness import check_ready
from surveyapp.studies.documents import keep_documents
from surveyapp.studies.loaded import all_loaded, find_loaded, forget_loaded
from surveyapp.studies.study_keys import SHORTEST_PASSPHRASE, StudyKeys, fingerprint, new_study_keys
from surveyapp.web.languages import page_language


class StudyChangeFault(Fault):
    """The study does not allow this change."""


def load(study: Study, documents: Mapping[str, bytes] | None = None) -> State:
    """Store a study as the present version of its id. Returns its state; a closed study takes no new version.

    ``documents``: the files that it was read from, by name; they are stored with the version.
    """
    _check_short_names(study)
    with audited(Act.STUDY_LOADED, study.id, version=study.version[:12]):
        state = _load(study, documents or {})
    forget_loaded(study.id)
    return state


def _load(study: Study, documents: Mapping[str, bytes]) -> State:
    with writing() as session:
        insert_unless_there(
            session,
            StudyRow,
            with_mac(StudyRow, _new_row(study)),
        )
        row = locked_row(session, study.id)
        if not State(row.state).entry.takes_versions and row.version != study.version:
            raise StudyChangeFault(N_("Study {study} is closed and takes no new version."), study=study.id)
        if row.version != study.version:
            present = _present_version(session, row)
            keep_promises(session, row, present, study)
            if count_answers(session, study.id):
                _check_codes_stay(present, study)
        row.version = study.version
        session.flush()
        content = study.model_dump_json(by_alias=True)
        version = {"study": study.id, "version": study.version, "content": content}
        if not insert_unless_there(session, StudyVersionRow, with_mac(StudyVersionRow, version)):
            check(session.get_one(StudyVersionRow, (study.id, study.version)))
        if documents:
            keep_documents(session, study.id, study.version, documents)
        return State(row.state)


def _check_short_names(study: Study) -> None:
    """Two studies of one installation may not open forms under the same short address."""
    names = {group.short_name for group in study.groups} - {None}
    for other in all_loaded() if names else ():
        taken = names & {group.short_name for group in other.study.groups}
        if taken and other.study.id != study.id and other.state is not State.DELETED:
            raise StudyChangeFault(
                N_("The short name {name} belongs to study {other}. Please choose another one in study.yaml."),
                name=min(str(name) for name in taken),
                other=other.study.id,
            )


def _new_row(study: Study) -> dict[str, object]:
    return {
        "id": study.id,
        "state": State.DRAFT.value,
        "version": study.version,
        "simulated": False,
        "public_key": None,
        "locked_key": None,
        "unfinished": False,
    }


def _present_version(session: Session, row: StudyRow) -> Study:
    kept = session.get_one(StudyVersionRow, (row.id, row.version))
    check(kept)
    return Study.model_validate_json(kept.content)


def _check_codes_stay(old: Study, new: Study) -> None:
    """Once answers exist no code may change its meaning; all refused changes are reported together."""
    refused = [change.in_words(page_language()) for change in compare_versions(old, new) if not change.allowed]
    if refused:
        raise StudyChangeFault(
            N_("Study {study} has answers, so this version cannot be loaded:\n{changes}"),
            study=new.id,
            changes="\n".join(f"- {change}" for change in refused),
        )


def start_taking_answers(
    study_id: str, state: State, passphrase: str, first_researchers: Mapping[str, str] | None = None
) -> str:
    """Begin a rehearsal or open a study: ballots are sealed from now on. Returns the recovery sheet, to be shown once.

    ``first_researchers``: the accounts that get their rights by this, each with its new password (accounts/consent.py).
    """
    loaded = find_loaded(study_id)
    if takes_real_answers(state) and loaded is not None:
        check_ready(loaded.study)
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise StudyChangeFault(N_("Please use a passphrase of at least {least} characters."), least=SHORTEST_PASSPHRASE)
    if is_guessable(passphrase, study_id):
        raise StudyChangeFault(GUESSABLE)
    named = first_researchers or {}
    for name, password in named.items():
        check_own_password(name, password)
    hashes = {name: hash_password(password) for name, password in named.items()}
    keys, recovery_sheet = new_study_keys(passphrase, study_id)
    change_state(study_id, state, keys, hashes)
    record_the_first(study_id, list(hashes))
    return recovery_sheet


def change_state(
    study_id: str, state: State, keys: StudyKeys | None = None, first_researchers: Mapping[str, str] | None = None
) -> None:
    """Move a study to rehearsal or open, with the keys that seal its ballots, or to closed.

    A study is opened only if the program may overwrite the log of its database. ``first_researchers``: accounts that
    get their rights by this, with the hashes of their new passwords.
    """
    if takes_real_answers(state):
        check_log_can_be_ended()
    made = {"key": fingerprint(keys.public)} if keys and accepts_answers(state) else {}
    with audited(Act.STUDY_MOVED, study_id, to=state.value, **made), writing() as session:
        row = locked_row(session, study_id)
        _check_move(session, row, state)
        if accepts_answers(state):
            if keys is None and row.public_key is None:
                raise StudyChangeFault(N_("A study that takes answers needs a passphrase to seal them."))
            if keys is not None and row.public_key not in (None, keys.public):
                raise StudyChangeFault(
                    N_("The ballot box of study {study} already has a passphrase, which stays the same."),
                    study=study_id,
                )
            if first_researchers:
                name_the_first(session, study_id, first_researchers)
            if keys is not None:
                row.public_key, row.locked_key = keys.public, keys.locked
        row.state = state.value
        if state.entry.is_rehearsal:
            row.simulated = True
        if state.entry.after_field:
            # Nobody may use the codes any more, and nobody should find them later. The digests of sendings stay until
            # the last opening: if the study is reopened, a repeated sending still counts once.
            destroy_unused_codes(session, study_id)
            session.execute(delete(DraftRow).filter_by(study=study_id))
    forget_loaded(study_id)


def _check_move(session: Session, row: StudyRow, wanted: State) -> None:
    state, held = State(row.state), count_answers(session, row.id)
    try:
        check_transition(state, wanted, rehearsed=row.simulated, ballots=held)
    except StateRefused as refused:
        raise StudyChangeFault("{words}", words=refused.in_words(page_language())) from None
    if is_reopening(state, wanted):
        raise StudyChangeFault(
            N_("Study {study} already has a ballot box. Please see: surveyapp study reopen"), study=row.id
        )


def delete_study(study: Study) -> None:
    """Delete a study with its codes and answers; real answers only after closing and after the promised date."""
    with audited(Act.STUDY_DELETED, study.id), writing() as session:
        row = locked_row(session, study.id)
        answers = count_answers(session, study.id)
        if answers and not row.simulated:
            if not State(row.state).entry.after_field:
                raise StudyChangeFault(
                    N_("Study {study} holds {number} real answers and is not closed. Please close it first."),
                    study=study.id,
                    number=answers,
                )
            if study.delete_after is not None and datetime.now(UTC).date() <= study.delete_after:
                raise StudyChangeFault(
                    N_("Study {study} holds {number} real answers, which are kept until {date}."),
                    study=study.id,
                    number=answers,
                    date=study.delete_after,
                )
        session.execute(delete(StudyRow).filter_by(id=study.id))
    forget_loaded(study.id)


def locked_row(session: Session, study_id: str) -> StudyRow:
    """Return the row of a study, checked and locked until the transaction ends."""
    row = session.get(StudyRow, study_id, with_for_update=True)
    if row is None:
        raise StudyChangeFault(N_("No study {study} is loaded. Please see: surveyapp study list"), study=study_id)
    check(row)
    return row


def count_answers(session: Session, study_id: str) -> int:
    """Return the number of answers, sealed and opened."""
    return sum(
        session.scalar(select(func.count()).select_from(table).filter_by(study=study_id)) or 0
        for table in (BallotRow, ResponseRow)
    )
