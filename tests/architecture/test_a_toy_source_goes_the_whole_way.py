"""A source registered by this test alone is compared by the command, printed as JSON and written about in a report.

It takes one entry in ``analysis.sources.SOURCES``; the module of the toy source is this one.
"""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from analysis.cli import main
from analysis.results import Comparability
from analysis.sources import SOURCES, SourceType
from analysis.sources.dataset import ALONE, Codebook, Dataset, Group, Option, Variable
from analysis.sources.files.roles import Roles
from analysis.sources.row_places import CellIndex
from analysis.sources.tally import Tally, from_rows
from tests.analysis.source_contract import hold_to_contract

CONSTRUCT = "c"
ITEMS = ("q1", "q2", "q3")
CODES = range(1, 6)


class ToySource:
    """An engine that knows its answers as counts: in each of 12 agencies, and of 30 people without one, by group."""

    def __init__(self, address: str, roles: Roles, described: Codebook | None, construct: str | None = None) -> None:
        self.address, self.roles, self.described, self.construct = address, roles, described, construct
        self.read_rows = False

    def codebook(self) -> Codebook:
        variables = tuple(
            Variable(
                name,
                label={"vi": f"Câu {name}", "en": f"Question {name}"},
                options=tuple(Option(code, {"vi": f"Mức {code}", "en": f"Level {code}"}) for code in CODES),
                scale="toy",
                construct=self.construct,
                comparability_default=Comparability.COMPARE,
                position=position,
            )
            for position, name in enumerate(ITEMS)
        )
        groups = (Group("a", {"en": "Group A"}), Group("b", {"en": "Group B"}))
        return Codebook(variables, groups, {CONSTRUCT: {"en": "The toy"}}, source=self.address)

    def _cells(self, name: str) -> np.ndarray:
        """Rows of group, cluster, code and people."""
        shift = ITEMS.index(name)
        cells = [(unit % 2, unit, 1 + (unit * 3 + k + shift) % 5, 1 + k) for unit in range(12) for k in range(3)]
        alone = [(group, ALONE, 1 + (k + group + shift) % 5, 5) for group in range(2) for k in range(3)]
        return np.array([*cells, *alone])

    def tally(self, items: Sequence[str] | None = None) -> Tally:
        book, counted = self.codebook(), []
        for name in items or ITEMS:
            group, cluster, code, people = self._cells(name).T
            counted.append(from_rows(book.variable(name), CellIndex.of(2, group, cluster, 12, people), code))
        return Tally(tuple(counted), book, clustered=True)

    def read(self, items: Sequence[str] | None = None) -> Dataset:
        self.read_rows = True
        rows = {name: np.repeat(self._cells(name)[:, :3], self._cells(name)[:, 3], axis=0) for name in items or ITEMS}
        group, cluster, _ = next(iter(rows.values())).T
        columns = {name: row[:, 2].astype(np.int16) for name, row in rows.items()}
        return Dataset(self.codebook(), columns, group, cluster, tuple(f"unit {number}" for number in range(12)))


OPENED: list[ToySource] = []


def open_source(address: str, roles: Roles, described: Codebook | None) -> ToySource:
    """What the table calls."""
    source = ToySource(address, roles, described, CONSTRUCT if "scored" in address else None)
    OPENED.append(source)
    return source


@pytest.fixture(autouse=True)
def toy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SOURCES, "toy", SourceType(__name__, (".toy",), "toy:"))
    OPENED.clear()


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, [*arguments, "--group", "group", "--language", "en"])
    assert result.exit_code == 0, result.output
    return result


def test_it_keeps_the_contract_of_all_sources() -> None:
    hold_to_contract(ToySource("toy:here", Roles("group"), None))
    hold_to_contract(ToySource("toy:here", Roles("group"), None), ["q2"])


def test_the_command_compares_it_from_its_counts_alone() -> None:
    found = json.loads(run("compare", "toy:here", "--json").stdout)
    assert [item["item"] for item in found["items"]] == list(ITEMS)
    assert found["items"][0]["n"] == {"a": 51, "b": 51}
    assert found["items"][0]["clusters"] == {"a": 6 + 15, "b": 6 + 15}
    assert found["items"][0]["pairs"][0]["cliffs_delta"]["p_value"] is not None
    (source,) = OPENED
    assert (source.address, source.roles.group, source.read_rows) == ("toy:here", "group", False)
    assert "Question q1" in run("compare", "toy:here").output


def test_its_questions_are_described() -> None:
    found = json.loads(run("describe", "toy:here", "--json").stdout)["columns"]
    assert [(column["name"], column["role"], column["values"]) for column in found] == [
        (name, "question", 102) for name in ITEMS
    ]
    assert found[0]["codes"] == list(CODES)


def test_scores_of_constructs_are_made_from_its_rows() -> None:
    found = json.loads(run("compare", "toy:scored", "--json").stdout)
    assert [construct["construct"] for construct in found["constructs"]] == [CONSTRUCT]
    assert found["constructs"][0]["pairs"][0]["difference"]["estimate"] is not None


def test_a_file_of_its_type_is_reported(tmp_path: Path) -> None:
    file = tmp_path / "answers.toy"
    file.write_text("a toy", encoding="utf-8")
    run("report", str(file), "--out", str(tmp_path))
    assert OPENED[0].address == str(file)
    assert not OPENED[0].read_rows
    report = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Question q1" in report
    assert "Group B" in report
    assert str(file) in report
    assert (tmp_path / "report.docx").stat().st_size > 1000


def test_a_kind_that_no_source_reads_is_answered_with_those_that_some_do(tmp_path: Path) -> None:
    (tmp_path / "answers.none").write_text("", encoding="utf-8")
    result = CliRunner().invoke(main, ["compare", str(tmp_path / "answers.none"), "--group", "group"])
    assert result.exit_code == 1
    assert ".toy, toy:" in result.stderr
