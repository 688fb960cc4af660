"""The health of the server for monitoring: yes or no.

The page is public, so it contains no other information, and the checks run at most once in two seconds.
"""

import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock
from time import monotonic

from flask import Blueprint, Flask, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import column, select, table, update
from sqlalchemy.exc import SQLAlchemyError

from surveyapp.database.migrating import newest_revision
from surveyapp.database.sessions import Database, database
from surveyapp.database.statements import Statement
from surveyapp.database.transactions import Cursor, NotStoredError
from surveyapp.instance.settings import Settings
from surveyapp.web.permissions import PUBLIC, permission

LEAST_FREE = 0.05
"""Minimum free share of the disk. SQLite needs space for its log, and rewriting tables needs space for a copy."""

KEPT_SECONDS = 2.0

health = Blueprint("health", __name__)

_revisions = table("alembic_version", column("version_num"))
_REVISION = Statement(select(_revisions.c.version_num))
_SAME_REVISION = Statement(update(_revisions).values(version_num=_revisions.c.version_num))


@dataclass(frozen=True, slots=True)
class Condition:
    """``database``: it can be read and written. ``tables``: they have the schema of this program."""

    database: bool
    tables: bool
    disk: bool

    @property
    def good(self) -> bool:
        return self.database and self.tables and self.disk


class Watch:
    """Return the newest condition; while a check runs, the previous one."""

    def __init__(self) -> None:
        self._looking = Lock()
        self._found: Condition | None = None
        self._since = 0.0

    def condition(self, app_database: Database, settings: Settings) -> Condition:
        fresh = self._found is not None and monotonic() - self._since < KEPT_SECONDS
        if not fresh and self._looking.acquire(blocking=self._found is None):
            try:
                self._found = look(app_database, settings)
                self._since = monotonic()
            finally:
                self._looking.release()
        assert self._found is not None  # noqa: S101 - the first one waits for the look
        return self._found


class _TakeBackError(Exception):
    """Rolls the trial write back."""

    def __init__(self, revision: str | None) -> None:
        self.revision = revision


def init_app(app: Flask) -> None:
    app.extensions["watch"] = Watch()
    app.register_blueprint(health)


@health.get("/healthz")
@permission(PUBLIC)
def healthz() -> ResponseReturnValue:
    watch: Watch = current_app.extensions["watch"]
    found = watch.condition(database(), current_app.extensions["settings"])
    reply = jsonify({"status": "ok" if found.good else "failing", **asdict(found)})
    return reply, 200 if found.good else 503


def look(app_database: Database, settings: Settings) -> Condition:
    """Run the checks."""
    revision = _write_and_take_back(app_database)
    return Condition(
        database=revision is not None,
        tables=revision == newest_revision(),
        disk=all(_has_room(folder) for folder in _folders(app_database, settings)),
    )


def _write_and_take_back(app_database: Database) -> str | None:
    """Return the schema of the tables if a trial write succeeds up to the commit."""

    def trial(cursor: Cursor) -> None:
        (revision,) = cursor.run(_REVISION).row() or ("",)
        cursor.run(_SAME_REVISION)
        raise _TakeBackError(revision)

    try:
        app_database.transactions.write(trial)
    except _TakeBackError as taken_back:
        return taken_back.revision
    except (NotStoredError, SQLAlchemyError):
        pass
    except Exception as error:
        # The driver's own errors: missing table, no write permission.
        current_app.logger.warning("the database is not well: %s", type(error).__name__)
    return None


def _folders(app_database: Database, settings: Settings) -> set[Path]:
    """Return the folder this server writes to; the disk of a PostgreSQL server is monitored there."""
    folders = {settings.instance}
    if app_database.engine.dialect.name == "sqlite" and app_database.engine.url.database:
        folders.add(Path(app_database.engine.url.database).resolve().parent)
    return folders


def _has_room(folder: Path) -> bool:
    try:
        usage = shutil.disk_usage(folder)
    except OSError:
        return False
    return usage.free >= LEAST_FREE * usage.total
