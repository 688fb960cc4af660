"""Opens sources of answers by their addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from analysis.sources import SOURCES, known_kinds
from analysis.sources.answer_source import AnswerSource
from analysis.sources.dataset import Codebook
from analysis.sources.files.roles import Roles
from analysis.sources.input_faults import InputFaultError
from analysis.sources.tables.content_kinds import check_content
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
    Raises ``InputFaultError`` if the file does not exist, its type is not in the table, or it holds something else than
    its name says.
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
