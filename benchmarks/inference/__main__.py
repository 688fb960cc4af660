"""``python -m benchmarks.inference``: measure the cells that have no result yet, then write the page.

Each cell is a file in ``benchmarks/results/inference``; a run that was interrupted goes on where it stopped. Results of
another number of surveys, or of other statistics, are measured again (``--again`` measures all).
"""

from __future__ import annotations

import argparse
import json
import os
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from benchmarks.inference.cells import Cell, chosen_cells
from benchmarks.inference.measuring import measure
from benchmarks.inference.page import write

FOLDER = Path(__file__).parents[1] / "results" / "inference"
SURVEYS = 2000


def stored(cell: Cell, surveys: int) -> dict[str, Any] | None:
    """The result of a cell with as many surveys; ``None`` if it must be measured."""
    path = file_of(cell)
    if not path.exists():
        return None
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found if found["surveys"] == surveys else None


def file_of(cell: Cell) -> Path:
    """The file of a cell's result."""
    return FOLDER / f"{cell.name.replace(', ', '_').replace(' ', '-')}.json"


def run(cell: Cell, surveys: int) -> float:
    """Measure a cell, store its result and return the seconds."""
    began = time.monotonic()
    found = measure(cell, surveys)
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = file_of(cell)
    part = path.with_suffix(f".{os.getpid()}")
    part.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    part.replace(path)
    return time.monotonic() - began


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--surveys", type=int, default=SURVEYS)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--every", type=int, default=1, help="measure every N-th cell only")
    parser.add_argument("--again", action="store_true")
    given = parser.parse_args()
    cells = chosen_cells()[:: given.every]
    missing = [cell for cell in cells if given.again or stored(cell, given.surveys) is None]
    print(f"{len(cells)} cells, {len(missing)} to measure")
    with ProcessPoolExecutor(given.processes) as pool:
        waiting = {pool.submit(run, cell, given.surveys): cell for cell in missing}
        for number, done in enumerate(as_completed(waiting), start=1):
            print(f"{number}/{len(missing)} {waiting[done].name}: {done.result():.0f} s", flush=True)
    write([(cell, found) for cell in cells if (found := stored(cell, given.surveys)) is not None], given.surveys)


if __name__ == "__main__":
    main()
