"""What is imported is declared, what is declared is imported, and each dependency has its line of reason."""

import ast
import re
import sys
from collections.abc import Iterator
from configparser import ConfigParser
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.architecture.checkout import FLOORS, ROOT, modules

# Reached without an import statement of ours, or imported only when an address asks for an extra.
USED_OTHERWISE = {
    "ibis": "the extra spark: tables of other engines",
    "psycopg": "SQLAlchemy loads it for postgresql+psycopg URLs; the analysis, for tables in PostgreSQL",
}
# These come with another, in the version that fits it.
PART_OF = {
    "itsdangerous": "flask",
    "markupsafe": "jinja2",
    "pydantic-core": "pydantic",
    "werkzeug": "flask",
    "wtforms": "flask-wtf",
}


def setup() -> ConfigParser:
    config = ConfigParser(interpolation=None)
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    return config


def names(requirements: str) -> set[str]:
    """Normalised distribution names of a requirement list."""
    return {normal(re.split(r"[^A-Za-z0-9._-]", line)[0]) for line in requirements.split("\n") if line.strip()}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def distributions(paths: tuple[Path, ...]) -> set[str]:
    known = packages_distributions()
    outside = (
        {name for path in paths for name in imported(path)} - sys.stdlib_module_names - {*FLOORS, "tests", "benchmarks"}
    )
    return {normal(known.get(name, [name])[0]) for name in outside}


def test_what_the_floors_import_is_what_is_declared() -> None:
    used = {PART_OF.get(name, name) for name in distributions(modules())}
    declared = names(setup()["options"]["install_requires"])
    assert sorted(used - declared - set(USED_OTHERWISE)) == [], "imported, but not in install_requires"
    assert sorted(declared - used) == [], "in install_requires, but imported nowhere"


def test_what_the_tests_import_is_declared() -> None:
    extras = setup()["options.extras_require"]
    declared = names(setup()["options"]["install_requires"]) | names(extras["test"])
    used = {PART_OF.get(name, name) for name in distributions(modules("tests"))}
    assert sorted(used - declared) == []


def test_each_dependency_has_a_line_of_reason() -> None:
    config = setup()
    declared = names(config["options"]["install_requires"])
    declared |= {name for extra in config["options.extras_require"].values() for name in names(extra)}
    record = (ROOT / "docs" / "decisions" / "0003-dependencies.md").read_text(encoding="utf-8")
    explained = {normal(name) for name in re.findall(r"^\| *`([^`]+)`", record, flags=re.MULTILINE)}
    assert sorted(declared - explained) == [], "without a line in docs/decisions/0003-dependencies.md"
    assert sorted(explained - declared) == [], (
        "explained in docs/decisions/0003-dependencies.md, but no longer declared"
    )


def test_the_locks_name_no_index() -> None:
    """An address in a lock would tie it to one machine; the hashes say which files are meant."""
    for lock in sorted((ROOT / "requirements").glob("*.lock")):
        assert "://" not in lock.read_text(encoding="utf-8"), lock.name


def test_the_build_tools_are_pinned_alike() -> None:
    (build,) = re.findall(r"setuptools==[0-9.]+", (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for file in ("build.in", "run.lock", "test.lock"):
        assert re.search(
            rf"^{re.escape(build)}\b", (ROOT / "requirements" / file).read_text(encoding="utf-8"), re.MULTILINE
        ), file
