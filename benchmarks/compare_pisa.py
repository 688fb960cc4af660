"""The cost of comparing 36 items in three groups of 66,690 people, next to scipy on the same arrays.

Seconds are CPU seconds. The command is measured completely, imports and reading included. In memory, our side counts
and computes everything that the command prints; scipy computes Kruskal-Wallis and three Mann-Whitney tests per item and
nothing else.
"""

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

from scipy.stats import kruskal, mannwhitneyu

from analysis.comparisons.comparing_files import open_file
from analysis.comparisons.group_comparisons import compare
from benchmarks._result_pages import write_page

DATA = Path(__file__).parent / "data"
FILE = DATA / "pisa2009_north_america.csv.gz"
ITEMS = "ST24Q01..ST27Q13"
REPEATS = 3
LIMIT = 5.0


def command_seconds() -> float:
    """Return the CPU seconds of ``python -m analysis compare`` in its own process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    arguments = ["compare", str(FILE), "--group", "country", "--items", ITEMS, "--json"]
    codebook = ["--codebook", str(DATA / "pisa2009_codebook.json")]
    subprocess.run([sys.executable, "-m", "analysis", *arguments, *codebook], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def best(work: Callable[[], object]) -> float:
    """Return the least CPU seconds of a few runs."""
    seconds = []
    for _ in range(REPEATS):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return min(seconds)


def figures() -> Iterator[str]:
    """Yield the table of ``results/compare_pisa.md``, line by line."""
    yield "| What | CPU seconds |"
    yield "|---|---:|"
    whole = command_seconds()
    yield f"| `python -m analysis compare`, imports and reading included (limit {LIMIT:.0f} s) | {whole:.2f} |"
    dataset = open_file(FILE, "country").read([ITEMS])
    ours = best(lambda: compare(dataset))
    yield f"| in memory: count once, all statistics of the comparison | {ours:.3f} |"
    samples = [
        [column[(dataset.group == place) & (column >= 0)] for place in range(3)] for column in dataset.columns.values()
    ]

    def scipy_tests() -> None:
        for groups in samples:
            kruskal(*groups)
            for first, second in combinations(groups, 2):
                mannwhitneyu(first, second, method="asymptotic")

    theirs = best(scipy_tests)
    yield f"| in memory: scipy kruskal and three mannwhitneyu per item, nothing else | {theirs:.3f} |"
    yield f"| ratio scipy / ours | {theirs / ours:.0f} |"
    if whole > LIMIT:
        sys.exit(f"The comparison took {whole:.1f} s of CPU, more than {LIMIT:.0f}")


if __name__ == "__main__":
    write_page(
        "compare_pisa",
        "Comparing three countries of PISA 2009",
        ["66,690 people, 36 items, 3 groups.", ""],
        figures(),
    )
