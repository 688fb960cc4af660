"""Deleting the answers of a study after the last day on which they are to be kept; the study stays as a document.

All data of respondents is deleted from every table, with the codes, the results and the key of the box. Afterwards the
tables are rewritten and the log is overwritten, so that no free page holds deleted data.
"""

from datetime import date

from sqlalchemy import Table, delete, text
from sqlalchemy.exc import DBAPIError

from forms.model.states import State
from surveyapp.audit.acts import Act
from surveyapp.audit.log import audited
from surveyapp.ballot_box.opening.rewriting import rewrite_tables
from surveyapp.database.sessions import database, insert_unless_there, reading, writing
from surveyapp.database.tables import metadata
from surveyapp.database.tables.drafts import HousekeepingRow
from surveyapp.database.tables.studies import StudyRow, StudyVersionRow
from surveyapp.instance.faults import N_
from surveyapp.lifecycle.changes import StudyChangeFault, change_state, count_answers, locked_row
from surveyapp.studies.loaded import LoadedStudy, all_loaded, forget_loaded

_UNWIPED = "unwiped"
# Casting does not write these tables, so an opening does not rewrite them.
_REWRITTEN_BESIDE = ("releases", "studies")


def expired(today: date) -> list[LoadedStudy]:
    """Return the studies with answers, real or synthetic, whose last day of keeping has passed."""
    return [
        loaded
        for loaded in all_loaded()
        if loaded.study.delete_after is not None
        and loaded.study.delete_after < today
        and not loaded.state.entry.before_field
        and loaded.state is not State.DELETED
    ]


def delete_answers(loaded: LoadedStudy, today: date) -> None:
    """Delete everything but the study itself; a study that still takes answers is closed first.

    ``StudyChangeFault`` before the day after ``delete_after``. Call :func:`wipe` afterwards.
    """
    study = loaded.study
    if study.delete_after is None or today <= study.delete_after:
        raise StudyChangeFault(
            N_("The answers of study {study} are kept until {date}."), study=study.id, date=study.delete_after or "–"
        )
    if State.DELETED not in loaded.state.entry.becomes:
        change_state(study.id, State.CLOSED)
    kept_until = str(study.delete_after)
    note_unwiped()
    with audited(Act.STUDY_DELETED, study.id, kept_until=kept_until) as entry, writing() as session:
        row = locked_row(session, study.id)
        if row.version != study.version:
            raise StudyChangeFault(N_("Study {study} was changed at this moment. Please try again."), study=study.id)
        entry.details["forms"] = count_answers(session, study.id)
        for table in _tables_of_studies():
            session.execute(delete(table).where(table.c.study == study.id))
        row.state, row.public_key, row.locked_key, row.unfinished = State.DELETED.value, None, None, False
    forget_loaded(study.id)


def wipe() -> bool:
    """Rewrite the tables and overwrite the log. Returns whether no deleted data is left. May be repeated."""
    engine = database().engine
    if engine.dialect.name == "postgresql":
        try:
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                for table in _REWRITTEN_BESIDE:
                    connection.execute(text(f"VACUUM FULL {table}"))
        except DBAPIError:
            return False
    if not rewrite_tables():
        return False
    with writing() as session:
        session.execute(delete(HousekeepingRow).filter_by(task=_UNWIPED))
    return True


def note_unwiped() -> None:
    """Record before a deletion that :func:`wipe` has to follow, in case it is interrupted."""
    with writing() as session:
        insert_unless_there(session, HousekeepingRow, {"task": _UNWIPED, "week": 0})


def is_anything_unwiped() -> bool:
    """Whether a deletion still has to rewrite the tables."""
    with reading() as session:
        return session.get(HousekeepingRow, _UNWIPED) is not None


def _tables_of_studies() -> list[Table]:
    """Return every table with rows of a study except that of its versions; answers are deleted with their responses."""
    kept = (StudyRow.__tablename__, StudyVersionRow.__tablename__)
    return [
        table
        for table in reversed(metadata.sorted_tables)
        if table.name not in kept and any(key.column.table.name == StudyRow.__tablename__ for key in table.foreign_keys)
    ]
