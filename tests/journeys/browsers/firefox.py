"""Starts and ends the system's Firefox ESR, without a window, and opens tabs in it."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.journeys.browsers.bidi import BidiConnection
from tests.journeys.browsers.firefox_page import FirefoxPage
from tests.waiting import until

FIREFOX = os.environ.get("FIREFOX", "firefox-esr")
SECONDS = 120
"""The longest start, on a machine that is busy with other tests."""

# The browser asks nobody on the network, shows no page of its own, and draws no frame to animate.
PREFERENCES = {
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.region.network.url": "",
    "browser.safebrowsing.downloads.remote.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.getAddons.cache.enabled": False,
    "extensions.update.enabled": False,
    "intl.accept_languages": "vi-VN, vi",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,none",
    "toolkit.telemetry.server": "",
}
LIGHT, DARK = 1, 0
"""Values of the preference that chooses the colours of pages."""


def firefox_path() -> str:
    """Return the path of the program; FileNotFoundError, which says what to install, if there is none."""
    found = shutil.which(FIREFOX)
    if found is None:
        raise FileNotFoundError(
            f"There is no {FIREFOX} on this machine. Please install Firefox ESR (Debian: sudo apt install firefox-esr; "
            "Ubuntu: see README.md), or name another Firefox: FIREFOX=/path/to/firefox make test"
        )
    return found


class Firefox:
    """A running Firefox."""

    def __init__(self, connection: BidiConnection) -> None:
        self._connection = connection

    @contextmanager
    def page(self, width: int = 390, height: int = 844) -> Iterator[FirefoxPage]:
        """A tab of a width, closed at the end; a script error in it fails the test."""
        tab = self._connection.call("browsingContext.create", type="tab")["context"]
        page = FirefoxPage(self._connection, tab)
        page.set_viewport_size({"width": width, "height": height})
        self._connection.errors.clear()
        try:
            yield page
        finally:
            self._connection.call("browsingContext.close", context=tab)
        assert self._connection.errors == []


@contextmanager
def running_firefox(profile: Path, colours: int = LIGHT) -> Iterator[Firefox]:
    """Start Firefox with a fresh profile in an empty folder, and end it."""
    program = firefox_path()
    profile.mkdir(parents=True)
    wanted = PREFERENCES | {"layout.css.prefers-color-scheme.content-override": colours}
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in wanted.items()]
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    log, server = profile / "firefox.log", profile / "WebDriverBiDiServer.json"
    arguments = ["--headless", "--no-remote", "--remote-debugging-port", "0", "--profile", str(profile), "about:blank"]
    environment = os.environ | {"MOZ_CRASHREPORTER_DISABLE": "1", "HOME": str(profile)}
    with log.open("wb") as told:
        process = subprocess.Popen([program, *arguments], stdout=told, stderr=told, env=environment)
    try:
        until(lambda: _address(server) or process.poll() is not None, SECONDS, log.read_text)
        assert process.poll() is None, log.read_text()
        with BidiConnection(_address(server)) as connection:
            yield Firefox(connection)
    finally:
        process.terminate()
        process.wait(30)


def _address(server: Path) -> str:
    """Return the address that Firefox listens on, or "" until it says so in its profile."""
    try:
        said = json.loads(server.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return ""
    return f"ws://{said['ws_host']}:{said['ws_port']}"
