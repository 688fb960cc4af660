"""The files of a study's folder: which there must be, which may be, and what each holds."""

from pathlib import Path

from forms.loading.problems import Problem
from forms.loading.records import mappings_at
from forms.loading.yaml_reading import LinedMapping, read_yaml

_ALWAYS = frozenset({"study.yaml", "scales.yaml", "items.yaml", "questions.yaml", "analysis.yaml"})
_LISTS = frozenset({"groups", "scales", "constructs", "items", "questions", "strata", "units"})
"""Of a key that occurs twice the second is left out: with these keys, records are lost."""
_MAYBE = frozenset({"agency_report.yaml"})


def read_files(folder: Path, problems: list[Problem]) -> tuple[dict[str, LinedMapping], set[str]]:
    """File name to content, and the names of the files of which no list was lost.

    A file that cannot be read is named in ``problems`` and the others are read all the same.
    """
    files: dict[str, LinedMapping] = {}
    whole: set[str] = set()
    found = sorted(path for path in folder.glob("*.yaml") if path.is_file())
    for path in found:
        try:
            content, faults = read_yaml(path.name, path.read_bytes())
        except OSError as error:
            content, faults = None, [Problem("unreadable-file", path.name, 1, {"reason": error.strerror or "?"})]
        problems.extend(faults)
        if content is not None:
            files[path.name] = content
        if content is not None and not any(fault.values.get("key") in _LISTS for fault in faults):
            whole.add(path.name)
    problems.extend(_missing_and_unknown([path.name for path in found], files.get("study.yaml")))
    return files, whole


def _missing_and_unknown(found: list[str], study: LinedMapping | None) -> list[Problem]:
    problems = []
    frames = [name for name in found if name.startswith("frame_")]
    needed = set(_ALWAYS)
    if study is not None:
        groups = (entry.get("id") for entry in mappings_at(study, "groups", []))
        needed |= {f"{group}.yaml" for group in groups if isinstance(group, str)}
        for name in sorted(set(found) - needed - _MAYBE - set(frames)):
            problems.append(Problem("unknown-file", name, 1))
    if not frames:
        needed.add("frame_….yaml")
    if len(frames) > 1:
        problems.append(Problem("two-frames", frames[1], 1, {"names": ", ".join(frames)}))
    problems.extend(Problem("missing-file", name, 1, {"name": name}) for name in sorted(needed - set(found)))
    return problems
