"""The content of a results page: the sentence of findings, then charts, then tables, in the words of the report."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext

from analysis.charts.style import MAX_OPTIONS
from analysis.report.charts_of_items import item_name
from analysis.report.distribution_tables import answers_by_group, answers_down_the_side
from analysis.report.findings import section_findings
from analysis.report.plan import ItemSet, Section
from analysis.report.response_tables import bounds_of_pairs, without_answer
from analysis.results import Comparison, ItemComparison, Status
from analysis.views.document import Table
from analysis.wording.phrasing import Phrasing
from surveyapp.results.pages.amounts import amounts_by_group, is_amount, sets_of
from surveyapp.results.pages.delta_tables import DeltaTable, delta_table
from surveyapp.results.releases.release import Release
from surveyapp.results.study_pages import Page


@dataclass(frozen=True, slots=True)
class Shown:
    """A page in the reader's language.

    ``sets``: for charts. ``distributions``: includes what only researchers may see. ``silent``: the people who
    did not answer. ``working``: the smallest base in
    ``distributions`` if it is below that of everything else, otherwise ``None``.
    """

    title: str
    findings: tuple[str, ...]
    sets: tuple[ItemSet, ...]
    deltas: DeltaTable | None
    distributions: tuple[Table, ...]
    silent: tuple[Table, ...]
    open_entry: tuple[Table, ...]
    nothing: str = ""
    working: int | None = None


def section_of(release: Release, page: Page) -> tuple[Comparison, Section]:
    """The comparison of a page, and its part of it."""
    for comparison in (release.planned, release.others):
        items = [item for item in comparison.items if item.item in page.items]
        if items:
            construct = next((found for found in comparison.constructs if found.construct == page.key), None)
            return comparison, Section(page.label, sets_of(items), construct)
    return release.planned, Section(page.label, ())


def show(release: Release, page: Page, language: str) -> Shown:
    """Return the page from its release. Tables of answers have the working thresholds, everything else the published
    ones.
    """
    comparison, section = section_of(release, page)
    phrasing = Phrasing(comparison, language)
    title = page.label.get(language) or next(iter(page.label.values()), page.key)
    seen = _working_items(release, section.items)
    if not _is_anything_shown(seen):
        hidden = any(group.status is Status.SUPPRESSED for item in seen for group in item.groups)
        why = phrasing.status(Status.SUPPRESSED if hidden else Status.UNDEFINED_N0)
        return Shown(title, (), (), None, (), (), (), gettext("Nothing can be shown yet: %(reason)s.", reason=why))
    published = _is_anything_shown(section.items)
    # The tables do not record which threshold, of people or of agencies, hid a group.
    quiet = Phrasing(replace(comparison, threshold=None), language) if release.working else phrasing
    return Shown(
        title=title,
        findings=tuple(section_findings(section, phrasing)) if published else (),
        sets=tuple(entry for entry in section.sets if entry.readable) if published else (),
        deltas=delta_table(section.items, phrasing) if published else None,
        distributions=distributions(
            [entry for entry in sets_of(seen) if entry.readable], quiet, gettext("Answers by group")
        ),
        silent=tuple(_silent(section, phrasing)) if published else (),
        open_entry=_beside(release, page, language),
        working=release.working.threshold if release.working else None,
    )


def _silent(section: Section, phrasing: Phrasing) -> Iterator[Table]:
    """Return the tables of the people who did not answer, and of the differences that they could make."""
    for entry in section.sets:
        table = without_answer(entry, phrasing, "", gettext("Without an answer")) if entry.readable else None
        if table is not None:
            yield table
    bounds = bounds_of_pairs(section.items, phrasing, "", gettext("Differences if everybody had answered"))
    if bounds is not None:
        yield bounds


def _working_items(release: Release, items: Sequence[ItemComparison]) -> list[ItemComparison]:
    """Return the items as signed-in researchers may see them."""
    seen = {item.item: item for item in release.working.items} if release.working else {}
    return [seen.get(item.item, item) for item in items]


def _is_anything_shown(items: Sequence[ItemComparison]) -> bool:
    return any(group.n for item in items for group in item.groups)


def _beside(release: Release, page: Page, language: str) -> tuple[Table, ...]:
    """Return the same questions for answers by the open link, which the figures above leave out (rule 16)."""
    if release.open_entry is None:
        return ()
    found = [_answered(item) for item in release.open_entry.items if item.item in page.items]
    asked = [item for item in found if item.groups]
    readable = [entry for entry in sets_of(asked) if entry.readable]
    return distributions(readable, Phrasing(release.open_entry, language), gettext("Open entry, shown beside"))


def _answered(item: ItemComparison) -> ItemComparison:
    """Return the item with the groups that answered it; groups that are too small are marked as hidden."""
    groups = tuple(group for group in item.groups if group.n or group.status is Status.SUPPRESSED)
    return replace(item, groups=groups)


def distributions(sets: list[ItemSet], phrasing: Phrasing, title: str) -> tuple[Table, ...]:
    """Return tables of the answers of each group, in the order of the sets."""
    tables: list[Table] = []
    for entry in sets:
        if is_amount(entry):
            tables.append(amounts_by_group(entry, phrasing, title))
        elif entry.items[0].kind != "nominal" and len(entry.options) <= MAX_OPTIONS:
            tables.append(answers_by_group(entry, phrasing, "", title))
        else:
            tables += [answers_down_the_side(item, phrasing, "", item_name(item, phrasing)) for item in entry.items]
    return tuple(tables)
