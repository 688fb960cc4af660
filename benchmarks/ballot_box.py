"""Runs the long tests of the ballot box in sequence and writes a page of their measurements.

The docstrings of the test folders say what each does. ``make test-long`` runs this before the long journeys. Arguments
are passed to pytest and select tests; the page is then not written.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import parse

from benchmarks._result_pages import write_page

FOLDERS = ("tests/durability", "tests/linkability", "tests/surveyapp/security")
DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True)
class Measured:
    """One test: its sentence, its database, its measurements, its result."""

    sentence: str
    database: str
    figures: str
    seconds: float
    passed: bool


def run_long_tests(report: Path, *more: str) -> int:
    """One process in sequence, so that tests do not slow each other down."""
    kept = ["-o", "junit_family=legacy", "--junitxml", str(report)]
    command = [sys.executable, "-m", "pytest", "-m", "long", "-n0", *kept, *FOLDERS, *more]
    return subprocess.run(command, check=False).returncode


def measured_in(report: Path) -> Iterator[Measured]:
    """The tests with measurements."""
    for case in parse(report).iter("testcase"):  # noqa: S314 - written by our own tests
        noted = [(found.get("name", ""), found.get("value", "")) for found in case.iter("property")]
        if not noted:
            continue
        name, _, parameters = case.get("name", "").removesuffix("]").partition("[")
        words = parameters.split("-") if parameters else []
        rest = [word for word in words if word not in DATABASES]
        yield Measured(
            sentence=name.removeprefix("test_").replace("_", " ").capitalize()
            + (f" ({', '.join(rest)})" if rest else ""),
            # Tests that run on one database only have it in their name, unless it is SQLite.
            database=next((DATABASES[word] for word in (*words, *name.split("_")) if word in DATABASES), "SQLite"),
            figures="; ".join(f"{what}: {value}" for what, value in noted),
            seconds=float(case.get("time", 0)),
            passed=all(case.find(fault) is None for fault in ("failure", "error")),
        )


def lines_of(found: list[Measured]) -> Iterator[str]:
    """Yield the table of the page."""
    yield "| what | database | measured | minutes |"
    yield "|---|---|---|---:|"
    for one in found:
        failed = "" if one.passed else "**failed**; "
        yield f"| {one.sentence} | {one.database} | {failed}{one.figures} | {one.seconds / 60:.1f} |"


def main(more: list[str]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        ended = run_long_tests(report, *more)
        found = list(measured_in(report))
    if more:
        print("\n".join(lines_of(found)))
    else:
        write_page(
            "ballot_box",
            "The ballot box under attack, killed and starved",
            [
                "What `make test-long` measured. Figures of linkability are hits of 500 by the best of ten attackers; "
                "in brackets the 99 % quantile of the same attackers' best over 1,000 shufflings of the truth. Chance "
                "itself exceeds that once in a hundred figures, so that a second run decides where one does.",
                "",
            ],
            lines_of(found),
        )
    return ended


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
