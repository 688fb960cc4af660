"""The page for ethics boards says the same in both languages and names tests and pages that exist."""

import re

import pytest

from tests.architecture.checkout import ROOT

PAGES = {"en": ROOT / "docs" / "anonymity.md", "vi": ROOT / "docs" / "anonymity.vi.md"}
NAMED = re.compile(r"`(tests/[\w/.]+)`|\]\(([\w.]+\.md)\)")


def text(language: str) -> str:
    return PAGES[language].read_text(encoding="utf-8")


@pytest.mark.parametrize("language", PAGES)
def test_what_it_names_exists(language: str) -> None:
    named = [ROOT / test if test else ROOT / "docs" / page for test, page in NAMED.findall(text(language))]
    assert len(named) > 8
    assert [str(path) for path in named if not path.exists()] == []


def test_the_languages_have_the_same_parts_rows_and_promises() -> None:
    shape = {language: re.findall(r"^(#{1,3}|\||- |\d\.) ?", text(language), re.MULTILINE) for language in PAGES}
    assert shape["vi"] == shape["en"]


def test_the_languages_name_the_same_settings_and_tests() -> None:
    english, vietnamese = (set(re.findall(r"`([\w/.-]+)`", text(language))) for language in ("en", "vi"))
    assert english == vietnamese
