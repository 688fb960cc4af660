"""From a file to a comparison: the reader by the file's name, the count, the results."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from analysis.dataset import Codebook
from analysis.group_comparisons import compare, compare_tally
from analysis.input_faults import InputFaultError
from analysis.readers.csv_files import CsvFile
from analysis.readers.parquet_files import ParquetFile
from analysis.readers.roles import Roles
from analysis.results import Comparison
from analysis.small_cells import Thresholds


def open_file(
    path: Path, group: str, cluster: str | None = None, described: Codebook | None = None
) -> CsvFile | ParquetFile:
    """The reader for a file, by how its name ends; raises ``InputFaultError`` for another kind or no file."""
    if not path.is_file():
        raise InputFaultError("unreadable", str(path), reason="no such file")
    name = path.name.lower()
    if name.endswith((".csv", ".csv.gz", ".tsv", ".tsv.gz", ".txt")):
        return CsvFile(path, Roles(group, cluster), described)
    if name.endswith((".parquet", ".pq")):
        return ParquetFile(path, Roles(group, cluster), described)
    raise InputFaultError("unknown_kind", str(path), suffix=path.suffix or path.name)


def compare_file(
    path: Path,
    group: str,
    items: Sequence[str] | None = None,
    cluster: str | None = None,
    described: Codebook | None = None,
    threshold: int | None = None,
) -> Comparison:
    """Compare the groups in a file; ``threshold`` hides figures of fewer people. Raises ``InputFaultError``."""
    source = open_file(path, group, cluster, described)
    thresholds = None if threshold is None else Thresholds.for_file(threshold)
    if isinstance(source, ParquetFile) and not (described and any(v.construct for v in described.variables)):
        codebook, counted = source.tally(items)
        return compare_tally(counted, codebook, thresholds)
    return compare(source.read(items), None, thresholds)
