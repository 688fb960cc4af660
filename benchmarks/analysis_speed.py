"""The cost of comparing 60 items in three groups, beside scipy and pingouin: ``make bench-analysis``.

A pass is one read of all answers, measured in the same process. Our side counts and computes everything that a
comparison holds; scipy computes Kruskal-Wallis and three Mann-Whitney tests per item and nothing else. Seconds are the
least CPU seconds of some runs in one process, except those of commands, which are processes of their own.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks._result_pages import write_page
from benchmarks.against_commit import CODEBOOK, PISA, ROOT, run

SIZES = (10_000, 1_000_000, 5_000_000, 10_000_000)
CLUSTERS = (0, 500)
BEFORE = "edf3c33"
"""The commit with which the command on PISA is compared."""
PEOPLE_IN_PARQUET = 20_000_000
RUNS = 7
MS = 1000.0


def measured(*arguments: str) -> dict[str, Any]:
    """What a process of ``benchmarks._speed_cells`` prints."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks._speed_cells", *arguments],
        cwd=ROOT,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        check=True,
        stdout=subprocess.PIPE,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def goal(value: float, limit: float, *, least: bool = False) -> str:
    """How a figure stands to its goal."""
    return "" if (value >= limit if least else value <= limit) else " **missed**"


def sizes() -> Iterator[str]:
    """The table of sizes, line by line."""
    yield (
        "| People | clusters | pass, ms | count, passes | after the count, ms | as JSON too, ms | scipy, ms "
        "| scipy / ours | pingouin / ours | memory / data |"
    )
    yield "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
    for n in SIZES:
        for clusters in CLUSTERS:
            found = measured("cell", str(n), str(clusters))
            ours = found["count"] + found["after"]
            passes, ratio = found["count"] / found["pass"], found["scipy"] / ours
            small = n < 1_000_000
            counting = "" if small else goal(passes, 25 if clusters else 15)
            memory = "–" if small else f"{found['memory']:.2f}{goal(found['memory'], 2)}"
            pingouin = f"{found['pingouin'] / ours:.0f}" if "pingouin" in found else "–"
            yield (
                f"| {n:,} | {clusters} | {found['pass'] * MS:.2f} | {passes:.1f}{counting} "
                f"| {found['after'] * MS:.1f}{goal(found['after'], 0.005)} | {found['records'] * MS:.0f} "
                f"| {found['scipy'] * MS:,.0f} | {ratio:.0f}{goal(ratio, 10 if small else 150, least=True)} "
                f"| {pingouin} | {memory} |"
            )


def with_duckdb(folder: Path) -> Iterator[str]:
    """Counting a large Parquet file, in a process of its own."""
    path = str(folder / "answers.parquet")
    measured("write", str(PEOPLE_IN_PARQUET), path)
    found = measured("parquet", str(PEOPLE_IN_PARQUET), path)
    yield (
        f"DuckDB counts a Parquet file of {PEOPLE_IN_PARQUET:,} people and 60 items ({found['file']:.0f} MB) in "
        f"{found['count']:.0f} CPU seconds; the whole process holds at most {found['memory']:.0f} MB"
        f"{goal(found['memory'], 300)} (goal: 300)."
    )


def of_commands(folder: Path) -> Iterator[str]:
    """CPU seconds of commands; the least of some runs."""
    old = folder / "before"
    compare = ["-m", "analysis", "compare", str(PISA), "--group", "country", "--codebook", str(CODEBOOK), "--json"]
    subprocess.run(["git", "worktree", "add", "--quiet", "--detach", str(old), BEFORE], cwd=ROOT, check=True)
    try:
        pairs = [(run(old, compare, folder)[0], run(ROOT, compare, folder)[0]) for _ in range(RUNS)]
    finally:
        subprocess.run(["git", "worktree", "remove", "--force", str(old)], cwd=ROOT, check=True)
    before, now = (min(seconds) for seconds in zip(*pairs, strict=True))
    yield "| Command | CPU seconds | compared with | goal |"
    yield "|---|---:|---:|---:|"
    yield (
        f"| `python -m analysis compare` on PISA (66,690 × 80) | {now:.2f} "
        f"| {before:.2f} at commit {BEFORE} | at most half{goal(now, before / 2)} |"
    )
    start = min(run(ROOT, ["-c", "import flask, click"], folder)[0] for _ in range(RUNS))
    helps = {
        "python -m analysis --help": ["-m", "analysis", "--help"],
        "python -m analysis compare --help": ["-m", "analysis", "compare", "--help"],
        "python -m analysis report --help": ["-m", "analysis", "report", "--help"],
        "python -m analysis describe --help": ["-m", "analysis", "describe", "--help"],
        "surveyapp --help": ["-c", "from surveyapp.commands import main; main()", "--help"],
    }
    for name, arguments in helps.items():
        seconds = min(run(ROOT, arguments, folder)[0] for _ in range(RUNS))
        yield f"| `{name}` | {seconds:.2f} | {start:.2f}, flask and click | .2 above{goal(seconds, start + 0.2)} |"


def page() -> Iterator[str]:
    """The page, line by line."""
    yield from sizes()
    yield ""
    if find_spec("pingouin") is None:
        yield "pingouin is not installed; `pip install pingouin` into the environment compares with it too."
        yield ""
    with tempfile.TemporaryDirectory() as folder:
        yield from with_duckdb(Path(folder))
        yield ""
        yield from of_commands(Path(folder))


if __name__ == "__main__":
    load = os.getloadavg()[0]
    write_page(
        "analysis_speed",
        "The cost of a comparison of 60 items in three groups",
        [
            "Least CPU seconds of some runs. One pass is one read of all answers. Scipy computes Kruskal-Wallis and "
            "three Mann-Whitney tests per item; above one million people on six items, multiplied by ten. Memory: "
            "growth of the process while the answers are made and counted, divided by the size of the answers.",
            "",
            "Goals: after the count 5 ms; counting 15 passes, with 500 clusters 25; scipy / ours 10 at ten thousand "
            "people and 150 above; memory 2.",
            "",
            f"The machine has {os.cpu_count()} cores; at the start of the run its load was {load:.1f}. Other work "
            "slows small tables, which depend on the processor, more than large ones.",
            "",
        ],
        page(),
    )
