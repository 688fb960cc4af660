"""Texts keyed by respondent group: one key may name several groups, and a single text may apply to all."""

from forms.loading.problems import Problem
from forms.loading.yaml_reading import LinedMapping, line_of, problem_at


def spread_groups(
    record: LinedMapping, keys: tuple[str, ...], problems: list[Problem], everyone: str | None = None
) -> None:
    """Give each group its own key in the mappings at ``keys``, changing ``record`` in place.

    ``leader civil_servant: {…}`` becomes two keys on the same line. If ``everyone`` is given, a mapping of languages is
    a text for all groups and is stored under that key.
    """
    for key in keys:
        given = record.get(key)
        if not isinstance(given, LinedMapping):
            continue
        spread = LinedMapping(record.file, given.line, given.path)
        if everyone is not None and not any(isinstance(value, dict) for value in given.values()):
            spread.put(everyone, given, given.line)
        else:
            _spread(given, spread, problems)
        record[key] = spread


def _spread(given: LinedMapping, spread: LinedMapping, problems: list[Problem]) -> None:
    for groups, value in given.items():
        line = line_of(given, groups)
        for group in groups.split():
            if group in spread:
                problems.append(problem_at(given, "group-twice", groups, id=group))
            else:
                spread.put(group, value, line)
