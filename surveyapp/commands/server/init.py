"""surveyapp init"""

from pathlib import Path

import click
from sqlalchemy.exc import DBAPIError

from surveyapp.commands.terminal.translated_commands import SurveyappCommand, say
from surveyapp.database.engines import make_engine
from surveyapp.database.migrating import migrate
from surveyapp.instance.faults import N_, Fault
from surveyapp.instance.keys import InstanceKeys
from surveyapp.instance.private_files import PRIVATE_FILE, PRIVATE_FOLDER
from surveyapp.instance.settings import Settings, load_settings


@click.command("init", cls=SurveyappCommand)
def command() -> None:
    settings = load_settings()
    made = set_up(settings)
    say(N_("Instance folder: {folder}"), folder=settings.instance)
    say(N_("Ready.") if made else N_("Everything already exists; nothing was changed."))


def set_up(settings: Settings) -> bool:
    """Create what is missing. Returns whether anything was created."""
    folder = settings.instance
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(PRIVATE_FOLDER)
    keys = InstanceKeys(folder)
    made_keys = keys.create()
    engine = make_engine(settings.database)
    try:
        migrated = migrate(engine, keys.pepper)
    except DBAPIError as error:
        raise Fault(
            N_("The database cannot be reached: {reason} Please check DATABASE_URL."), reason=error.orig
        ) from error
    finally:
        engine.dispose()
    if engine.dialect.name == "sqlite" and engine.url.database:
        # SQLite gives its other files the same mode.
        Path(engine.url.database).chmod(PRIVATE_FILE)
    return bool(made_keys) or migrated
