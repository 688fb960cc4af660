"""The part of the answers that may be passed on: each profile is shared by at least ``microdata`` people.

A file for others holds the respondent group, the statements of the bank and the profile answers that the plan declares
(``breakdowns``). It leaves out agencies and strata, mode and version, facts and sensitive items, questions behind a
skip rule, all other questions and open answers, and groups of fewer people. A profile answer is left out if fewer than
``microdata`` people would share a group and a profile.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.sources.dataset import Variable
from surveyapp.exports.columns import Column
from surveyapp.exports.data_table import DataTable, data_table
from surveyapp.instance.faults import N_, Fault
from surveyapp.studies.loaded import LoadedStudy


class UnfinishedFieldFault(Fault):
    """Two files from different days could differ in the answers of a few people."""


@dataclass(frozen=True, slots=True)
class FileForOthers:
    """The table, and the profile columns and groups that were left out because they are too small."""

    table: DataTable
    left_out: tuple[str, ...]


def file_for_others(loaded: LoadedStudy, language: str) -> FileForOthers:
    """Return the part of a study's answers that may be passed on; ``UnfinishedFieldFault`` before the last opening."""
    if not loaded.has_all_answers:
        raise UnfinishedFieldFault(
            N_(
                "A file for sharing can be made after the last opening of the box of {study}. Two files made on "
                "different days would differ by the answers of a few people."
            ),
            study=loaded.study.id,
        )
    study, table = loaded.study, data_table(loaded, language)
    least = study.thresholds.with_floors.microdata
    columns = {column.name: column for column in table.columns}
    groups = columns["group"]
    sizes = Counter(groups.values)
    rows = [at for at, group in enumerate(groups.values) if sizes[group] >= least]
    left_out = [groups.names[code] for code, people in sizes.items() if people < least and isinstance(code, int)]
    bank = {item.id for item in study.items if not item.sensitive and not item.fact}
    variables = {variable.name: variable for variable in table.codebook.variables}
    statements = {name for name, each in variables.items() if each.question in bank and not _is_guarded(each)}
    profile = [groups]
    for question in study.analysis.breakdowns:
        for column in (columns[name] for name, each in variables.items() if each.question == question):
            if _fewest_alike([*profile, column], rows) >= least:
                profile.append(column)
            else:
                left_out.append(column.name)
    names = {column.name for column in profile} | statements | {"simulated"}
    kept = [column for column in table.columns if column.name in names]
    return FileForOthers(
        replace(
            table,
            audience="for-others",
            columns=tuple(_of_rows(kept, rows)),
            texts=(),
            codebook=replace(
                table.codebook, variables=tuple(each for name, each in variables.items() if name in names)
            ),
        ),
        tuple(left_out),
    )


def _is_guarded(variable: Variable) -> bool:
    """Whether the question reveals an earlier answer by not being asked, or is sensitive."""
    return variable.sensitive or any(variable.gates.values())


def _fewest_alike(columns: Sequence[Column], rows: Sequence[int]) -> int:
    """Return the size of the smallest set of people with equal values in all of the columns."""
    alike = Counter(tuple(column.values[at] for column in columns) for at in rows)
    return min(alike.values(), default=0)


def _of_rows(columns: Sequence[Column], rows: Sequence[int]) -> list[Column]:
    """Return the columns in these rows, sorted by value: the order of keys would allow joining with other files."""
    ordered = sorted(rows, key=lambda at: [column.values[at] for column in columns])
    return [replace(column, values=[column.values[at] for at in ordered]) for column in columns]
