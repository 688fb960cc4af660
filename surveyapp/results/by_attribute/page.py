"""A results page in which each respondent group is divided by one attribute of the plan."""

from dataclasses import dataclass

from flask_babel import gettext

from analysis.comparisons.breakdowns import Breakdown
from analysis.sources.dataset import Variable
from analysis.translation import text_in
from analysis.views.document import Table
from analysis.wording.phrasing import Phrasing
from surveyapp.results.by_attribute.dividing import ByAttribute
from surveyapp.results.pages.amounts import sets_of
from surveyapp.results.pages.result_page import distributions
from surveyapp.results.study_pages import Page


@dataclass(frozen=True, slots=True)
class GroupByParts:
    """One respondent group: its tables or the reason for having none, and what is left out."""

    group: str
    tables: tuple[Table, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ShownBy:
    """The page in the reader's language. ``waiting``: why nothing is shown yet."""

    title: str
    attribute: str
    name: str
    groups: tuple[GroupByParts, ...] = ()
    waiting: str = ""


def show_by(by: ByAttribute | None, attribute: Variable, page: Page, language: str) -> ShownBy:
    """Return the page from its divisions; ``by`` is ``None`` while answers can still be added."""
    title = page.label.get(language) or next(iter(page.label.values()), page.key)
    name = text_in(attribute.label, language, attribute.name)
    if by is None:
        waiting = gettext(
            "Groups are divided only after the last opening of the box, because figures of such small subgroups "
            "must not change while answers arrive."
        )
        return ShownBy(title, name, attribute.name, waiting=waiting)
    shown = [_group(found, page, language) for found in by.breakdowns]
    shown += [
        GroupByParts(text_in(group.label, language, group.code), (), gettext(reason)) for group, reason in by.undivided
    ]
    return ShownBy(title, name, attribute.name, tuple(shown))


def _group(found: Breakdown, page: Page, language: str) -> GroupByParts:
    phrasing = Phrasing(found.comparison, language)
    items = [item for item in found.comparison.items if item.item in page.items]
    sets = [entry for entry in sets_of(items) if entry.readable]
    name = text_in(found.group.label, language, found.group.code)
    hidden = [item for item in found.hidden if item in page.items]
    if sets:
        tables = distributions(sets, phrasing, name)
        return GroupByParts(name, tables, _left_out(len(hidden), phrasing) if hidden else "")
    return GroupByParts(name, (), gettext("No figures of this page can be shown for the subgroups of this group."))


def _left_out(number: int, phrasing: Phrasing) -> str:
    return str(
        gettext(
            "Statements or answers left out, since some part has too few people or their figures do not count "
            "everybody: %(number)s.",
            number=phrasing.numbers.integer(number),
        )
    )
