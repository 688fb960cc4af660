"""From a file to a comparison: the reader by the file's name, the count, the results."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from analysis.measures.group_comparisons import compare, compare_tally
from analysis.measures.results import Comparison
from analysis.small_cells import Thresholds
from analysis.sources.dataset import AnswerSource, Codebook
from analysis.sources.files.csv_files import CsvFile
from analysis.sources.files.parquet_files import ParquetFile
from analysis.sources.files.roles import Roles
from analysis.sources.files.sav_files import SavFile
from analysis.sources.input_faults import InputFaultError
from forms.model.missing_values import Missing

READERS: Mapping[tuple[str, ...], Callable[[Path, Roles, Codebook | None], AnswerSource]] = {
    (".csv", ".csv.gz", ".tsv", ".tsv.gz", ".txt"): CsvFile,
    (".parquet", ".pq"): ParquetFile,
    (".sav", ".zsav"): SavFile,
}
"""Endings of file names, and the reader of such files."""


def open_file(
    path: Path,
    group: str,
    cluster: str | None = None,
    described: Codebook | None = None,
    missing: Mapping[str, Missing] | None = None,
    amounts: Sequence[str] = (),
) -> AnswerSource:
    """The reader for a file, by how its name ends; raises ``InputFaultError`` for another kind or no file.

    ``missing``: cells that are no answers in any column, each with its reason; ``amounts``: columns that hold amounts.
    """
    if not path.is_file():
        raise InputFaultError("unreadable", str(path), reason="no such file")
    roles = Roles(group, cluster, missing or {}, tuple(amounts))
    name = path.name.lower()
    for endings, reader in READERS.items():
        if name.endswith(endings):
            return reader(path, roles, described)
    raise InputFaultError("unknown_kind", str(path), suffix=path.suffix or path.name)


def compare_file(
    path: Path,
    group: str,
    items: Sequence[str] | None = None,
    cluster: str | None = None,
    described: Codebook | None = None,
    threshold: int | None = None,
    missing: Mapping[str, Missing] | None = None,
    amounts: Sequence[str] = (),
) -> Comparison:
    """Compare the groups in a file; ``threshold`` hides figures of fewer people. Raises ``InputFaultError``."""
    source = open_file(path, group, cluster, described, missing, amounts)
    thresholds = None if threshold is None else Thresholds.for_file(threshold)
    if isinstance(source, ParquetFile) and not source.constructs:
        codebook, counted = source.tally(items)
        return compare_tally(counted, codebook, thresholds)
    return compare(source.read(items), None, thresholds)
