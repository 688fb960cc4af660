"""Groups, thresholds, frame and agency report."""

from collections.abc import Iterator

from forms.frozen import DEFAULT_LANGUAGE
from forms.problems import Problem
from forms.study import Thresholds
from forms.study_records import mappings_at
from forms.study_references import References

_FLOORS = Thresholds()


def check_groups_and_frame(found: References) -> Iterator[Problem]:
    """Floors of METHOD 11, one variant for heads (METHOD 17), strata of units, ids of the report."""
    yield from _check_head(found)
    yield from _check_groups(found)
    yield from _check_frame(found)
    yield from _check_report(found)


def _check_head(found: References) -> Iterator[Problem]:
    head = found.parts.head
    if head is None or head.value is None:
        return
    for key in type(_FLOORS).model_fields:
        given, floor = getattr(head.value.thresholds, key), getattr(_FLOORS, key)
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
    """Only ids and texts are looked at: the report is filled in elsewhere."""
    if found.parts.report is None:
        return
    problems: list[Problem] = []
    first: dict[str, int] = {}
    for section in mappings_at(found.parts.report, "sections", problems):
        for entry, needed in (
            (section, ("id", "title", "fields")),
            *((field, ("id", "kind", "wording")) for field in mappings_at(section, "fields", problems)),
        ):
            for key in needed:
                if key not in entry:
                    problems.append(Problem("missing-key", entry.file, entry.line, {"key": key}))
            identity = entry.get("id")
            if not isinstance(identity, str):
                continue
            line = entry.lines["id"]
            if identity in first:
                values = {"id": identity, "file": entry.file, "first": str(first[identity])}
                problems.append(Problem("duplicate-id", entry.file, line, values))
            first.setdefault(identity, line)
    yield from problems
