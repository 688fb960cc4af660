"""A measure registered by this test alone is computed, printed, reported, released and read back, on every level.

It takes one entry in ``analysis.measures.MEASURES``; the module it names is this one.
"""

import csv
import io
import json
import sys
import zipfile
from collections.abc import Sequence
from html import unescape
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from docx import Document as WordFile
from flask import Flask
from matplotlib.figure import Figure

from analysis.charts.group_means import GroupMean, MeanRow, group_means
from analysis.cli import main
from analysis.measures import MEASURES
from analysis.measures.measure import Counts, Figures, Level, Measure
from analysis.results import Estimate, ItemComparison, figure
from analysis.wording.phrasing import Phrasing
from surveyapp.database.sessions import reading
from surveyapp.database.tables.releases import ReleaseRow
from surveyapp.results.releases.counting import count_release
from surveyapp.results.releases.release import Release
from surveyapp.results.releases.release_store import ReleaseStore
from surveyapp.studies.loaded import find_loaded
from tests.surveyapp.answers_in_place import load_staff_study, put_answers
from tests.surveyapp.staff_cast import app, signed_in  # noqa: F401
from tests.surveyapp.staff_study import STUDY

CODEBOOK = {
    "variables": [
        {"name": name, "construct": "toy", "options": [{"code": code} for code in range(1, 6)]}
        for name in ("q1", "q2", "q3")
    ],
    "constructs": {"toy": {"en": "Toys"}},
}


class Toy(Measure):
    """The share of the highest answer among all answers that the measure may read."""

    names = ("toy_share",)
    label = "Toy share"
    term = "toy share"
    introduction = "The toy share is the part of the highest answer (toy measure)."
    method = "Toy share: counted by hand."
    references = ("Toy T. (2026). Toys. Journal of Toys 1, 1–2.",)

    def __init__(self, level: Level) -> None:
        self.level = level

    def compute(self, counts: Counts) -> Figures:
        highest, everybody = counts.data.counts[:, -1].sum(), counts.data.counts.sum()
        return {"toy_share": Estimate(float(highest / everybody), n=int(everybody), method="toy")}

    def draw(self, items: Sequence[ItemComparison], phrasing: Phrasing, mark: str | None) -> Sequence[Figure]:
        rows = [MeanRow(item.item, (GroupMean("toy", 0, 0.5, None, None),)) for item in items]
        return group_means(rows, axis_title="Toys", limits=(0.0, 1.0), language=phrasing.language, mark=mark)


MEASURE: Measure = Toy(Level.PAIR)


@pytest.fixture(params=list(Level), autouse=True)
def level(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Level:
    monkeypatch.setitem(MEASURES, "toy_share", __name__)
    monkeypatch.setattr(sys.modules[__name__], "MEASURE", Toy(request.param))
    found: Level = request.param
    return found


@pytest.fixture
def arguments(tmp_path: Path) -> list[str]:
    """A file of two groups, and what describes it."""
    lines = [f"{'ab'[at % 2]},{at % 24 // 2},{at % 5 + 1},{at * 7 % 5 + 1},{at * 3 % 5 + 1}" for at in range(120)]
    (tmp_path / "answers.csv").write_text("\n".join(["group,agency,q1,q2,q3", *lines]), encoding="utf-8")
    (tmp_path / "codebook.json").write_text(json.dumps(CODEBOOK), encoding="utf-8")
    file, codebook = str(tmp_path / "answers.csv"), str(tmp_path / "codebook.json")
    return [file, "--codebook", codebook, "--group", "group", "--cluster", "agency", "--language", "en"]


def run(command: str, *arguments: str) -> str:
    result = CliRunner().invoke(main, [command, *arguments], env={"COLUMNS": "200"})
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_command_prints_it_as_json_and_in_a_table(level: Level, arguments: list[str]) -> None:
    document = json.loads(run("compare", *arguments, "--json"))
    item = document["items"][0]
    found = {
        Level.GROUP: lambda: item["toy_share"]["a"],
        Level.ITEM: lambda: item["toy_share"],
        Level.PAIR: lambda: item["pairs"][0]["toy_share"],
        Level.SCORES: lambda: document["constructs"][0]["pairs"][0]["toy_share"],
    }[level]()
    # Each answer from 1 to 5 is equally frequent; of the scores few are the highest.
    assert found["estimate"] == pytest.approx(0.2) or level is Level.SCORES
    assert found["n"] == (60 if level is Level.GROUP else 120)
    assert "Toy share" in run("compare", *arguments)


def test_the_report_prints_it_with_its_sentences_reference_and_chart(arguments: list[str], tmp_path: Path) -> None:
    run("report", *arguments, "--out", str(tmp_path / "report"))
    page = unescape((tmp_path / "report" / "report.html").read_text(encoding="utf-8"))
    word = tmp_path / "report" / "report.docx"
    with zipfile.ZipFile(word) as archive:
        assert "word/document.xml" in archive.namelist()
    document = WordFile(str(word))
    paragraphs = "\n".join(paragraph.text for paragraph in document.paragraphs)
    tables = "\n".join(cell.text for table in document.tables for cell in table._cells)
    for text in (Toy.introduction, Toy.method, *Toy.references, "Toy share: Toys"):
        assert text in page
        assert text in paragraphs
    assert Toy.label in page.replace("Toy share: Toys", "")
    assert Toy.label in tables


def records(release: Release, level: Level) -> list[object]:
    items = release.planned.items
    found: dict[Level, list[object]] = {
        Level.GROUP: [group for item in items for group in item.groups],
        Level.ITEM: list(items),
        Level.PAIR: [pair for item in items for pair in item.pairs],
        Level.SCORES: [pair for construct in release.planned.constructs for pair in construct.pairs],
    }
    return found[level]


def test_a_release_keeps_it_and_pages_and_files_show_it(app: Flask, level: Level) -> None:  # noqa: F811
    with app.app_context():
        load_staff_study()
        put_answers({"leader": 1, "civil_servant": 5, "outsider": 3})
        loaded = find_loaded(STUDY)
        assert loaded is not None
        counted = count_release(loaded, {}, None)
    client = signed_in(app, "researcher")
    page = "results" if level is Level.SCORES else "results/ac"
    assert "Toy share" in client.get(f"/staff/studies/{STUDY}/{page}").text
    with app.app_context():
        with reading() as session:
            row = session.get(ReleaseRow, STUDY)
        assert row is not None
        assert "toy_share" in row.content
        # Another process reads what this one wrote.
        kept = ReleaseStore(app.extensions["settings"].instance / "results").release(loaded, count_release)
    for read, written in zip(records(kept, level), records(counted, level), strict=True):
        assert figure(read, "toy_share") == figure(written, "toy_share")
        assert isinstance(figure(read, "toy_share"), Estimate)
    # Working tables show the answers of more groups, and no comparison of them.
    assert kept.working is not None
    assert not any(item.extra or item.pairs for item in kept.working.items)
    if level is not Level.SCORES:
        numbers = f"/staff/studies/{STUDY}/results/ac/numbers"
        book = openpyxl.load_workbook(io.BytesIO(client.get(f"{numbers}.xlsx").get_data()))
        header, first, *_ = book["Answers" if level is Level.GROUP else "Pairs"].values
        assert isinstance(dict(zip(header, first, strict=True))["toy_share"], float)
    if level is Level.GROUP:
        table = csv.reader(io.StringIO(client.get(f"{numbers}.csv").get_data().decode("utf-8-sig")))
        assert "toy_share" in next(table)
