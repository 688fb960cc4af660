"""The pages of threats name tests that exist, the same in both languages, and are linked from what is promised."""

import re
from pathlib import Path

import pytest

from tests.architecture.checkout import ROOT

DOCS = ROOT / "docs"


def named_tests(page: Path) -> list[list[str]]:
    rows = [line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("| **")]
    return [re.findall(r"`(tests/[^`]+)`", row) for row in rows]


@pytest.mark.parametrize("name", ["threats.md", "threats.vi.md"])
def test_every_test_that_is_named_exists(name: str) -> None:
    missing = [path for row in named_tests(DOCS / name) for path in row if not (ROOT / path).exists()]
    assert missing == []


def test_both_languages_name_the_same_tests_row_by_row() -> None:
    assert named_tests(DOCS / "threats.md") == named_tests(DOCS / "threats.vi.md")


@pytest.mark.parametrize(("page", "threats"), [("anonymity.md", "threats.md"), ("anonymity.vi.md", "threats.vi.md")])
def test_the_page_of_promises_links_it(page: str, threats: str) -> None:
    assert f"({threats})" in (DOCS / page).read_text(encoding="utf-8")
