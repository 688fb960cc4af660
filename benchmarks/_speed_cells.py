"""The measurements of ``benchmarks.analysis_speed`` that need a process of their own; each prints one line of JSON."""

import gc
import json
import resource
import sys
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path
from time import process_time

import numpy as np
from scipy.stats import kruskal, mannwhitneyu

from analysis.comparisons.comparing_files import open_file
from analysis.comparisons.group_comparisons import compare_tally
from analysis.sources.dataset import Codebook, Dataset, Group, IntArray, Option, Variable
from analysis.sources.tally import tally
from analysis.views.json import to_json

ITEMS, GROUPS, ANSWERS = 60, 3, 5
SCALED_ITEMS = 6
"""Scipy computes so many items of a large table; its time is multiplied."""


def made(n: int, clusters: int) -> Dataset:
    """Answers in the order of groups and, inside them, of clusters, as a source hands them over."""
    draw = np.random.default_rng(n + clusters)
    group = np.repeat(np.arange(GROUPS, dtype=np.int8), [n // 3, n // 3, n - 2 * (n // 3)])
    cluster: IntArray | None = None
    if clusters:
        parts = [
            np.sort(draw.integers(0, clusters, np.count_nonzero(group == g), dtype=np.int16)) for g in range(GROUPS)
        ]
        cluster = np.concatenate(parts)
    columns: dict[str, IntArray] = {}
    for at in range(ITEMS):
        column = draw.integers(1, ANSWERS + 1, n, dtype=np.int8)
        # In every second item the last group answers a little lower.
        if at % 2:
            column[-(n // 30) :] = 1
        columns[f"q{at:02}"] = column
    options = tuple(Option(code) for code in range(1, ANSWERS + 1))
    codebook = Codebook(
        tuple(Variable(name, options=options) for name in columns), groups=tuple(Group(name) for name in "abc")
    )
    return Dataset(codebook, columns, group, cluster, tuple(map(str, range(clusters))))


def least(work: Callable[[], object], repeats: int) -> float:
    """The least CPU seconds of some calls: other work on the machine only adds."""
    found = []
    for _ in range(repeats):
        began = process_time()
        work()
        found.append(process_time() - began)
    return min(found)


def peak() -> float:
    """The most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0


def cell(n: int, clusters: int) -> dict[str, float]:
    """Seconds of one size: a pass of memory, the count, all figures, all records, scipy and, if installed, pingouin."""
    before = peak()
    data = made(n, clusters)
    repeats = 20 if n < 1_000_000 else 5
    size = sum(column.nbytes for column in data.columns.values()) + data.group.nbytes
    size += 0 if data.cluster is None else data.cluster.nbytes
    columns = list(data.columns.values())
    found = {"pass": least(lambda: [np.max(column) for column in columns], 3 * repeats)}
    counted = tally(data)
    found["memory"] = (peak() - before) * 1024**2 / size
    found["count"] = least(lambda: tally(data), repeats)
    found["after"] = least(lambda: compare_tally(counted, data.codebook), 20)
    found["records"] = least(lambda: to_json(compare_tally(counted, data.codebook)), 5)
    some = columns if n <= 1_000_000 else columns[:SCALED_ITEMS]
    scale = len(columns) / len(some)
    samples = [[column[data.group == g] for g in range(GROUPS)] for column in some]
    found["scipy"] = scale * least(lambda: _scipy(samples), 3 if n < 1_000_000 else 1)
    if find_spec("pingouin") is not None:
        few = samples[: 60 if n < 1_000_000 else 1]
        found["pingouin"] = len(columns) / len(few) * least(lambda: _pingouin(few), 1)
    return found


def _scipy(samples: list[list[IntArray]]) -> None:
    for groups in samples:
        kruskal(*groups)
        for first, second in combinations(groups, 2):
            mannwhitneyu(first, second, method="asymptotic")


def _pingouin(samples: list[list[IntArray]]) -> None:
    pingouin, pandas = import_module("pingouin"), import_module("pandas")
    place = np.repeat(np.arange(GROUPS), [len(group) for group in samples[0]])
    for groups in samples:
        pingouin.kruskal(pandas.DataFrame({"x": np.concatenate(groups), "g": place}), dv="x", between="g")
        for first, second in combinations(groups, 2):
            pingouin.mwu(first, second)


def parquet(n: int, path: str) -> dict[str, float]:
    """Counting a Parquet file of ``n`` people and 60 items with DuckDB; peak memory of the whole process in MB."""
    began = process_time()
    counted = open_file(path, "g").tally()
    people = sum(int(item.data.counts.sum()) for item in counted.items)
    if people != n * ITEMS:
        sys.exit(f"{people} answers were counted instead of {n * ITEMS}")
    return {"count": process_time() - began, "memory": peak(), "file": Path(path).stat().st_size / 1024**2}


def write_parquet(n: int, path: str) -> dict[str, float]:
    """A Parquet file of made answers; DuckDB writes it piece by piece."""
    import duckdb

    answers = ", ".join(f"(hash(i * {ITEMS} + {at}) % {ANSWERS} + 1)::TINYINT AS q{at:02}" for at in range(ITEMS))
    with duckdb.connect() as connection:
        connection.execute("SET memory_limit = '1GB'; SET preserve_insertion_order = true")
        people = connection.sql(f"SELECT chr((97 + i * 3 // {n})::INT) AS g, {answers} FROM range({n}) t(i)")  # noqa: S608
        people.write_parquet(path)
    return {}


if __name__ == "__main__":
    gc.set_threshold(100_000, 20, 20)  # as the command sets it
    name, *arguments = sys.argv[1:]
    if name == "cell":
        print(json.dumps(cell(int(arguments[0]), int(arguments[1]))))
    else:
        measure = {"parquet": parquet, "write": write_parquet}[name]
        print(json.dumps(measure(int(arguments[0]), arguments[1])))
