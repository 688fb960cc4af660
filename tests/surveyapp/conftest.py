"""An installation on either database, with the tiny study in it."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine

from forms.model.study import Study
from surveyapp import create_app
from surveyapp.commands.server.init import set_up
from surveyapp.database.engines import make_engine
from surveyapp.database.tables.studies import State
from surveyapp.instance.settings import load_settings
from surveyapp.lifecycle.changes import load
from tests.surveyapp.sealed_box import move_to
from tests.surveyapp.tiny_study import tiny_study

StudyIn = Callable[..., Study]


def installed(folder: Path, url: str) -> Flask:
    """Return an application with keys and tables; the caller disposes of its engine."""
    settings = {"SURVEYAPP_INSTANCE": folder, "DATABASE_URL": url}
    set_up(load_settings(settings))
    app = create_app(settings)
    app.testing = True
    return app


def end(app: Flask) -> None:
    """Close every connection of an application, those of a thread that still writes down an altered value as well."""
    for thread in threading.enumerate():
        if thread.name == "altered value":
            thread.join(10)
    app.extensions["database"].engine.dispose()


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine for an empty database, whose connections are closed even if the test fails."""
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def app(tmp_path: Path, database_url: str) -> Iterator[Flask]:
    """An installation, once on SQLite and once on PostgreSQL, with its application context pushed."""
    app = installed(tmp_path / "instance", database_url)
    with app.app_context():
        yield app
    end(app)


@pytest.fixture
def sqlite_app(tmp_path: Path) -> Iterator[Flask]:
    """An installation on SQLite, for behaviour that is the same on all databases."""
    app = installed(tmp_path / "instance", "")
    with app.app_context():
        yield app
    end(app)


@pytest.fixture
def postgresql_app(tmp_path: Path, postgresql_url: str) -> Iterator[Flask]:
    """An installation on PostgreSQL, for behaviour of PostgreSQL only."""
    app = installed(tmp_path / "instance", postgresql_url)
    with app.app_context():
        yield app
    end(app)


@pytest.fixture
def study_in() -> StudyIn:
    """Load the tiny study into the current installation and bring it to a state."""

    def load_in(state: State, **differences: object) -> Study:
        study = tiny_study(**differences)  # type: ignore[arg-type]
        load(study)
        if state is State.CLOSED:
            move_to(study.id, State.OPEN)
        if state is not State.DRAFT:
            move_to(study.id, state)
        return study

    return load_in
