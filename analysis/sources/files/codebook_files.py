"""Codebooks as JSON or YAML files: the native format, and the short format with ``labels`` per item.

Both are described in docs/analysis.md. The short format: ``{"labels": {item: [text of code 1, …]}, "wording": {item:
text}, "negatively_worded": [item, …], "groups": {"column": …, "values": {code: text}}}``; texts apply to every
language.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.results import Texts
from analysis.sources.dataset import Codebook
from analysis.sources.files.declared_missing import missing_to_json
from analysis.sources.files.json_places import line_of
from analysis.sources.input_faults import InputFaultError, InputFaultsError
from forms.languages import LANGUAGES

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

FAULTS: Mapping[str, str] = {
    "missing": "codebook_entry_missing",
    "string_type": "codebook_no_text",
    "text_or_texts": "codebook_no_texts",
    "int_type": "codebook_no_number",
    "bool_type": "codebook_no_truth_value",
    "list_type": "codebook_no_list",
    "dict_type": "codebook_no_object",
    "model_type": "codebook_no_object",
    "not_offered": "codebook_not_offered",
    "too_short": "codebook_no_pair",
    "too_long": "codebook_no_pair",
}
"""Maps each error type of pydantic to the sentence about it."""
LONGEST_SHOWN = 60
YAML = (".yaml", ".yml")


def read_codebook(path: Path) -> Codebook:
    """The codebook in a file, YAML by its ending, else JSON.

    Raises ``InputFaultError`` that names every entry that cannot be used.
    """
    # Imported here: it takes time that commands without a codebook do not need.
    from pydantic import ValidationError

    from analysis.sources.files.codebook_models import codebook_of

    where = str(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
        content = _from_yaml(where, text) if path.suffix.lower() in YAML else json.loads(text)
        return codebook_of(content)
    except OSError as error:
        raise InputFaultError("unreadable", where, reason=error.strerror or error) from error
    except UnicodeDecodeError as error:
        raise InputFaultError("not_text", where) from error
    except json.JSONDecodeError as error:
        raise InputFaultError("broken_codebook", f"{where}:{error.lineno}", reason=error.msg) from error
    except ValidationError as error:
        raise InputFaultsError([_fault(where, text, content, found) for found in error.errors()]) from error


def _from_yaml(where: str, text: str) -> dict[str, Any]:
    """The content of a YAML file, whose mappings and lists know their lines; texts such as ``no`` stay texts."""
    from forms.loading.yaml_reading import read_yaml

    content, problems = read_yaml(where, text.encode())
    if problems or content is None:
        raise InputFaultsError(
            [
                InputFaultError("broken_codebook", f"{where}:{problem.line}", reason=problem.found.rstrip("."))
                for problem in problems
            ]
            or [InputFaultError("empty_file", where)]
        )
    return content


def _line_of(text: str, content: Any, path: tuple[str | int, ...]) -> int:
    if not hasattr(content, "lines"):
        return line_of(text, path)
    from forms.loading.yaml_reading import line_of as line_in_yaml

    return line_in_yaml(content, *path)


def _fault(where: str, text: str, content: Any, found: ErrorDetails) -> InputFaultError:
    """The fault of one entry; its place is the line and the path of keys."""
    path, code = found["loc"], FAULTS.get(found["type"], "broken_codebook")
    place = f"{where}:{_line_of(text, content, path)}"
    parent = path[:-1] if code == "codebook_entry_missing" else path
    if parent:
        place += f": {_in_words(parent)}{_name_of(content, path)}"
    shown = json.dumps(found["input"], ensure_ascii=False)
    return InputFaultError(
        code,
        place,
        key=path[-1] if path else "",
        found=shown if len(shown) <= LONGEST_SHOWN else f"{shown[:LONGEST_SHOWN]}…",
        expected=found.get("ctx", {}).get("expected", ""),
        reason=found["msg"],
    )


def _in_words(path: tuple[str | int, ...]) -> str:
    """``variables[2].options[0].code``; elements are counted from 0, as in programs."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


def _name_of(content: Any, path: tuple[str | int, ...]) -> str:
    """The name of the variable that the path leads into, in brackets."""
    if len(path) < 2 or path[0] != "variables" or not isinstance(path[1], int):
        return ""
    entry = content["variables"][path[1]]
    name = entry.get("name") if isinstance(entry, dict) else None
    return f" ({name})" if isinstance(name, str) else ""


def texts_of(text: str) -> Texts:
    """The text for every language."""
    return dict.fromkeys(LANGUAGES, text)


def codebook_from_json(content: Mapping[str, Any]) -> Codebook:
    """The codebook in the JSON that ``codebook_to_json`` makes; raises ``pydantic.ValidationError``."""
    from analysis.sources.files.codebook_models import codebook_of

    return codebook_of(content)


def codebook_to_json(codebook: Codebook) -> dict[str, Any]:
    """The codebook in the native JSON format; ``codebook_from_json`` reads it back."""
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
                "numbers": dict(v.numbers),
                "comparability": [
                    {"groups": sorted(pair), "rule": rule.value} for pair, rule in v.comparability.items()
                ],
                "comparability_default": v.comparability_default.value,
                "sensitive": v.sensitive,
                "position": v.position,
                "question": v.question,
                "gates": {group: list(columns) for group, columns in v.gates.items()},
                "missing": missing_to_json(v.missing),
                **({"role": v.role} if v.role else {}),
            }
            for v in codebook.variables
        ],
    }
