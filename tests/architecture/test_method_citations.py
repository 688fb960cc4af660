"""Whoever reads "METHOD 11" in the code finds the rule of that number in docs/method.md."""

import re

from tests.architecture.checkout import ROOT, tracked_files

CITATION = re.compile(r"METHOD ((?:\d+(?:, | and |, and | to |–)?)+)")
TEXT = {".py", ".md", ".yaml", ".html", ".js"}


def rules() -> set[int]:
    page = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
    return {int(number) for number in re.findall(r"^### (\d+)\. ", page, flags=re.MULTILINE)}


def test_every_cited_rule_of_method_exists() -> None:
    known, unknown = rules(), []
    for path in tracked_files():
        if path.suffix not in TEXT or not path.is_file():
            continue
        for match in CITATION.finditer(path.read_text(encoding="utf-8")):
            cited = {int(number) for number in re.findall(r"\d+", match[1])}
            unknown += [f"{path.relative_to(ROOT)}: METHOD {number}" for number in sorted(cited - known)]
    assert unknown == []


def test_the_rules_are_numbered_without_a_gap() -> None:
    assert rules() == set(range(1, max(rules()) + 1))
