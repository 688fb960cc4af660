"""The files of a study's folder: required and optional files, and their content."""

from collections.abc import Collection, Mapping
from pathlib import Path

from forms.loading.problems import Problem
from forms.loading.records import mappings_at
from forms.loading.yaml_reading import LinedMapping, read_yaml

_ALWAYS = frozenset({"study.yaml", "scales.yaml", "items.yaml", "questions.yaml", "analysis.yaml"})
_LISTS = frozenset({"groups", "scales", "constructs", "items", "questions", "strata", "units"})
"""With one of these faults, the reader omits records, for example the second of two equal keys."""
_MAYBE = frozenset({"agency_report.yaml"})


def documents_in(folder: Path, problems: list[Problem]) -> dict[str, bytes]:
    """Maps file names to raw content; a file that cannot be read is added to ``problems``."""
    documents: dict[str, bytes] = {}
    for path in sorted(path for path in folder.glob("*.yaml") if path.is_file()):
        try:
            documents[path.name] = path.read_bytes()
        except OSError as error:
            problems.append(Problem("unreadable-file", path.name, 1, {"reason": error.strerror or "?"}))
    return documents


def read_files(documents: Mapping[str, bytes], problems: list[Problem]) -> tuple[dict[str, LinedMapping], set[str]]:
    """Parse the documents. Returns file name to content, and the names of the files that were read completely.

    A file that cannot be parsed is added to ``problems``; the other files are still read.
    """
    files: dict[str, LinedMapping] = {}
    whole: set[str] = set()
    unreadable = {problem.file for problem in problems if problem.code == "unreadable-file"}
    for name, content in sorted(documents.items()):
        parsed, faults = read_yaml(name, content)
        problems.extend(faults)
        if parsed is not None:
            files[name] = parsed
        if parsed is not None and not any(fault.values.get("key") in _LISTS for fault in faults):
            whole.add(name)
    problems.extend(_missing_and_unknown(documents.keys() | unreadable, files.get("study.yaml")))
    return files, whole


def _missing_and_unknown(found: Collection[str], study: LinedMapping | None) -> list[Problem]:
    problems = []
    frames = [name for name in sorted(found) if name.startswith("frame_")]
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
