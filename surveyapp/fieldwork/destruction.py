"""What an irreversible step destroys, with numbers, as sentences for the page and the terminal."""

from typing import Any

from flask_babel import gettext, ngettext
from sqlalchemy import Select, func, select

from surveyapp.database.sessions import reading
from surveyapp.database.tables.access_codes import AccessCodeRow
from surveyapp.database.tables.ballots import BallotRow
from surveyapp.database.tables.drafts import DraftRow
from surveyapp.database.tables.responses import ResponseRow
from surveyapp.studies.loaded import LoadedStudy


def closing_destroys(study_id: str) -> tuple[str, ...]:
    """Return what closing a study destroys."""
    unused, saved = _count(_unused(study_id)), _count(_of(DraftRow, study_id))
    return (
        ngettext(
            "%(num)s code that was not used is destroyed.", "%(num)s codes that were not used are destroyed.", unused
        ),
        ngettext(
            "%(num)s saved form that was not sent is deleted.",
            "%(num)s saved forms that were not sent are deleted.",
            saved,
        ),
    )


def last_opening_destroys(loaded: LoadedStudy) -> tuple[str, ...]:
    """Return what the last opening of a box destroys; empty for earlier openings and for one after it."""
    if not loaded.state.entry.after_opening:
        return ()
    sealed = _count(_of(BallotRow, loaded.study.id))
    return (
        gettext("This is the last opening: afterwards the study cannot be reopened for late forms."),
        ngettext(
            "%(num)s sealed ballot is opened and destroyed.", "%(num)s sealed ballots are opened and destroyed.", sealed
        ),
        gettext("If an agency has too few forms, its name is removed from them."),
    )


def deleting_destroys(study_id: str) -> tuple[str, ...]:
    """Return what deleting a study destroys."""
    ballots, answers = _count(_of(BallotRow, study_id)), _count(_of(ResponseRow, study_id))
    codes = _count(_of(AccessCodeRow, study_id))
    return (
        ngettext("%(num)s opened form is deleted.", "%(num)s opened forms are deleted.", answers),
        ngettext("%(num)s sealed ballot is deleted.", "%(num)s sealed ballots are deleted.", ballots),
        ngettext("%(num)s code is deleted.", "%(num)s codes are deleted.", codes),
        gettext("The results, the reports that the server keeps and the key of the ballot box are deleted."),
    )


def _unused(study_id: str) -> Select[Any]:
    return _of(AccessCodeRow, study_id).where(AccessCodeRow.spent == 0)


def _of(table: type[AccessCodeRow | BallotRow | DraftRow | ResponseRow], study_id: str) -> Select[Any]:
    return select(func.count()).select_from(table).filter_by(study=study_id)


def _count(wanted: Select[Any]) -> int:
    with reading() as session:
        return session.scalar(wanted) or 0
