"""Checks that ids are unique."""

from collections.abc import Iterator, Sequence
from typing import Any

from forms.loading.problems import Problem
from forms.loading.records import Record
from forms.loading.references import References
from forms.model.questions import RESERVED_IDS


def check_identities(found: References) -> Iterator[Problem]:
    """Ids that occur twice among things of one kind; items and questions share one set, since both name columns."""
    parts = found.parts
    kinds: list[Sequence[Record[Any]]] = [
        parts.groups,
        parts.scales,
        parts.constructs,
        list[Record[Any]](parts.items) + list[Record[Any]](parts.questions),
        parts.strata,
        parts.units,
    ]
    for form in parts.forms.values():
        kinds.append([section.head for section in form.sections])
        kinds.append(form.variants)
    for records in kinds:
        yield from _repeated(records)
    for record in kinds[3]:
        if "__" in record.id:
            yield record.problem("two-underscores", "id", id=record.id)
        if record.id in RESERVED_IDS:
            yield record.problem("reserved-id", "id", id=record.id)


def _repeated(records: Sequence[Record[Any]]) -> Iterator[Problem]:
    first: dict[str, Record[Any]] = {}
    for record in records:
        if record.id in first:
            at = first[record.id]
            yield record.problem("duplicate-id", "id", id=record.id, file=at.file, first=at.line("id"))
        elif record.id:
            first[record.id] = record
