"""``python -m benchmarks.inference.peers``: power beside tests of R (survey, geepack, ordinal with sandwich).

Twelve cells; each without a difference and with the delta that our own test finds in about 80 %. R and its packages
must be installed. A test counts as holding its level if it rejects at most .075 without a difference.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from analysis.statistics.cluster_counts import ClusterCounts
from analysis.statistics.relative_effects import omnibuses
from benchmarks._result_pages import write_page
from benchmarks.inference.cells import SEED, Cell
from benchmarks.inference.surveys import draw, shift_for

PEERS = ("svyranktest", "gee", "clm_sandwich", "clmm")
HOLDS = 0.075
CELLS = (
    (Cell(False, (12,), 2, "equal", 0.1, "even"), 0.19),
    (Cell(False, (12,), 2, "lognormal", 0.3, "skewed"), 0.25),
    (Cell(False, (24,), 3, "heads", 0.1, "skewed"), 0.24),
    (Cell(False, (24,), 3, "lognormal", 0.1, "even"), 0.17),
    (Cell(False, (60,), 2, "one-member", 0.1, "even"), 0.12),
    (Cell(True, (12, 12), 2, "equal", 0.1, "even"), 0.27),
    (Cell(True, (12, 24), 2, "lognormal", 0.1, "even"), 0.35),
    (Cell(True, (24, 24), 2, "equal", 0.3, "skewed"), 0.24),
    (Cell(True, (10, 10), 2, "lognormal", 0.0, "even"), 0.32),
    (Cell(True, (60, 60), 2, "lognormal", 0.1, "skewed"), 0.16),
    (Cell(True, (12, 12, 12, 12), 4, "equal", 0.1, "even"), 0.33),
    (Cell(True, (6, 12, 24, 24), 4, "lognormal", 0.1, "even"), 0.45),
)
"""Cells with the delta between their first two groups; the other groups lie between."""


def write_surveys(path: Path, surveys: Sequence[ClusterCounts]) -> None:
    """One row per survey, agency, group and answer."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("survey", "agency", "group", "answer", "people"))
        for at, data in enumerate(surveys):
            assert data.cube is not None
            for place in np.argwhere(data.cube):
                writer.writerow((at, *place.tolist(), int(data.cube[tuple(place)])))


def rejections(surveys: Sequence[ClusterCounts]) -> dict[str, float]:
    """The share of surveys with p below .05: ours, and those of R. A fit that fails does not reject."""
    found = {"ours": float(np.mean([(test.p_value or 1.0) < 0.05 for test in omnibuses(surveys)]))}
    with tempfile.TemporaryDirectory() as folder:
        given, out = Path(folder) / "surveys.csv", Path(folder) / "out.csv"
        write_surveys(given, surveys)
        subprocess.run(["Rscript", str(Path(__file__).with_name("peers.R")), given, out], check=True)
        with out.open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
    for peer in PEERS:
        p_values = [float(row[peer]) if row[peer] not in ("NA", "NaN") else 1.0 for row in rows]
        found[peer] = float(np.mean([p < 0.05 for p in p_values]))
    return found


def compared(cell: Cell, delta: float, surveys: int) -> tuple[dict[str, float], dict[str, float]]:
    """Rejections without and with the difference."""
    rng = np.random.default_rng([SEED, 12, *cell.name.encode()])
    means = np.zeros(cell.groups)
    shift = shift_for(cell.answers, delta)
    equal = rejections(draw(cell, surveys, rng, means))
    means[:2] = shift / 2.0, -shift / 2.0
    return equal, rejections(draw(cell, surveys, rng, means))


def lines(surveys: int, cells: int) -> Iterator[str]:
    """The table: rejections without / with a difference."""
    names = ("ours", *PEERS)
    yield f"| Cell | δ | {' | '.join(names)} | Ours / best that holds its level, without clmm |"
    yield f"|---|---:|{'---:|' * len(names)}---:|"
    with ThreadPoolExecutor(2) as pool:
        waiting = [(cell, delta, pool.submit(compared, cell, delta, surveys)) for cell, delta in CELLS[:cells]]
        for cell, delta, done in waiting:
            equal, different = done.result()
            rivals = [different[peer] for peer in PEERS[:-1] if equal[peer] <= HOLDS]
            ratio = f"{different['ours'] / max(rivals):.2f}" if rivals else "no other holds it"
            rates = " | ".join(f"{equal[name]:.3f} / {different[name]:.3f}" for name in names)
            yield f"| {cell.name} | {delta} | {rates} | {ratio} |"


def main() -> None:
    """Compare and write ``results/inference_peers.md``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--surveys", type=int, default=400)
    parser.add_argument("--cells", type=int, default=len(CELLS))
    given = parser.parse_args()
    introduction = [
        f"{given.surveys} surveys per cell and scene. Rejections at .05 without / with a difference; ours: joint test.",
        f"A test holds its level here if it rejects at most {HOLDS} without a difference. clmm is printed beside.",
        "",
    ]
    write_page("inference_peers", "Power beside tests of R", introduction, lines(given.surveys, given.cells))


if __name__ == "__main__":
    main()
