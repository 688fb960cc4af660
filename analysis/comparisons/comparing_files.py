"""Compares the groups in a file or other source: opens the source, counts, and computes the results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from analysis.comparisons.group_comparisons import compare_tally
from analysis.disclosure.small_cells import Thresholds
from analysis.results import Comparison
from analysis.sources import SOURCES, known_kinds
from analysis.sources.answer_source import AnswerSource
from analysis.sources.dataset import Codebook
from analysis.sources.files.roles import Roles
from analysis.sources.input_faults import InputFaultError
from analysis.sources.tables.content_kinds import check_content
from analysis.sources.tally import tally
from analysis.sources.understanding.declared_scales import DeclaredScale
from forms.missing_values import Missing


def open_file(
    address: Path | str,
    group: str,
    cluster: str | None = None,
    described: Codebook | None = None,
    missing: Mapping[str, Missing] | None = None,
    amounts: Sequence[str] = (),
    declared: Mapping[str, str] | None = None,
    scales: Mapping[str, DeclaredScale] | None = None,
) -> AnswerSource:
    """The source at an address, from ``SOURCES``: a file by the ending of its name, others by the start of the address.

    ``missing``: cells that are no answers in any column, with their reasons; ``amounts``: columns that hold amounts;
    ``declared`` and ``scales``: roles and scales of columns, by name or pattern.
    Raises ``InputFaultError`` if the file does not exist its type is not in the table, or it holds
    something else than its name says.
    """
    return open_source(
        str(address), Roles(group, cluster, missing or {}, tuple(amounts), declared or {}, scales or {}), described
    )


def open_source(address: str, roles: Roles, described: Codebook | None = None) -> AnswerSource:
    """The source at an address; see ``open_file``."""
    for source in SOURCES.values():
        if source.scheme and address.startswith(source.scheme):
            return source.open(address, roles, described)
    path = Path(address)
    if not path.is_file():
        raise InputFaultError("unreadable", str(path), reason="no such file")
    check_content(path)
    for source in SOURCES.values():
        if path.name.lower().endswith(source.endings):
            return source.open(str(path), roles, described)
    raise InputFaultError("unknown_kind", str(path), suffix=path.suffix or path.name, kinds=known_kinds())


def compare_source(
    source: AnswerSource, items: Sequence[str] | None = None, threshold: int | None = None
) -> tuple[Comparison, Codebook]:
    """Compare the groups of a source; returns the comparison and the codebook of its items. Raises ``InputFaultError``.

    The source counts answers and scores; rows are read only for scores that it cannot count. ``threshold`` hides
    figures of fewer people.
    """
    thresholds = None if threshold is None else Thresholds.for_file(threshold)
    counted = source.tally(items)
    if counted.scores is None and any(variable.construct for variable in counted.codebook.variables):
        counted = tally(source.read(items))
    return compare_tally(counted, counted.codebook, thresholds), counted.codebook


def compare_file(
    address: Path | str,
    group: str,
    items: Sequence[str] | None = None,
    cluster: str | None = None,
    described: Codebook | None = None,
    threshold: int | None = None,
    missing: Mapping[str, Missing] | None = None,
    amounts: Sequence[str] = (),
) -> Comparison:
    """``compare_source`` for the result of ``open_file``."""
    return compare_source(open_file(address, group, cluster, described, missing, amounts), items, threshold)[0]
