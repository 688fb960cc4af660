"""Loading a study and moving it from state to state. What a rehearsal has touched is marked for ever."""

from datetime import UTC, datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from forms.study import Study
from surveyapp.database.access_codes import AccessCodeRow, OpenNonceRow
from surveyapp.database.responses import ResponseRow
from surveyapp.database.sessions import insert_unless_there, writing
from surveyapp.database.studies import State, StudyRow, StudyVersionRow
from surveyapp.faults import N_, Fault


class StudyChangeFault(Fault):
    """A change that this study does not allow."""


_CHANGES: dict[State, frozenset[State]] = {
    # Real fieldwork starts from draft, so that no synthetic answer can ever lie among real ones.
    State.REHEARSAL: frozenset({State.DRAFT}),
    State.OPEN: frozenset({State.DRAFT}),
    State.CLOSED: frozenset({State.REHEARSAL, State.OPEN}),
}

_REFUSALS = {
    State.REHEARSAL: N_(
        "Study {study} is in state “{state}”; only a draft can be rehearsed. "
        "Please delete it (if it is a rehearsal) and load it again."
    ),
    State.OPEN: N_(
        "Study {study} is in state “{state}”; only a draft can be opened. The mark of a rehearsal never comes off: "
        "please delete the rehearsal and load the study again."
    ),
    State.CLOSED: N_("Study {study} is in state “{state}”; only a rehearsal or an open study can be closed."),
}

# For the catalogue: states as people read them.
STATE_NAMES = {
    State.DRAFT: N_("draft"),
    State.REHEARSAL: N_("rehearsal"),
    State.OPEN: N_("open"),
    State.CLOSED: N_("closed"),
}


def load(study: Study) -> State:
    """Keep a study as the present version of its id. Returns its state; a closed study takes no new version."""
    with writing() as session:
        insert_unless_there(
            session,
            StudyRow,
            {"id": study.id, "state": State.DRAFT.value, "version": study.version, "simulated": False},
        )
        row = _row(session, study.id)
        if row.state == State.CLOSED and row.version != study.version:
            raise StudyChangeFault(N_("Study {study} is closed and takes no new version."), study=study.id)
        row.version = study.version
        session.flush()
        content = study.model_dump_json(by_alias=True)
        insert_unless_there(session, StudyVersionRow, {"study": study.id, "version": study.version, "content": content})
        return State(row.state)


def change_state(study_id: str, state: State) -> None:
    """Move a study to rehearsal, open or closed."""
    with writing() as session:
        row = _row(session, study_id)
        if State(row.state) not in _CHANGES[state]:
            raise StudyChangeFault(_REFUSALS[state], study=study_id, state=row.state)
        row.state = state.value
        if state is State.REHEARSAL:
            row.simulated = True
        if state is State.CLOSED:
            # Nobody may use them any more, and nobody shall find them later.
            session.execute(delete(AccessCodeRow).filter_by(study=study_id, spent=0))
            session.execute(update(AccessCodeRow).filter_by(study=study_id).values(nonce_digest=None))
            session.execute(delete(OpenNonceRow).filter_by(study=study_id))


def delete_study(study: Study) -> None:
    """Remove a study with its codes and answers; real answers only after the date the study promised."""
    with writing() as session:
        row = _row(session, study.id)
        answers = session.scalar(select(func.count()).select_from(ResponseRow).filter_by(study=study.id))
        if answers and not row.simulated:
            today = datetime.now(UTC).date()
            if row.state != State.CLOSED:
                raise StudyChangeFault(
                    N_("Study {study} holds {number} real answers and is not closed. Please close it first."),
                    study=study.id,
                    number=answers,
                )
            if study.delete_after is None or today <= study.delete_after:
                raise StudyChangeFault(
                    N_("Study {study} holds {number} real answers, which are kept until {date}."),
                    study=study.id,
                    number=answers,
                    date=study.delete_after or "–",
                )
        session.execute(delete(StudyRow).filter_by(id=study.id))


def _row(session: Session, study_id: str) -> StudyRow:
    row = session.get(StudyRow, study_id, with_for_update=True)
    if row is None:
        raise StudyChangeFault(N_("No study {study} is loaded. Please see: surveyapp study list"), study=study_id)
    return row
