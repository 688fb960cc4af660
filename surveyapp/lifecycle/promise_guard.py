"""Protects the promise to respondents: once codes exist, no version of a study may weaken it."""

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from forms.model.promises import broken_promises
from forms.model.states import State
from forms.model.study import Study
from surveyapp.database.tables.access_codes import AccessCodeRow
from surveyapp.database.tables.studies import StudyRow, StudyVersionRow
from surveyapp.instance.faults import N_, Fault
from surveyapp.web.languages import page_language


class PromiseFault(Fault):
    """The version would break the promise to respondents."""


def keep_promises(session: Session, row: StudyRow, present: Study, new: Study) -> None:
    """Refuse a version with another promise, unless nobody can have read the promise yet.

    In that case the versions with the old promise are deleted, so that all stored versions agree. ``row`` is locked, so
    no code is made meanwhile.
    """
    broken = broken_promises(present, new)
    if not broken:
        return
    if not State(row.state).entry.before_field or session.scalar(select(exists().where(AccessCodeRow.study == new.id))):
        raise PromiseFault(
            N_(
                "Codes of study {study} have been handed out or the study accepts answers, so its promises to "
                "respondents are fixed. This version cannot be loaded:\n{changes}\nTo change a promise, please "
                "load the study under another id."
            ),
            study=new.id,
            changes="\n".join(f"- {each.in_words(page_language())}" for each in broken),
        )
    session.execute(delete(StudyVersionRow).filter_by(study=new.id))
