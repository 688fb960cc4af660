"""Divides the answers of each respondent group by the attributes of the plan, one attribute at a time.

Divisions are shown once all answers are known (after the last opening, or in a rehearsal), so that no two of them are
from different days, and only for items whose published figures count the same people.
"""

from collections import Counter, OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock

from flask import current_app
from sqlalchemy.orm import Session

from analysis.comparisons.breakdowns import Breakdown, Places, are_apart, break_down, can_divide, parts_of, places_in
from analysis.disclosure.small_cells import Thresholds
from analysis.results import Status
from analysis.sources.dataset import Dataset, Group, Variable
from analysis.sources.tally import UNCOUNTED
from forms.model.study import Study
from surveyapp.database.one_moment import one_moment
from surveyapp.database.sessions import database
from surveyapp.instance.faults import N_
from surveyapp.results.queries import OPEN_LINK
from surveyapp.results.releases.release import Release
from surveyapp.studies.answers_source import StudyAnswers
from surveyapp.studies.codebook import study_codebook
from surveyapp.studies.loaded import LoadedStudy, check_finished

TOO_FEW = N_("Too few people gave different answers to this question.")
TOO_CLOSE = N_("Together with another attribute of the plan, the subgroups would reveal the answers of a few people.")

KEPT = 8
_one = Lock()


@dataclass(frozen=True, slots=True)
class ByAttribute:
    """The groups that an attribute divides, and those that it does not, with the reason as a message id.

    A group that was not asked is in neither.
    """

    attribute: Variable
    breakdowns: tuple[Breakdown, ...]
    undivided: tuple[tuple[Group, str], ...]


def declared_attributes(study: Study) -> list[Variable]:
    """Return the columns of the declared questions that can divide a group, in the order of the plan.

    A question that names agencies is left out: results are never divided by units.
    """
    agencies = [dict(unit.name) for unit in study.frame.units]
    variables = study_codebook(study).variables if study.analysis.breakdowns else ()
    found = []
    for question in study.analysis.breakdowns:
        columns = [each for each in variables if each.question == question]
        names = [option.label for column in columns for option in column.options]
        if len(columns) == 1 and can_divide(columns[0]) and not any(name in agencies for name in names):
            found.append(columns[0])
    return found


def break_down_release(loaded: LoadedStudy, release: Release) -> Mapping[str, ByAttribute]:
    """Return every declared attribute with its divisions; empty before all answers are known."""
    return _kept(loaded, release, [each.name for each in declared_attributes(loaded.study)])


def break_down_by(loaded: LoadedStudy, release: Release, attribute: str) -> ByAttribute | None:
    """Return one declared attribute with its divisions; ``None`` before all answers are known."""
    return _kept(loaded, release, [attribute]).get(attribute)


def _kept(loaded: LoadedStudy, release: Release, names: Sequence[str]) -> Mapping[str, ByAttribute]:
    """Return the named attributes. Those that this process has not computed yet are computed now."""
    if not loaded.has_all_answers:
        return {}
    key = (loaded.study.id, release.number, tuple(sorted(release.forms.items())))
    kept: OrderedDict[object, dict[str, ByAttribute | None]]
    kept = current_app.extensions.setdefault("results_by_attribute", OrderedDict())
    with _one:
        found = kept.setdefault(key, {})
        wanted = [name for name in names if name not in found]
        if wanted:
            found |= _break_down(loaded, release, wanted)
        while len(kept) > KEPT:
            kept.popitem(last=False)
        return {name: by for name in names if (by := found[name]) is not None}


def _break_down(loaded: LoadedStudy, release: Release, wanted: Sequence[str]) -> Mapping[str, ByAttribute | None]:
    """Return the attributes ``wanted``; each is ``None`` where the release does not count all answers."""
    study = loaded.study
    source = StudyAnswers(study, "headline")
    with one_moment(database().engine) as connection, Session(connection) as session:
        check_finished(study.id, session)
        dataset = source.read(None, session)
    counted = sum(number for name, number in release.forms.items() if not name.endswith(f" {OPEN_LINK}"))
    if dataset.n != counted:
        return dict.fromkeys(wanted)
    attributes = declared_attributes(study)
    found = {each.name: ByAttribute(each, (), ()) for each in attributes if each.name in wanted}
    for group in dataset.codebook.groups:
        _divide_group(study, release, dataset, group, attributes, found)
    return found


def _divide_group(
    study: Study,
    release: Release,
    dataset: Dataset,
    group: Group,
    attributes: Sequence[Variable],
    found: dict[str, ByAttribute],
) -> None:
    """Add to ``found`` the division of one group by each of its attributes.

    ``attributes``: all that are declared, since an attribute may be used only beside those before it.
    """
    thresholds = Thresholds.crossed(study.thresholds)
    least = max(thresholds.people, thresholds.units) if group.census_of_units else thresholds.people
    members = dataset.group == [each.code for each in dataset.codebook.groups].index(group.code)
    shown = _items_shown(release, group)
    earlier: list[Places] = []
    for attribute in attributes:
        column = dataset.columns[attribute.name][members]
        people = Counter(column.tolist())
        if not any(code >= 0 for code in people):
            continue
        parts = parts_of(attribute, people, least)
        places = places_in(parts, column) if len(parts) > 1 else None
        reason = ""
        if places is None:
            reason = TOO_FEW
        elif not all(are_apart(other, places, least) for other in earlier):
            reason = TOO_CLOSE
        else:
            earlier.append(places)
        if (by := found.get(attribute.name)) is None:
            continue
        if reason:
            found[attribute.name] = replace(by, undivided=(*by.undivided, (group, reason)))
        else:
            divided = break_down(dataset, group, attribute, parts, shown, Thresholds(least, thresholds.units))
            found[attribute.name] = replace(by, breakdowns=(*by.breakdowns, divided))


def _items_shown(release: Release, group: Group) -> set[str]:
    """Return the items that the release shows for a group, counted on all who answered."""
    everybody = sum(release.forms.values())
    waiting = {
        item
        for block in release.blocks
        if block.entry == "headline" and block.forms != everybody
        for item in block.items
    }
    return {
        item.item
        for comparison in (release.planned, release.others)
        for item in comparison.items
        if item.status not in UNCOUNTED and item.item not in waiting
        for summary in item.groups
        if summary.group == group.code and summary.status is Status.OK and summary.n
    }
