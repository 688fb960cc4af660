"""A served installation that can be stopped and restarted, and windows of Chromium as its clients."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy import func, select
from werkzeug.serving import BaseWSGIServer, make_server

from forms.loading.studies import load_study
from forms.model.study import Study
from surveyapp import create_app
from surveyapp.ballot_box.codes.access_codes import make_codes
from surveyapp.commands.demo.demo_server import free_port
from surveyapp.database.sessions import reading
from surveyapp.database.tables.ballots import BallotRow
from surveyapp.database.tables.studies import State
from surveyapp.lifecycle.changes import load
from tests.surveyapp.conftest import installed
from tests.surveyapp.sealed_box import move_to

STUDY = "every_kind"
INSIDER, OUTSIDER = f"/s/{STUDY}/insider", f"/s/{STUDY}/outsider"
FOLDER = Path(__file__).parents[2] / "studies" / STUDY


class Place:
    """A server on one port over one instance folder."""

    def __init__(self, app: Flask, study: Study) -> None:
        self.app, self.study, self.port = app, study, free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        self._server: BaseWSGIServer = make_server("127.0.0.1", self.port, self.app, threaded=True)
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self.app.extensions["database"].engine.dispose()

    def restart(self) -> None:
        """Keep only the instance folder, as after an update."""
        self.stop()
        self.app = create_app({"SURVEYAPP_INSTANCE": self.folder})
        self.start()

    @property
    def folder(self) -> Path:
        found: Path = self.app.extensions["settings"].instance
        return found

    def code(self) -> str:
        with self.app.app_context():
            return make_codes(self.study, "insider", ["u1"], 1)[0].code

    def ballots(self) -> int:
        with self.app.app_context(), reading() as session:
            return session.scalar(select(func.count()).select_from(BallotRow)) or 0


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    app = installed(tmp_path_factory.mktemp("keeping") / "instance", "")
    study = load_study(FOLDER)
    with app.app_context():
        load(study)
        move_to(study.id, State.REHEARSAL)
    found = Place(app, study)
    yield found
    found.stop()


Window = Callable[..., Page]


@pytest.fixture
def window(browser: Browser, place: Place) -> Iterator[Window]:
    """Open a window of its own device; a script error fails the test."""
    errors: list[str] = []
    with ExitStack() as opened:

        def open_window(**options: Any) -> Page:
            size = {"width": 390, "height": 844}
            context = browser.new_context(**{"viewport": size, "base_url": place.base} | options)
            opened.callback(context.close)
            context.set_default_timeout(8000)
            page = context.new_page()
            page.on("pageerror", lambda error: errors.append(str(error)))
            return page

        yield open_window
    assert errors == []
