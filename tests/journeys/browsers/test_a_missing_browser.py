"""Where a browser is missing, the tests say what to install."""

import pytest

from tests.journeys.browsers import chromium, firefox


def test_a_missing_firefox_is_named_with_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(firefox, "FIREFOX", "no-such-firefox")
    with pytest.raises(FileNotFoundError, match=r"no no-such-firefox .* sudo apt install firefox-esr; Ubuntu: see"):
        firefox.firefox_path()


def test_a_missing_chromium_is_named_with_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chromium, "CHROMIUM", "no-such-chromium")
    with pytest.raises(FileNotFoundError, match=r"no no-such-chromium .* sudo apt install chromium; Ubuntu: see"):
        chromium.chromium_path()
