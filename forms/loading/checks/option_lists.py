"""Checks of scales, and of lists of options in any file."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from forms.loading.problems import Problem
from forms.loading.records import Record
from forms.loading.references import References
from forms.model.scales import Option, Scale


def check_scales(found: References) -> Iterator[Problem]:
    """Faults of codes of scales: presence, uniqueness, order, and the neutral and optimum codes."""
    for record in found.parts.scales:
        if record.value is None:
            continue
        scale = record.value
        yield from check_options(found, record, scale.options)
        if scale.kind == "range":
            yield from _check_range(record, scale)
        else:
            yield from _check_list(record, scale)
        for key in ("middle", "optimum"):
            code = getattr(scale, key)
            if code is not None and code not in scale.codes and len(set(scale.codes)) == len(scale.codes) > 0:
                known = ", ".join(map(str, scale.codes))
                yield record.problem("scale-middle", key, key=key, id=scale.id, code=code, known=known)


def check_options(found: References, record: Record[Any], options: Sequence[Option]) -> Iterator[Problem]:
    """Options with the same code, and references to unknown groups."""
    counts = Counter[int]()
    for index, option in enumerate(options):
        counts[option.code] += 1
        if counts[option.code] == 2:
            yield record.problem("duplicate-code", "options", index, id=record.id, code=option.code)
        for place, group in enumerate(option.groups):
            if found.all_groups and group not in found.groups:
                path = ("options", index, "groups", place)
                yield record.problem("unknown-group", *path, id=group, known=found.known_groups)


def _check_range(record: Record[Scale], scale: Scale) -> Iterator[Problem]:
    if scale.low is None or scale.high is None:
        yield record.problem("scale-options", id=scale.id)
    elif scale.low >= scale.high or scale.low < 0:
        yield record.problem("range-order", "low", low=scale.low, high=scale.high)
    else:
        for index, option in enumerate(scale.options):
            if option.code not in scale.codes:
                values = {"id": scale.id, "code": option.code}
                yield record.problem("pole-outside", "options", index, **values)


def _check_list(record: Record[Scale], scale: Scale) -> Iterator[Problem]:
    codes = scale.codes
    if len(codes) < 2 or scale.low is not None or scale.high is not None:
        yield record.problem("scale-options", id=scale.id)
        return
    rising = sorted(codes)
    if scale.kind == "ordinal" and len(set(codes)) == len(codes) and list(codes) not in (rising, rising[::-1]):
        yield record.problem("scale-order", "options", id=scale.id)
    elif scale.middle in codes:
        below, above = codes.index(scale.middle), len(codes) - 1 - codes.index(scale.middle)
        if below != above and len(set(codes)) == len(codes):
            yield record.problem("scale-middle-unbalanced", "middle", id=scale.id, below=below, above=above)
