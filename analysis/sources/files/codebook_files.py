"""Codebooks as JSON files: our own kind, and the short kind with ``labels`` per item.

Both are described in docs/analysis.md. The short kind: ``{"labels": {item: [text of code 1, …]}, "wording": {item:
text}, "negatively_worded": [item, …], "groups": {"column": …, "values": {code: text}}}``; texts count for every
language.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.measures.results import Comparability, Texts
from analysis.sources.dataset import Codebook, Group, Option, Variable
from analysis.sources.files.declared_missing import missing_from_json, missing_to_json
from analysis.sources.input_faults import InputFaultError
from forms.languages import LANGUAGES

KINDS = ("ordinal", "nominal", "binary", "numeric")


def read_codebook(path: Path) -> Codebook:
    """The codebook in a JSON file. Raises ``InputFaultError`` with the place of the first thing that cannot be used."""
    where = str(path)
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputFaultError("unreadable", where, reason=error.strerror or error) from error
    except UnicodeDecodeError as error:
        raise InputFaultError("not_text", where) from error
    except json.JSONDecodeError as error:
        raise InputFaultError("broken_codebook", f"{where}:{error.lineno}", reason=error.msg) from error
    try:
        if not isinstance(content, dict):
            raise ValueError("a JSON object is expected")
        return _short(content) if "labels" in content else codebook_from_json(content)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        reason = f"{error.args[0]!r} is missing" if isinstance(error, KeyError) else str(error)
        raise InputFaultError("broken_codebook", where, reason=reason) from error


def texts_of(value: Any) -> Texts:
    """A text per language; a plain string counts for every language."""
    if isinstance(value, str):
        return dict.fromkeys(LANGUAGES, value)
    return {str(language): str(text) for language, text in dict(value or {}).items()}


def _short(content: Mapping[str, Any]) -> Codebook:
    wording, turned = content.get("wording", {}), set(content.get("negatively_worded", ()))
    variables = tuple(
        Variable(
            name=name,
            label=texts_of(wording.get(name)),
            options=tuple(Option(code, texts_of(text)) for code, text in enumerate(labels, 1)),
            reversed=name in turned,
            position=place,
        )
        for place, (name, labels) in enumerate(content["labels"].items())
    )
    groups = content.get("groups", {}).get("values", {})
    return Codebook(
        variables,
        tuple(Group(str(code), texts_of(text)) for code, text in groups.items()),
        source=str(content.get("source", "")),
        missing=missing_from_json(content.get("missing")),
    )


def codebook_from_json(content: Mapping[str, Any]) -> Codebook:
    """The codebook in our own kind of JSON; raises ``KeyError``, ``TypeError`` or ``ValueError``."""
    return Codebook(
        variables=tuple(_variable(entry, place) for place, entry in enumerate(content["variables"])),
        groups=tuple(
            Group(str(entry["code"]), texts_of(entry.get("label")), bool(entry.get("census_of_units", False)))
            for entry in content.get("groups", ())
        ),
        constructs={str(name): texts_of(text) for name, text in content.get("constructs", {}).items()},
        title=texts_of(content.get("title")),
        source=str(content.get("source", "")),
        missing=missing_from_json(content.get("missing")),
    )


def _variable(entry: Mapping[str, Any], place: int) -> Variable:
    name, kind = str(entry["name"]), str(entry.get("kind", "ordinal"))
    if kind not in KINDS:
        raise ValueError(f"the kind of {name} must be one of {', '.join(KINDS)}, not {kind!r}")
    middle, construct = entry.get("neutral_code"), entry.get("construct")
    return Variable(
        name=name,
        kind=kind,
        label=texts_of(entry.get("label")),
        options=tuple(Option(int(o["code"]), texts_of(o.get("label"))) for o in entry.get("options", ())),
        scale=str(entry.get("scale", "")),
        neutral_code=None if middle is None else int(middle),
        averaged=bool(entry.get("averaged", kind != "nominal")),
        reversed=bool(entry.get("reversed", False)),
        construct=None if construct is None else str(construct),
        scored={str(group): bool(value) for group, value in entry.get("scored", {}).items()},
        referent={str(group): str(value) for group, value in entry.get("referent", {}).items()},
        wording={str(group): texts_of(text) for group, text in entry.get("wording", {}).items()},
        comparability={
            frozenset(map(str, rule["groups"])): Comparability(rule["rule"]) for rule in entry.get("comparability", ())
        },
        comparability_default=Comparability(entry.get("comparability_default", "compare")),
        sensitive=bool(entry.get("sensitive", False)),
        position=int(entry.get("position", place)),
        question=str(entry.get("question", "")),
        gates={str(group): tuple(map(str, columns)) for group, columns in entry.get("gates", {}).items()},
        missing=missing_from_json(entry.get("missing")),
    )


def codebook_to_json(codebook: Codebook) -> dict[str, Any]:
    """The codebook as our own kind of JSON; ``codebook_from_json`` gives it back."""
    return {
        "title": dict(codebook.title),
        "source": codebook.source,
        "missing": missing_to_json(codebook.missing),
        "groups": [
            {"code": g.code, "label": dict(g.label), "census_of_units": g.census_of_units} for g in codebook.groups
        ],
        "constructs": {name: dict(text) for name, text in codebook.constructs.items()},
        "variables": [
            {
                "name": v.name,
                "kind": v.kind,
                "label": dict(v.label),
                "options": [{"code": o.code, "label": dict(o.label)} for o in v.options],
                "scale": v.scale,
                "neutral_code": v.neutral_code,
                "averaged": v.averaged,
                "reversed": v.reversed,
                "construct": v.construct,
                "scored": dict(v.scored),
                "referent": dict(v.referent),
                "wording": {group: dict(text) for group, text in v.wording.items()},
                "comparability": [
                    {"groups": sorted(pair), "rule": rule.value} for pair, rule in v.comparability.items()
                ],
                "comparability_default": v.comparability_default.value,
                "sensitive": v.sensitive,
                "position": v.position,
                "question": v.question,
                "gates": {group: list(columns) for group, columns in v.gates.items()},
                "missing": missing_to_json(v.missing),
            }
            for v in codebook.variables
        ],
    }
