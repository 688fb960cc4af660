"""The charts of a page as files, each drawn once per release, language and width."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Literal

from matplotlib.figure import Figure

from analysis.charts.chart_files import chart_bytes
from analysis.charts.likert_bars import likert_bars
from analysis.report.charts_of_items import item_means, likert_item, score_means
from analysis.report.plan import ItemSet
from analysis.results import Comparison
from analysis.translation import text_in
from analysis.wording.phrasing import Phrasing
from surveyapp.results.pages.result_page import section_of
from surveyapp.results.releases.release import Release
from surveyapp.results.study_pages import Page

Width = Literal["wide", "narrow"]

KEPT = 200
NARROW_CM = 9.0
# A web page has no page breaks, so the items of one scale stay in one chart.
TALLEST_CM = 120.0

# matplotlib's settings are global, so one chart is drawn at a time.
_one = Lock()
_files: OrderedDict[tuple[object, ...], bytes] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Chart:
    """Return chart ``number`` (from 1) of a page, or of the overview if there is no page."""

    release: Release
    page: Page | None
    number: int
    language: str
    marked: bool

    def file(self, file_format: str, width: Width = "wide") -> bytes:
        """Return the chart as a file; ``IndexError`` if the page has no such chart."""
        page = self.page.key if self.page else ""
        key = (self.release.number, page, self.number, self.language, self.marked, file_format, width)
        with _one:
            if key not in _files:
                _files[key] = chart_bytes(self._draw(width), file_format)
                while len(_files) > KEPT:
                    _files.popitem(last=False)
            return _files[key]

    def _draw(self, width: Width) -> Figure:
        if self.page is None:
            return _scores(self.release.planned, self.language, self.marked)[self.number - 1]
        comparison, section = section_of(self.release, self.page)
        entry = [entry for entry in section.sets if has_chart(entry)][self.number - 1]
        return _draw_set(entry, Phrasing(comparison, self.language), self.marked, width)


def has_chart(items: ItemSet) -> bool:
    """Whether the items can be drawn: as bars if the answers are few and ordered, otherwise as means."""
    return items.bars or (items.averaged and len(items.options) > 1)


def count_score_charts(release: Release, language: str) -> int:
    """Return the number of charts for the scores of all constructs."""
    with _one:
        return len(_scores(release.planned, language, marked=False))


def _scores(comparison: Comparison, language: str, marked: bool) -> list[Figure]:
    phrasing = Phrasing(comparison, language)
    return score_means(comparison.constructs, phrasing, phrasing.mark if marked else None)


def _draw_set(items: ItemSet, phrasing: Phrasing, marked: bool, width: Width) -> Figure:
    mark = phrasing.mark if marked else None
    if not items.bars:
        return item_means(items, phrasing, mark)[0]
    return likert_bars(
        [likert_item(item, phrasing) for item in items.items],
        [text_in(option.label, phrasing.language, str(option.code)) for option in items.options],
        items.neutral,
        language=phrasing.language,
        mark=mark,
        width_cm=NARROW_CM if width == "narrow" else 16.0,
        max_height_cm=TALLEST_CM,
    )[0]
