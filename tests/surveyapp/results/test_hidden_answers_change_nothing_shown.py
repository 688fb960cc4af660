"""Other hidden answers give byte-identical pages, files and report."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from flask import Flask
from flask_babel import force_locale

from analysis.comparisons.group_comparisons import compare
from analysis.disclosure.small_cells import Thresholds
from analysis.report.content import build
from analysis.results import Comparison, Status
from analysis.sources.dataset import Dataset
from analysis.views.json import to_json
from analysis.wording.phrasing import Phrasing
from surveyapp.results.number_files import sheets, to_csv
from surveyapp.results.pages.overview_page import show_overview
from surveyapp.results.pages.result_page import section_of, show
from surveyapp.results.releases.release import Release
from surveyapp.results.study_pages import Page
from tests.analysis.hidden_cells.twelve_studies import REFUSED, STUDIES, Known, shown_gate, three_agencies, unanimity
from tests.analysis.report.made_report import all_texts

THRESHOLDS = Thresholds()
WITH_HIDDEN_ANSWERS = [study for study in STUDIES if study is not three_agencies]


def with_other_answers(data: Dataset, shown: Comparison) -> Dataset:
    """Return the data with every hidden scale reversed: few become many, all yes all no, all refused all yes."""
    columns = {name: column.copy() for name, column in data.columns.items()}
    for item in shown.items:
        codes = [option.code for option in data.codebook.variable(item.item).options]
        for place, group in enumerate(item.groups):
            if group.status is Status.SUPPRESSED:
                column = columns[item.item]
                turned = (data.group == place) & (column >= 0)
                column[turned] = min(codes) + max(codes) - column[turned]
                column[(data.group == place) & (column == REFUSED)] = min(codes)
    return replace(data, columns=columns)


def everything_shown(comparison: Comparison, known: Known) -> list[object]:
    """Return the document, both sheets of numbers, the pages and the report."""
    names = tuple(item.item for item in comparison.items)
    release = Release("v", {}, comparison, comparison, comparison, ())
    page = Page("c", {}, names, len(names))
    _, section = section_of(release, page)
    found: list[object] = [to_json(comparison)]
    for language in ("vi", "en"):
        with force_locale(language):
            found += [to_csv(rows) for _name, rows in sheets(section, Phrasing(comparison, language), None)]
            found += [show(release, page, language), show_overview(release, language)]
    return [*found, *all_texts(build(comparison, known.data.codebook))]


@pytest.mark.parametrize("study", WITH_HIDDEN_ANSWERS, ids=lambda study: study.__name__)
def test_other_hidden_answers_change_no_page_file_or_report(app: Flask, study: Callable[[], Known]) -> None:
    known = study()
    shown = compare(known.data, thresholds=THRESHOLDS)
    other = with_other_answers(known.data, shown)
    assert any(np.any(other.columns[name] != column) for name, column in known.data.columns.items())
    with app.test_request_context():
        assert everything_shown(compare(other, thresholds=THRESHOLDS), known) == everything_shown(shown, known)


@pytest.mark.parametrize("study", [unanimity, shown_gate], ids=lambda study: study.__name__)
def test_a_file_of_numbers_has_none_for_a_hidden_group(app: Flask, study: Callable[[], Known]) -> None:
    known = study()
    comparison = compare(known.data, thresholds=THRESHOLDS)
    hidden = {item.item for item in comparison.items if item.groups[0].status is Status.SUPPRESSED}
    assert hidden
    with app.test_request_context(), force_locale("en"):
        page = Page("c", {}, tuple(item.item for item in comparison.items), 1)
        release = Release("v", {}, comparison, comparison, None, ())
        answers, pairs = sheets(section_of(release, page)[1], Phrasing(comparison, "en"), None)
        for row in answers[1]:
            if row[0] in hidden and row[2] == "head":
                assert set(row[4:-1]) == {None}
        for row in pairs[1]:
            if row[0] in hidden:
                assert {cell for cell in row[4:11] if cell is not None} == set()
