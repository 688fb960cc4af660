"""Writes a codebook as a file that people correct in an editor: only what differs from the defaults, YAML or JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.sources.dataset import Codebook, Variable
from analysis.sources.files.codebook_files import YAML, codebook_to_json
from analysis.sources.understanding.role_guesses import ROLES
from analysis.translation import N_, translator
from forms.languages import LANGUAGES

ALWAYS = ("name", "role", "kind")
WIDTH = 120
HOW_TO_CORRECT = N_(
    "How the columns of {file} are understood. Please correct the entries and give the file with --codebook.\n"
    "role: {roles}\nkind: ordinal, nominal, binary, numeric. options: the answers with their codes.\n"
    "missing: codes that are no answers, with their reasons: {reasons}"
)


def codebook_text(codebook: Codebook, path: Path, file: str, language: str) -> str:
    """The content of the file, in the format that the ending of ``path`` names; YAML starts with how to correct it."""
    content = short_form(codebook)
    if path.suffix.lower() not in YAML:
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    # Imported here: readers of codebooks in JSON do not need it.
    import yaml

    from analysis.sources.files.declared_missing import REASONS

    note = translator(language)(HOW_TO_CORRECT)
    lines = note.format(file=file, roles=", ".join(ROLES), reasons=", ".join(REASONS)).splitlines()
    body: str = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=WIDTH, default_flow_style=None)
    return "".join(f"# {line}\n" for line in lines) + body


def short_form(codebook: Codebook) -> dict[str, Any]:
    """The codebook in its JSON format, without entries that have their default."""
    full = codebook_to_json(codebook)
    entries = [_shortened(entry, v.kind) for entry, v in zip(full["variables"], codebook.variables, strict=True)]
    others = {key: _plain(value) for key, value in full.items() if value and key != "variables"}
    return {**others, "variables": entries}


def _shortened(entry: Mapping[str, Any], kind: str) -> dict[str, Any]:
    default = codebook_to_json(Codebook((Variable("", kind=kind, averaged=kind != "nominal"),)))["variables"][0]
    return {
        key: _plain(value)
        for key, value in entry.items()
        if key in ALWAYS or (key != "position" and value != default.get(key))
    }


def _plain(value: Any) -> Any:
    """Texts that are the same in every language as one text."""
    if isinstance(value, Mapping):
        texts = list(value.values())
        if value.keys() <= LANGUAGES.keys() and len(texts) > 1 and texts[0] == texts[1] and isinstance(texts[0], str):
            return texts[0]
        return {key: _plain(inner) for key, inner in value.items() if inner not in ({}, "")}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value
