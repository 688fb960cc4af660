"""Small data sets for tests."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from analysis.sources.dataset import Codebook, Dataset, Group, Variable


def dataset(
    group: Sequence[str],
    columns: Mapping[str, Sequence[int]],
    variables: Sequence[Variable] | None = None,
    cluster: Sequence[int] | None = None,
    groups: Sequence[Group] | None = None,
) -> Dataset:
    """A data set from plain lists; groups in the order of first appearance unless given."""
    known = list(groups) if groups else [Group(code) for code in dict.fromkeys(group)]
    codes = [entry.code for entry in known]
    return Dataset(
        codebook=Codebook(tuple(variables or [Variable(name) for name in columns]), tuple(known)),
        columns={name: np.array(values, dtype=np.int16) for name, values in columns.items()},
        group=np.array([codes.index(code) for code in group], dtype=np.int16),
        cluster=None if cluster is None else np.array(cluster, dtype=np.int32),
        cluster_names=() if cluster is None else tuple(map(str, range(max(cluster) + 1))),
    )


def csv_file(folder: Path, text: str, name: str = "answers.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
