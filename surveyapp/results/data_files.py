"""The answers as a table for other programs: one row per answer sheet, in no order that tells anything."""

import secrets
from collections import Counter

from analysis.dataset import Codebook, Dataset
from analysis.report.wording import Voice
from analysis.results import Comparison
from forms.frozen import in_language
from forms.missing_values import Missing
from surveyapp.answers_source import StudyAnswers
from surveyapp.results.counting import study_thresholds
from surveyapp.results.number_files import Cell
from surveyapp.studies import LoadedStudy


def answers_sheet(loaded: LoadedStudy, language: str) -> list[list[Cell]]:
    """Codes as they were given, reasons for missing ones as negative numbers; agencies as random numbers.

    A group with fewer people than the threshold is left out and a row says so.
    """
    dataset = StudyAnswers(loaded.study, "headline").read()
    rows = _mark(dataset.codebook, loaded.simulated, language)
    rows.append(["group", "agency", *dataset.items])
    groups = [group.code for group in dataset.codebook.groups]
    sizes = Counter(int(number) for number in dataset.group)
    least = study_thresholds(loaded.study).people
    agencies = _random_numbers(dataset)
    columns = [dataset.columns[name].tolist() for name in dataset.items]
    for row, group in enumerate(dataset.group.tolist()):
        if sizes[group] >= least:
            rows.append([groups[group], agencies[row], *(column[row] for column in columns)])
    for group, size in sorted(sizes.items()):
        if size < least:
            rows.append([groups[group], f"hidden: fewer than {least} people"])
    return rows


def codebook_sheet(loaded: LoadedStudy, language: str) -> list[list[Cell]]:
    """A row per column of the data: what was asked and what the codes mean."""
    codebook = StudyAnswers(loaded.study).codebook()
    rows = _mark(codebook, loaded.simulated, language)
    rows.append(["name", "kind", "label", "codes", "reversed", "construct", "scale", "sensitive"])
    for variable in codebook.variables:
        codes = "; ".join(f"{option.code} = {in_language(option.label, language)}" for option in variable.options)
        label = in_language(variable.label, language)
        construct, flags = variable.construct or "", (int(variable.reversed), int(variable.sensitive))
        rows.append([variable.name, variable.kind, label, codes, flags[0], construct, variable.scale, flags[1]])
    reasons = "; ".join(f"{int(reason)} = {reason.name.lower().replace('_', ' ')}" for reason in Missing)
    return [*rows, ["(every column)", "missing", "", reasons]]


def _mark(codebook: Codebook, simulated: bool, language: str) -> list[list[Cell]]:
    empty = Comparison((), (), (), (), clustered=False)
    return [[Voice(empty, language).mark]] if simulated else []


def _random_numbers(dataset: Dataset) -> list[int]:
    """The agency of each row under a number drawn anew for every file, so that no list of agencies fits it."""
    if dataset.cluster is None:
        return [0] * dataset.n
    numbers = list(range(1, len(dataset.cluster_names) + 1))
    secrets.SystemRandom().shuffle(numbers)
    return [numbers[cluster] if cluster >= 0 else 0 for cluster in dataset.cluster.tolist()]
