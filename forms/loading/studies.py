"""Loads studies from their folders: returns the frozen study, or raises with every fault in it.

>>> study = load_study(find_study("khanh_hoa_2019"))            # doctest: +SKIP
>>> study.questionnaires["outsider"].questions[0].id            # doctest: +SKIP
'consent'
"""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from forms.loading.assembly import assemble
from forms.loading.checks import check_parts
from forms.loading.documents import documents_in
from forms.loading.parts import read_parts
from forms.loading.problems import Problem, StudyFaults
from forms.model.study import Study


def load_study(folder: Path | str) -> Study:
    """The study in ``folder``.

    Raises :class:`forms.loading.problems.StudyFaults` with every fault of every file: of YAML, of shape and of
    reference. A file that cannot be parsed is reported, and the faults of the other files are still found. Content
    never raises any other error.
    """
    return load_with_documents(folder)[0]


def load_with_documents(folder: Path | str) -> tuple[Study, dict[str, bytes]]:
    """The study in ``folder`` and its source documents by file name; faults as in :func:`load_study`."""
    folder = Path(folder)
    if not folder.is_dir():
        raise StudyFaults([_no_study(str(folder))])
    problems: list[Problem] = []
    documents = documents_in(folder, problems)
    return _load(documents, problems), documents


def load_documents(documents: Mapping[str, bytes]) -> Study:
    """The study of these documents (file name to content); faults as in :func:`load_study`."""
    return _load(documents, [])


def _load(documents: Mapping[str, bytes], problems: list[Problem]) -> Study:
    parts = read_parts(documents, problems)
    problems.extend(check_parts(parts))
    if problems:
        raise StudyFaults(problems)
    return assemble(parts)


def installed_studies() -> dict[str, Path]:
    """Study id (the name of its folder) to folder, for the studies installed with the program."""
    shipped = Path(str(files("forms"))) / "studies"
    return {folder.name: folder for folder in sorted(shipped.glob("*")) if (folder / "study.yaml").is_file()}


def find_study(id_or_path: str | Path) -> Path:
    """The folder of an installed study, or the given folder; raises ``StudyFaults`` if neither exists."""
    installed = installed_studies()
    if str(id_or_path) in installed:
        return installed[str(id_or_path)]
    if (folder := Path(id_or_path)).is_dir():
        return folder
    raise StudyFaults([_no_study(str(id_or_path))])


def _no_study(name: str) -> Problem:
    known = ", ".join(installed_studies()) or "–"
    return Problem("no-such-study", name, 1, {"name": name, "installed": known})
