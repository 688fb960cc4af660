"""Forms served in this process and opened in Chromium: one server for all of them, any number of windows."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from forms.loading.studies import find_study, load_study
from surveyapp.ballot_box.codes.access_codes import make_codes
from surveyapp.ballot_box.codes.one_per_unit import units_with_codes
from surveyapp.database.tables.studies import State
from surveyapp.lifecycle.changes import load
from surveyapp.respondents.queries import unit_of_code
from surveyapp.studies.loaded import find_loaded
from tests.surveyapp.conftest import installed
from tests.surveyapp.sealed_box import move_to

SHORT, LONG = "every_kind", "khanh_hoa_2019"
SHORT_FOLDER = Path(__file__).parents[2] / "studies" / SHORT
WAIT = 8000


class Site:
    """A running server with a short study and the Khánh Hòa pilot, both in rehearsal."""

    def __init__(self, app: Flask, base: str) -> None:
        self.app, self.base = app, base

    def form(self, study: str, group: str, more: str = "?v=a") -> str:
        return f"{self.base}/s/{study}/{group}{more}"

    def code(self, study: str, group: str) -> str:
        with self.app.app_context():
            loaded = find_loaded(study)
            assert loaded is not None
            one_per_unit = loaded.study.group(group).one_per_unit
            taken = units_with_codes(loaded.study, group) if one_per_unit else frozenset()
            free = next(unit.id for unit in loaded.study.frame.units if unit.id not in taken)
            return make_codes(loaded.study, group, [free], 1)[0].code

    def agency_of(self, study: str, group: str, code: str) -> str:
        """The Vietnamese name of the agency that the code belongs to."""
        with self.app.app_context():
            loaded = find_loaded(study)
            assert loaded is not None
            valid, unit = unit_of_code(loaded.study, group, code)
            assert valid
            assert unit is not None
            return unit.name["vi"]


@contextmanager
def served(folder: Path) -> Iterator[Site]:
    """Serve both studies from a new installation in this folder."""
    app = installed(folder, "")
    with app.app_context():
        for documents in (SHORT_FOLDER, find_study(LONG)):
            study = load_study(documents)
            load(study)
            move_to(study.id, State.REHEARSAL)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Site(app, f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    thread.join()
    server.server_close()
    with app.app_context():
        app.extensions["database"].engine.dispose()


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("answering") / "instance") as found:
        yield found


Window = Callable[..., Page]


@pytest.fixture
def window(browser: Browser) -> Iterator[Window]:
    """Open a window of a width; a script error fails the test."""
    errors: list[str] = []
    with ExitStack() as opened:

        def open_window(width: int = 390, height: int = 844, **options: Any) -> Page:
            context = browser.new_context(viewport={"width": width, "height": height}, **options)
            opened.callback(context.close)
            context.set_default_timeout(WAIT)
            page = context.new_page()
            page.on("pageerror", lambda error: errors.append(str(error)))
            return page

        yield open_window
    assert errors == []
