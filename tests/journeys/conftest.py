"""A complete installation with its server running, and Chromium as its client."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from surveyapp.commands.demo.demo_server import DemoServer, free_port
from tests.journeys.browsers.chromium import chromium_path
from tests.journeys.browsers.firefox import Firefox, running_firefox

STUDY = "khanh_hoa_2019"
PASSWORD = "a password for the tests"
PASSPHRASE = "a passphrase for the tests"
# All commands in one interpreter, which takes longer to start than most commands to run.
_RUN = """
import json, sys
from surveyapp.commands import main
for arguments in json.loads(sys.argv[1]):
    if main(arguments, standalone_mode=False):
        sys.exit(1)
"""


@dataclass
class Installation:
    """An instance folder, its server, and its commands."""

    folder: Path
    base: str = ""

    @property
    def environment(self) -> dict[str, str]:
        own = {"SURVEYAPP_INSTANCE": str(self.folder), "LANG": "C.UTF-8"}
        own |= {"SURVEYAPP_PASSWORD": "a password to begin with", "SURVEYAPP_NEW_PASSWORD": PASSWORD}
        own["SURVEYAPP_PASSPHRASE"] = PASSPHRASE
        return {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | own

    def run(self, *commands: list[str]) -> str:
        """Run commands; their output is shown if one fails."""
        call = [sys.executable, "-c", _RUN, json.dumps(commands)]
        done = subprocess.run(call, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{commands}: {done.stdout}{done.stderr}"
        return done.stdout

    def codes(self, *groups: str, unit: str) -> dict[str, str]:
        """Make a code for each group in a unit."""
        made = ["codes", "make", STUDY, "--unit", unit, "-n", "1", "--base", self.base]
        paths = {group: self.folder / f"codes_{group}.csv" for group in groups}
        self.run(*([*made, "--group", group, "--out", str(path)] for group, path in paths.items()))
        return {group: path.read_text("utf-8-sig").splitlines()[1].split(",")[0] for group, path in paths.items()}


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The Khánh Hòa pilot in rehearsal, served, with two staff accounts."""
    found = Installation(tmp_path_factory.mktemp("journey") / "instance")
    found.run(
        ["init"],
        ["study", "load", STUDY],
        ["user", "add", "researcher", "--role", "researcher"],
        ["study", "rehearse", STUDY, "--yes", "--researcher", "researcher"],
    )
    with DemoServer(free_port(), found.environment) as server:
        found.base = server.base
        yield found


@pytest.fixture(scope="session")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """One Firefox ESR for all journeys of a worker."""
    with running_firefox(tmp_path_factory.mktemp("firefox") / "profile") as running:
        yield running


# One browser for all journeys of a worker, closed before tests that run their own event loop.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def phone(browser: Browser, installation: Installation) -> Iterator[Page]:
    """A phone's window of 390 px in Vietnamese; a script error fails the test."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="vi-VN", has_touch=True, base_url=installation.base
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert not errors
