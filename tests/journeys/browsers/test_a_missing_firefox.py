"""Where there is no Firefox, the tests say what to install."""

import pytest

from tests.journeys.browsers import firefox


def test_a_missing_firefox_is_named_with_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(firefox, "FIREFOX", "no-such-firefox")
    with pytest.raises(FileNotFoundError, match=r"no no-such-firefox .* sudo apt install firefox-esr; Ubuntu: see"):
        firefox.firefox_path()
