"""Whoever sets up a machine is told the same packages everywhere."""

import re

import pytest

from tests.architecture.checkout import ROOT

PAGES = ("README.md", "README.vi.md", "CONTRIBUTING.md")


def told(page: str) -> set[str]:
    """The packages of every line of that page that installs some."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return {name for line in re.findall(r"apt install ([a-z0-9 -]+)", text) for name in line.split()}


def installed() -> set[str]:
    """The packages that the script for bare machines installs."""
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    by_program = re.search(r"declare -A packages=\((.*?)\)", script, re.DOTALL)
    assert by_program
    pairs = re.findall(r"\[[a-z0-9-]+\]=([a-z0-9-]+)", by_program[1])
    return {*pairs, *re.findall(r"missing\+=\(([a-z0-9-]+)\)", script)}


@pytest.mark.parametrize("page", PAGES)
def test_each_page_names_the_packages_that_a_bare_machine_gets(page: str) -> None:
    assert told(page) == installed()


def test_make_names_a_package_of_the_same_list() -> None:
    assert told("Makefile") <= installed()


def test_no_recommended_packages_are_installed() -> None:
    assert "--no-install-recommends" in (ROOT / ".ci/run").read_text(encoding="utf-8")
