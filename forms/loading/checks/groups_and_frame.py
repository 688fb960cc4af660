"""Checks of groups, thresholds, frame and agency report."""

from collections.abc import Iterator

from forms.languages import DEFAULT_LANGUAGE
from forms.loading.problems import Problem
from forms.loading.records import mappings_at, shown
from forms.loading.references import References
from forms.loading.yaml_reading import LinedMapping, problem_at
from forms.model.frozen import is_identifier
from forms.model.thresholds import FLOORS


def check_groups_and_frame(found: References) -> Iterator[Problem]:
    """Faults of thresholds (floors of METHOD 11), variants of heads (METHOD 17), strata of units, and ids of the
    report.
    """
    yield from _check_head(found)
    yield from _check_groups(found)
    yield from _check_short_names(found)
    yield from _check_frame(found)
    yield from _check_report(found)


def _check_head(found: References) -> Iterator[Problem]:
    head = found.parts.head
    if head is None or head.value is None:
        return
    for key in type(FLOORS).model_fields:
        given, floor = getattr(head.value.thresholds, key), getattr(FLOORS, key)
        if given < floor:
            yield head.problem("below-floor", "thresholds", key, key=key, value=given, floor=floor)
    if DEFAULT_LANGUAGE not in head.value.languages:
        yield head.problem("language-needed", "languages", language=DEFAULT_LANGUAGE)


def _check_groups(found: References) -> Iterator[Problem]:
    for record in found.parts.groups:
        group, form = record.value, found.parts.forms.get(record.id)
        if group and group.minutes < 1:
            yield record.problem("too-small", "minutes", key="minutes", value=group.minutes, expected=1)
        if group and group.one_per_unit and form and len(form.variants) > 1:
            yield form.variants[1].problem("one-variant", group=record.id)


def _check_short_names(found: References) -> Iterator[Problem]:
    taken: dict[str, str] = {}
    for record in found.parts.groups:
        name = record.value.short_name if record.value else None
        if name is not None and taken.setdefault(name, record.id) != record.id:
            yield record.problem("short-name-twice", "short_name", name=name, other=taken[name])


def _check_frame(found: References) -> Iterator[Problem]:
    for unit in found.parts.units:
        stratum = unit.raw.get("stratum")
        if isinstance(stratum, str) and found.all_strata and stratum not in found.strata:
            yield unit.problem("unknown-stratum", "stratum", id=stratum)
    for record in found.parts.strata:
        target = record.value.target if record.value else None
        if target is not None and target < 1:
            yield record.problem("too-small", "target", key="target", value=target, expected=1)


def _check_report(found: References) -> Iterator[Problem]:
    """Check only ids and texts: the program does not use the agency report yet."""
    if found.parts.report is None:
        return
    problems: list[Problem] = []
    first: dict[str, int] = {}
    for section in mappings_at(found.parts.report, "sections", problems):
        problems.extend(_check_entry(section, ("id", "title", "fields"), first))
        for field in mappings_at(section, "fields", problems):
            problems.extend(_check_entry(field, ("id", "kind", "wording"), first))
    yield from problems


def _check_entry(entry: LinedMapping, needed: tuple[str, ...], first: dict[str, int]) -> Iterator[Problem]:
    for key in needed:
        if key not in entry:
            yield problem_at(entry, "missing-key", key=key)
    if "id" not in entry:
        return
    identity, line = entry["id"], entry.lines["id"]
    if not isinstance(identity, str) or not is_identifier(identity):
        yield problem_at(entry, "not-an-id", "id", value=shown(identity))
    elif identity in first:
        yield problem_at(entry, "duplicate-id", "id", id=identity, file=entry.file, first=first[identity])
    else:
        first[identity] = line
