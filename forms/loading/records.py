"""Records of a study's files. Each is checked for shape separately, so that one fault does not hide another."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any, Generic, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from forms.loading.problems import Problem
from forms.loading.yaml_reading import LinedList, LinedMapping, line_of, problem_at
from forms.model.frozen import Frozen

Model = TypeVar("Model", bound=Frozen)


@dataclass(frozen=True, slots=True)
class Record(Generic[Model]):
    """One entry of a file: as typed, and as an object (None if its shape is faulty)."""

    id: str
    raw: LinedMapping
    value: Model | None

    @property
    def file(self) -> str:
        """The name of the file that holds it."""
        return self.raw.file

    def line(self, *path: str | int) -> int:
        """The line of a part of it."""
        return line_of(self.raw, *path)

    def problem(self, code: str, /, *path: str | int, **values: object) -> Problem:
        """A fault at a part of it."""
        return problem_at(self.raw, code, *path, **values)


def read_record(
    model: type[Model], raw: LinedMapping, problems: list[Problem], skip: tuple[str, ...] = ()
) -> Record[Model]:
    """Check one mapping; keys in ``skip`` are read elsewhere.

    Validation goes through JSON because pydantic is strict there (a quoted "3" is no number, 1 is not true) but still
    accepts lists for tuples and texts for dates, which YAML files need.
    """
    given = {key: value for key, value in raw.items() if key not in skip}
    identity = raw.get("id")
    value: Model | None = None
    try:
        value = model.model_validate_json(json.dumps(given), strict=True)
    except ValidationError as error:
        details = error.errors(include_url=False)
        problems.extend(_problem(detail, raw) for detail in details if not _is_missing(detail))
        for detail in details:
            if _is_missing(detail):
                _missing_key(raw, list(detail["loc"]), problems)
    return Record(identity if isinstance(identity, str) else "", raw, value)


def read_records(
    model: type[Model], parent: LinedMapping, key: str, problems: list[Problem], skip: tuple[str, ...] = ()
) -> list[Record[Model]]:
    """Every mapping of the list at ``key``; entries of other types are noted as faults."""
    return [read_record(model, entry, problems, skip) for entry in mappings_at(parent, key, problems)]


def mappings_at(parent: LinedMapping, key: str, problems: list[Problem]) -> Iterator[LinedMapping]:
    """The mappings of the list at ``key``; nothing if the key is absent."""
    entries = parent.get(key)
    if entries is None:
        if key in parent:
            problems.append(_shape("not-a-list", parent, key, entries))
        return
    if not isinstance(entries, LinedList):
        problems.append(_shape("not-a-list", parent, key, entries))
        return
    for index, entry in enumerate(entries):
        if isinstance(entry, LinedMapping):
            yield entry
        else:
            problems.append(problem_at(entries, "not-keys-and-values", index, key=key, value=shown(entry)))


def require_key(raw: LinedMapping, key: str, problems: list[Problem]) -> None:
    """Note that a key is missing whose value is read elsewhere."""
    if key not in raw:
        _missing_key(raw, [key], problems)


def _missing_key(raw: LinedMapping, path: list[str | int], problems: list[Problem]) -> None:
    """Report a missing key and a similar unknown key as one fault: a spelling mistake."""
    parent, key = raw, str(path[-1])
    for step in path[:-1]:
        parent = parent[step]  # type: ignore[index]
    for typed in get_close_matches(key, parent, n=3, cutoff=0.7):
        for index, problem in enumerate(problems):
            at = (problem.code, problem.file, problem.line, problem.values.get("key"))
            if at == ("unknown-key", parent.file, parent.lines[typed], typed):
                values = {"key": typed, "wanted": key}
                problems[index] = replace(problem, code="misspelt-key", values=values)
                return
    problems.append(problem_at(raw, "missing-key", *path, key=key))


def _is_missing(detail: ErrorDetails) -> bool:
    return detail["type"] == "missing" and isinstance(detail["loc"][-1], str)


def _shape(code: str, parent: LinedMapping, key: str, value: Any) -> Problem:
    return problem_at(parent, code, key, key=key, value=shown(value))


def shown(value: Any) -> str:
    """A value as quoted in a message."""
    if isinstance(value, dict | list):
        return "[…]" if isinstance(value, list) else "{…}"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:57] + "…"


_TYPES = {
    "string_type": "not-text",
    "int_type": "not-a-number",
    "int_from_float": "not-a-number",
    "int_parsing": "not-a-number",
    "bool_type": "not-true-or-false",
    "tuple_type": "not-a-list",
    "list_type": "not-a-list",
    "dict_type": "not-keys-and-values",
    "model_type": "not-keys-and-values",
    "literal_error": "not-a-choice",
    "string_pattern_mismatch": "not-an-id",
    "string_too_long": "not-an-id",
    "greater_than_equal": "too-small",
    "date_type": "not-a-date",
    "date_parsing": "not-a-date",
    "date_from_datetime_parsing": "not-a-date",
    "extra_forbidden": "unknown-key",
    "empty-text": "empty-text",
    "rule-shape": "rule-shape",
}


def _problem(detail: ErrorDetails, raw: LinedMapping) -> Problem:
    kind, context = detail["type"], detail.get("ctx", {})
    path = [step for step in detail["loc"] if step != "[key]"]
    key = next((step for step in reversed(path) if isinstance(step, str)), "")
    # Pydantic reports a short tuple as a missing position and a long one by a type of its own.
    if kind == "too_long" or kind == "missing":
        return problem_at(raw, "wrong-length", *path, key=key, expected="2")
    code = _TYPES.get(kind, "wrong-value")
    values = {
        "key": key,
        "value": shown(detail["input"]),
        "reason": detail["msg"],
        "expected": str(context.get("expected", context.get("ge", ""))),
        "language": str(context.get("language", "")),
    }
    return problem_at(raw, code, *path, **values)
