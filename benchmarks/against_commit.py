"""CPU seconds of commands at this commit and at an earlier one, run in turn: ``python -m benchmarks.against_commit C``.

Each command is a process of its own, start and imports included. Runs alternate between the two commits and the ratio
is taken pair by pair, so that a busy machine slows both. Wall time is not measured.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from statistics import median

from benchmarks._result_pages import write_page

ROOT = Path(__file__).parent.parent
PISA = ROOT / "benchmarks" / "data" / "pisa2009_north_america.csv.gz"
CODEBOOK = ROOT / "benchmarks" / "data" / "pisa2009_codebook.json"
PAIRS = 7
ITEMS = [f"q{at:02}" for at in range(60)]


def made_file(path: Path) -> Path:
    """6,000 made people of three groups in 100 clusters, who answer 60 items."""
    draw = Random(7)
    places = [draw.gauss(0, 0.5) for _ in range(100)]
    lines = [",".join(["group", "agency", *ITEMS])]
    for _ in range(6000):
        group, cluster = draw.randrange(3), draw.randrange(100)
        middle = 3 + places[cluster] + 0.2 * group
        answers = [str(min(5, max(1, round(draw.gauss(middle, 1))))) for _ in ITEMS]
        lines.append(",".join([f"g{group}", f"a{cluster}", *answers]))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def commands(folder: Path) -> dict[str, list[str]]:
    """What is measured: a name and the arguments of Python."""
    made = str(made_file(folder / "made.csv"))
    small = folder / "small.csv"
    small.write_text("group,a\n" + "".join(f"{'xy'[at % 2]},{at % 5 + 1}\n" for at in range(40)), encoding="utf-8")
    compare = ["-m", "analysis", "compare"]
    in_agencies = [*compare, made, "--group", "group", "--cluster", "agency"]
    pisa = [*compare, str(PISA), "--group", "country", "--items", "ST24Q01..ST27Q13", "--codebook", str(CODEBOOK)]
    surveyapp = ["-c", "from surveyapp.commands import main; main()"]
    return {
        "`analysis --help`": ["-m", "analysis", "--help"],
        "`analysis compare`, 40 people, 1 item": [*compare, str(small), "--group", "group"],
        "`analysis compare --json`, 6,000 made people, 60 items, 100 clusters": [*in_agencies, "--json"],
        "the same as tables": in_agencies,
        "`analysis compare --json`, PISA, 66,690 people, 36 items": [*pisa, "--json"],
        "`surveyapp --help`": [*surveyapp, "--help"],
        "`surveyapp init`, repeated": [*surveyapp, "init"],
    }


def run(tree: Path, arguments: list[str], folder: Path) -> tuple[float, bytes]:
    """CPU seconds of Python with the code of ``tree``, and what it printed."""
    environment = {
        **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        "PYTHONPATH": str(tree),
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
        "SURVEYAPP_INSTANCE": str(folder / f"instance-{tree.name}"),
    }
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, *arguments], cwd=tree, env=environment, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def figures(old: Path, folder: Path) -> Iterator[str]:
    """The table of the page, line by line."""
    yield "| Command | before, s | now, s | now / before (median of pairs) | JSON |"
    yield "|---|---:|---:|---:|---|"
    for name, arguments in commands(folder).items():
        printed = [run(tree, arguments, folder)[1] for tree in (old, ROOT)]  # not counted: makes the bytecode
        pairs = [(run(old, arguments, folder)[0], run(ROOT, arguments, folder)[0]) for _ in range(PAIRS)]
        ratio = median(now / before for before, now in pairs)
        before, now = (median(seconds) for seconds in zip(*pairs, strict=True))
        same = ""
        if "--json" in arguments:
            same = "identical" if json.loads(printed[0]) == json.loads(printed[1]) else "DIFFERENT"
        yield f"| {name} | {before:.2f} | {now:.2f} | {ratio:.2f} | {same} |"


if __name__ == "__main__":
    commit = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        old = Path(folder) / "before"
        subprocess.run(["git", "worktree", "add", "--detach", str(old), commit], cwd=ROOT, check=True)
        try:
            write_page(
                "against_commit",
                f"CPU seconds beside those of commit {commit}",
                [
                    f"Argument of the command: `{commit}`. Medians of {PAIRS} pairs of runs, user and system seconds, "
                    f"on a machine of {os.cpu_count()} cores that had other work to do.",
                    "",
                ],
                figures(old, Path(folder)),
            )
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(old)], cwd=ROOT, check=True)
