"""The table of sources of answers: one module per type of file or engine.

The module of a source offers ``open_source(address, roles, described) -> AnswerSource``
(``analysis.sources.answer_source``). It is listed here and imported only when an address of its type is opened, because
some of the libraries load slowly.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.sources.answer_source import AnswerSource
    from analysis.sources.dataset import Codebook
    from analysis.sources.files.roles import Roles


@dataclass(frozen=True, slots=True)
class SourceType:
    """``module``: opens the source. ``endings``: endings of its file names, in lower case. ``scheme``: the start of its
    addresses if they name no file, such as ``engine:``; ``""`` for a type of file.
    """

    module: str
    endings: tuple[str, ...] = ()
    scheme: str = ""

    def open(self, address: str, roles: Roles, described: Codebook | None) -> AnswerSource:
        """The source at an address; ``described``: a codebook that takes precedence over the source's own."""
        open_source: Callable[[str, Roles, Codebook | None], AnswerSource] = import_module(self.module).open_source
        return open_source(address, roles, described)


SOURCES: dict[str, SourceType] = {
    "csv": SourceType("analysis.sources.csv_files", (".csv", ".csv.gz", ".tsv", ".tsv.gz", ".txt")),
    "excel": SourceType("analysis.sources.excel_files", (".xlsx", ".xlsm")),
    "parquet": SourceType("analysis.sources.parquet_files", (".parquet", ".pq")),
    "sav": SourceType("analysis.sources.sav_files", (".sav", ".zsav")),
    "dta": SourceType("analysis.sources.dta_files", (".dta",)),
    "postgresql": SourceType("analysis.sources.engines.postgresql", scheme="postgresql://"),
    "ibis": SourceType("analysis.sources.engines.ibis_tables", scheme="ibis:"),
}


def known_kinds() -> str:
    """The endings and schemes of all sources, for help and messages."""
    return ", ".join(kind for source in SOURCES.values() for kind in (*source.endings, source.scheme) if kind)
