"""The size of the first page of each form over the network, from the real server."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser

from benchmarks._first_page import MOST_BYTES, MOST_REQUESTS, first_page_weight
from forms.loading.studies import find_study, load_study
from surveyapp.commands.demo.demo_server import DemoServer, free_port
from surveyapp.database.tables.studies import State
from surveyapp.lifecycle.changes import load
from tests.journeys.answering.conftest import LONG
from tests.surveyapp.conftest import installed
from tests.surveyapp.sealed_box import move_to

pytestmark = pytest.mark.browser

YEAR = 31_536_000


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("weight") / "instance"
    app = installed(folder, "")
    with app.app_context():
        load(load_study(find_study(LONG)))
        move_to(LONG, State.OPEN)
        app.extensions["database"].engine.dispose()
    with DemoServer(free_port(), os.environ | {"SURVEYAPP_INSTANCE": str(folder), "DATABASE_URL": ""}) as server:
        yield server.base


@pytest.mark.parametrize("group", ["leader", "civil_servant", "outsider"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_first_page_takes_three_requests_and_forty_kilobytes(
    browser: Browser, base: str, group: str, language: str
) -> None:
    weight = first_page_weight(browser, f"{base}/s/{LONG}/{group}?lang={language}")
    assert weight.requests <= MOST_REQUESTS
    assert weight.bytes <= MOST_BYTES


def test_style_and_script_carry_a_hash_and_are_kept_for_a_year(base: str) -> None:
    with urlopen(f"{base}/s/{LONG}/outsider") as page:  # noqa: S310 - an address of this machine
        files = re.findall(r'(?:src|href)="(/assets/[^"]+)"', page.read().decode())
    assert len(files) == 2
    for file in files:
        assert re.fullmatch(r"/assets/respondents-[0-9a-f]{12}\.(css|js)", file)
        with urlopen(base + file) as reply:  # noqa: S310 - an address of this machine
            kept = reply.headers["Cache-Control"]
        assert f"max-age={YEAR}" in kept
        assert "immutable" in kept
