"""The studies of this installation, as frozen objects; each version is built once per process."""

from contextlib import nullcontext
from dataclasses import dataclass
from functools import lru_cache
from time import monotonic

from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from forms.model.states import State, accepts_answers, state_name
from forms.model.study import Study
from surveyapp.database.bound_values import AlteredFault, check, notice
from surveyapp.database.sessions import database, reading
from surveyapp.database.tables.studies import StudyRow, StudyVersionRow
from surveyapp.instance.faults import N_, Fault
from surveyapp.studies.study_keys import fingerprint
from surveyapp.web.languages import page_language

KEPT_SECONDS = 1.0


class WithheldFault(Fault):
    """The results are not shown yet."""


@dataclass(frozen=True, slots=True)
class LoadedStudy:
    """A study in its present version and state.

    ``simulated``: it was rehearsed, which marks it permanently. ``fingerprint``: of the key of its ballot box, ""
    before it has one.
    """

    study: Study
    state: State
    simulated: bool
    fingerprint: str = ""

    @property
    def takes_answers(self) -> bool:
        return accepts_answers(self.state)

    @property
    def has_all_answers(self) -> bool:
        """Whether no answers can be added any more, or the study is a rehearsal, which protects nobody."""
        return self.state.entry.all_opened or self.simulated

    def is_same(self, other: "LoadedStudy") -> bool:
        """Whether nothing has changed; a version is a hash of the whole content."""
        mine, others = ((it.study.version, it.state, it.simulated, it.fingerprint) for it in (self, other))
        return mine == others


def init_app(app: Flask) -> None:
    app.extensions["loaded_studies"] = {}
    app.jinja_env.globals["study_is_simulated"] = study_is_simulated


def find_loaded(study_id: str) -> LoadedStudy | None:
    """Return the study of that id, or ``None`` if none was loaded; ``AlteredFault`` if it was altered in the database.

    A change by another process is seen one second later, which saves every page a query. The ballot box always reads
    the database itself.
    """
    kept: dict[str, tuple[float, LoadedStudy]] = current_app.extensions["loaded_studies"]
    since, loaded = kept.get(study_id, (0.0, None))
    if loaded is not None and monotonic() - since < KEPT_SECONDS:
        return loaded
    try:
        with reading() as session:
            row = session.get(StudyRow, study_id)
    except DBAPIError:
        # The database is unavailable (full disk, restart). The person who sends now must get the form back.
        if loaded is None:
            raise
        return loaded
    if row is None:
        return None
    check(row)
    key = fingerprint(row.public_key) if row.public_key else ""
    found = LoadedStudy(study_in_version(row.id, row.version), State(row.state), row.simulated, key)
    if loaded is None or not loaded.is_same(found):
        loaded = found
    kept[study_id] = (monotonic(), loaded)
    return loaded


def known_unchanged(app: Flask, loaded: LoadedStudy) -> bool:
    """Whether this object is what the database contained a moment ago."""
    since, present = app.extensions["loaded_studies"].get(loaded.study.id, (0.0, None))
    return present is loaded and monotonic() - since < KEPT_SECONDS


def forget_loaded(study_id: str) -> None:
    """Read the study again, because this process has changed it."""
    current_app.extensions["loaded_studies"].pop(study_id, None)


def all_loaded() -> list[LoadedStudy]:
    """Return every loaded study, by id. Altered ones are left out and recorded in the audit log."""
    with reading() as session:
        ids = session.scalars(select(StudyRow.id).order_by(StudyRow.id)).all()
    found = []
    for study_id in ids:
        try:
            loaded = find_loaded(study_id)
        except AlteredFault as fault:
            notice(fault)
        else:
            found += [loaded] if loaded else []
    return found


def study_in_version(study_id: str, version: str) -> Study:
    """Return a version that was loaded at some time; ``KeyError`` if it was not."""
    return _build(database().url, study_id, version)


def study_with_form(study_id: str, group: str, form_version: str, present: Study | None = None) -> Study:
    """Return the study, in any loaded version, that has exactly this form; ``KeyError`` if none has.

    The present version is preferred: its promise applies to a form that other versions share. ``present``: that
    version, if already loaded.
    """
    if present is None and (loaded := find_loaded(study_id)) is not None:
        present = loaded.study
    form = present.questionnaires.get(group) if present is not None else None
    if present is not None and form is not None and form.version == form_version:
        return present
    return _find_form(database().url, study_id, group, form_version)


def rated_agencies_of_versions(study_id: str) -> frozenset[str]:
    """Return the ids of the questions that name the agency of a form, in any loaded version of the study."""
    with reading() as session:
        versions = session.scalars(select(StudyVersionRow.version).where(StudyVersionRow.study == study_id)).all()
    return frozenset[str]().union(*(study_in_version(study_id, version).rated_agencies for version in versions))


def study_is_simulated(study_id: str) -> bool:
    """Whether everything made from this study must carry the mark of simulation."""
    with reading() as session:
        row = session.get(StudyRow, study_id)
    if row is not None:
        check(row)
    return row is not None and row.simulated


def is_unfinished(study_id: str, session: Session | None = None) -> bool:
    """Whether an opening has written answers but still has to rewrite the tables and overwrite the log."""
    with nullcontext(session) if session is not None else reading() as session:
        return bool(session.scalar(select(StudyRow.unfinished).where(StudyRow.id == study_id)))


def check_finished(study_id: str, session: Session | None = None) -> None:
    """``WithheldFault`` while no results of the study may be shown and no files given out.

    That is while an opening is unfinished, and in states whose entry says so.
    """
    with nullcontext(session) if session is not None else reading() as reads:
        state = reads.scalar(select(StudyRow.state).where(StudyRow.id == study_id))
        # Inside, because a session that is used after its end takes a connection that nobody gives back.
        unfinished = is_unfinished(study_id, reads)
    if state is not None and not State(state).entry.shows_results:
        raise WithheldFault(
            N_("No results of study {study} are given out while it is in this state: {state}."),
            study=study_id,
            state=state_name(State(state), page_language()),
        )
    if unfinished:
        raise WithheldFault(
            N_(
                "No results of study {study} are given out: the last opening of its box is not finished, and copies of "
                "the database could still link answers to codes. Please open the box again; it then finishes."
            ),
            study=study_id,
        )


@lru_cache(maxsize=256)
def _find_form(database_url: str, study_id: str, group: str, form_version: str) -> Study:
    with reading() as session:
        versions = session.scalars(select(StudyVersionRow.version).where(StudyVersionRow.study == study_id)).all()
    for version in versions:
        study = _build(database_url, study_id, version)
        form = study.questionnaires.get(group)
        if form is not None and form.version == form_version:
            return study
    raise KeyError(f"study {study_id!r} has no form of {group!r} with version {form_version!r}")


@lru_cache(maxsize=64)
def _build(database_url: str, study_id: str, version: str) -> Study:
    # A version is a hash of the content, so cached versions cannot be outdated.
    with reading() as session:
        row = session.get(StudyVersionRow, (study_id, version))
    if row is None:
        raise KeyError(f"study {study_id!r} has no version {version!r}")
    check(row)
    return Study.model_validate_json(row.content)
