"""Assembles a data set from the columns that a reader has read; the same for every kind of file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from analysis.sources.dataset import Codebook, Dataset, IntArray
from analysis.sources.files import no_questions
from analysis.sources.files.answer_codes import Column, fault_notes, reason_notes, text_notes
from analysis.sources.files.roles import Roles, codebook_for
from analysis.sources.input_faults import InputFaultError

NamesAndPlaces = tuple[Sequence[str], IntArray]
"""The names in a column, and the index of each row's name, -1 for none."""


def assemble(
    where: str,
    roles: Roles,
    described: Codebook | None,
    columns: Mapping[str, Column],
    group: NamesAndPlaces,
    cluster: NamesAndPlaces | None,
    chosen: bool,
    negatives_known: bool,
) -> Dataset:
    """The data set of all ``columns`` if they were ``chosen``, otherwise of those that are questions.

    ``negatives_known``: a codebook was given with the file, so that reasons in it need no note.
    """
    for column in columns.values():
        column.settle()
    arrays = {name: column.array() for name, column in columns.items()}
    left_out = {} if chosen else reasons(columns, arrays, roles, described)
    kept = [name for name in columns if left_out.get(name) is None]
    if not kept:
        raise InputFaultError("no_items", where)
    of_kept = {name: columns[name] for name in kept}
    book = codebook_for(roles, kept, kept, described, group[0])
    # A column whose texts were read as answers knows more than the codebook.
    variables = tuple(replace(columns[v.name].variable, position=v.position) for v in book.variables)
    return Dataset(
        codebook=replace(book, variables=variables),
        columns={name: arrays[name] for name in kept},
        group=group[1],
        cluster=cluster[1] if cluster else None,
        cluster_names=tuple(cluster[0]) if cluster else (),
        faults=fault_notes(of_kept),
        notes=(
            *no_questions.notes(left_out),
            *text_notes(of_kept),
            *(() if negatives_known else reason_notes(of_kept)),
        ),
    )


def reasons(
    columns: Mapping[str, Column], arrays: Mapping[str, IntArray], roles: Roles, described: Codebook | None
) -> dict[str, str | None]:
    """Why each column is no question; ``None`` for questions and for columns that are declared to be questions."""
    return {
        name: None if roles.role_of(name, described) else no_questions.why_left_out(column, arrays[name])
        for name, column in columns.items()
    }
