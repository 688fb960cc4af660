"""The report claims no more than was computed."""

import pytest

from analysis.comparisons.group_comparisons import compare
from analysis.report.content import build
from analysis.sources.dataset import Option, Variable
from analysis.views.document import Bullets, Paragraph, Table
from tests.analysis.made_data import dataset

SCALE = tuple(Option(code) for code in range(1, 6))


def report(answers, agencies=None):
    group = ["a", "b"] * (len(answers) // 2)
    data = dataset(group, {"x": answers}, [Variable("x", options=SCALE)], cluster=agencies)
    return build(compare(data), data.codebook, language="en").blocks


def words(blocks):
    found = []
    for block in blocks:
        match block:
            case Paragraph():
                found.append(block.text)
            case Bullets():
                found += block.entries
            case Table():
                found += [*block.notes, *(cell for row in block.rows for cell in (*row.cells, row.detail))]
                found += [column.label for column in block.columns]
    return "\n".join(found)


APART = [1, 4, 2, 5, 1, 5, 2, 4, 4, 2] * 6
ALIKE = [1, 1, 2, 2, 3, 3, 4, 5] * 6


def test_the_report_claims_clusters_only_if_they_are_named():
    assert "respect" not in words(report(APART))
    text = words(report(APART, [at % 15 for at in range(60)]))
    assert "joint test that allows for clusters" in text
    assert "The interval of δ and p (Holm) allow for clusters." in text


def test_with_few_clusters_the_range_replaces_the_interval_and_no_size_is_named():
    blocks = report(APART, [at // 12 for at in range(60)])
    (row,) = [
        row.cells for table in blocks if isinstance(table, Table) for row in table.rows if row.cells[:1] == ("a – b",)
    ]
    assert "[" in row[1]
    assert "(" not in row[1]
    assert row[3] == "–"
    text = words(blocks)
    assert "No p-value is printed if" in text
    assert "selected the item" not in text


def test_an_untested_pair_whose_interval_contains_zero_has_no_size():
    (row,) = [
        row.cells
        for table in report(ALIKE)
        if isinstance(table, Table)
        for row in table.rows
        if row.cells[:1] == ("a – b",)
    ]
    assert row[3] == "–"


@pytest.mark.parametrize(
    "claim",
    [
        "The largest significant difference is on",
        "and 0 outside the interval.",
        "Dunn, p (Holm)†",
        "Mann–Whitney, p (unadjusted)†",
        "may be too narrow or too wide",
    ],
)
def test_conditions_of_the_tests_are_stated(claim):
    assert claim in words(report(APART))


def test_frequency_tables_show_people_and_percent():
    tables = [block for block in report(APART) if isinstance(block, Table) and block.unit == "Unit: % (people)"]
    (row,) = [row.cells for row in tables[0].rows if row.cells[:1] == ("a",)]
    assert row[1:7] == ("30", "40.0 (12)", "40.0 (12)", "0.0 (0)", "20.0 (6)", "0.0 (0)")
