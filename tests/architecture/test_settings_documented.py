import re

from surveyapp.instance import settings
from tests.architecture.checkout import ROOT


def documented() -> set[str]:
    """The names in the first column of the tables of docs/settings.md."""
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    return set(re.findall(r"^\| *`([A-Z0-9_]+)`", page, flags=re.MULTILINE))


def test_every_setting_is_documented() -> None:
    assert sorted(set(settings.SETTINGS) - documented()) == []


def test_every_documented_setting_exists() -> None:
    assert sorted(documented() - set(settings.SETTINGS)) == []
