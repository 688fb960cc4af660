"""The installation on which a command works."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from flask_babel import force_locale

from forms.model.study import Study
from surveyapp import create_app
from surveyapp.commands.terminal.translated_commands import language
from surveyapp.database.bound_values import AlteredFault, notice
from surveyapp.database.migrating import is_current
from surveyapp.instance.faults import N_, Fault
from surveyapp.instance.keys import NOT_READY, InstanceNotReady
from surveyapp.instance.settings import Settings
from surveyapp.studies.loaded import LoadedStudy, find_loaded


class NotLoaded(Fault):
    """The database has no study of this name."""


@contextmanager
def installation() -> Iterator[Flask]:
    """Context with the application of the instance folder, after checking that it is set up and of
    the right version.
    """
    app = create_app()
    settings: Settings = app.extensions["settings"]
    if app.config["SECRET_KEY"] is None:
        raise InstanceNotReady(NOT_READY, folder=settings.instance)
    with app.app_context(), force_locale(language()):
        try:
            if not is_current(app.extensions["database"].engine):
                raise InstanceNotReady(
                    N_("The database is of another version than the program. Please run: surveyapp init")
                )
            yield app
        except AlteredFault as fault:
            notice(fault)
            raise
        finally:
            app.extensions["database"].engine.dispose()


def loaded_study(study_id: str) -> LoadedStudy:
    """Return the loaded study of that id."""
    if (found := find_loaded(study_id)) is None:
        raise NotLoaded(N_("No study {study} is loaded. Please see: surveyapp study list"), study=study_id)
    return found


def group_of(study: Study, group: str) -> str:
    """Return the id of the group if the study has it."""
    if group not in study.questionnaires:
        names = ", ".join(study.questionnaires)
        raise Fault(
            N_("Study {study} has no group {group}. Its groups: {names}."), study=study.id, group=group, names=names
        )
    return group
