"""Reopening a closed study for late forms.

This is possible until its box was opened for the last time: that opening shows heads and small agencies, and comparison
would identify later answers. Keys, passphrase and ballots stay; unused codes were destroyed, and
``ballot_box.late_codes`` determines how many new ones are needed.
"""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from forms.model.states import State, StateRefused, check_transition
from surveyapp.audit.acts import Act
from surveyapp.audit.log import audited
from surveyapp.ballot_box.codes.late_codes import note_reopening
from surveyapp.ballot_box.opening.log_ending import check_log_can_be_ended
from surveyapp.ballot_box.sendings import count_sendings
from surveyapp.database.sessions import writing
from surveyapp.database.tables.studies import StudyRow
from surveyapp.instance.faults import N_
from surveyapp.lifecycle.changes import StudyChangeFault, count_answers, locked_row
from surveyapp.studies.loaded import forget_loaded, study_in_version
from surveyapp.web.languages import page_language


def reopen(study_id: str, wanted: State = State.OPEN) -> None:
    """Let a closed study take answers again; ``StudyChangeFault`` if this is not allowed."""
    check_log_can_be_ended()
    with audited(Act.STUDY_REOPENED, study_id), writing() as session:
        row = locked_row(session, study_id)
        _check_may_reopen(session, row, wanted)
        row.state = wanted.value
        note_reopening(session, study_id)
    forget_loaded(study_id)


def _check_may_reopen(session: Session, row: StudyRow, wanted: State) -> None:
    state = State(row.state)
    if state.entry.after_field and not state.entry.after_opening:
        raise StudyChangeFault(
            N_("The box of study {study} was opened for the last time, so the study cannot be reopened."), study=row.id
        )
    if not state.entry.after_field and not row.simulated:
        raise StudyChangeFault(N_("Study {study} is not closed, so it cannot be reopened."), study=row.id)
    try:
        check_transition(state, wanted, rehearsed=row.simulated)
    except StateRefused as refused:
        raise StudyChangeFault("{words}", words=refused.in_words(page_language())) from None
    day = study_in_version(row.id, row.version).delete_after
    if not row.simulated and day is not None and day < datetime.now(UTC).date():
        raise StudyChangeFault(
            N_("The answers of study {study} are to be deleted since {day}, so the study takes no more."),
            study=row.id,
            day=day,
        )
    if row.unfinished:
        raise StudyChangeFault(
            N_(
                "The box of study {study} is being opened, and the opening is not finished. After the last opening a "
                "study cannot be reopened. Please open the box again."
            ),
            study=row.id,
        )
    if count_sendings(session, row.id) < count_answers(session, row.id):
        raise StudyChangeFault(
            N_(
                "Study {study} was closed by an older version of the program, which deleted what tells that a form "
                "was sent before. Such a form could be counted twice, so the study cannot be reopened."
            ),
            study=row.id,
        )
