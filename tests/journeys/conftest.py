"""A whole installation with its server running, and a real browser in front of it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from surveyapp.commands.demo_server import DemoServer, free_port

STUDY = "khanh_hoa_2019"
PASSWORD = "a password for the tests"
PASSPHRASE = "a passphrase for the tests"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
_RUN = "import sys; from surveyapp.commands import main; main(sys.argv[1:])"


@dataclass
class Installation:
    """An instance folder, the server on it, and the commands that work on it."""

    folder: Path
    base: str = ""

    @property
    def environment(self) -> dict[str, str]:
        own = {"SURVEYAPP_INSTANCE": str(self.folder), "SURVEYAPP_PASSWORD": PASSWORD, "LANG": "C.UTF-8"}
        own["SURVEYAPP_PASSPHRASE"] = PASSPHRASE
        return {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | own

    def run(self, *arguments: str) -> str:
        """Run a command; its words are shown where it fails."""
        done = subprocess.run(
            [sys.executable, "-c", _RUN, *arguments], env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"surveyapp {' '.join(arguments)}: {done.stdout}{done.stderr}"
        return done.stdout

    def codes(self, group: str, number: int) -> list[str]:
        path = self.folder / f"codes_{group}_{len(list(self.folder.glob('codes_*')))}.csv"
        self.run("codes", "make", STUDY, "--group", group, "-n", str(number), "--out", str(path))
        return [line.split(",")[0] for line in path.read_text(encoding="utf-8-sig").splitlines()[1:]]


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The Khánh Hòa pilot in rehearsal, served, with two accounts of staff."""
    found = Installation(tmp_path_factory.mktemp("journey") / "instance")
    found.run("init")
    found.run("study", "load", STUDY)
    found.run("study", "rehearse", STUDY)
    found.run("user", "add", "researcher", "--role", "researcher")
    with DemoServer(free_port(), found.environment) as server:
        found.base = server.base
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def phone(browser: Browser, installation: Installation) -> Iterator[Page]:
    """A phone's window of 390 px in Vietnamese; an error of a script fails the test."""
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
