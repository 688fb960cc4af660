"""The page of results: every cell, those outside the goal, those without a p-value, and whether the output warns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from benchmarks._result_pages import write_page
from benchmarks.inference.cells import Cell, every_cell

ERROR, COVERED, FOUND = (0.035, 0.065), (0.935, 0.965), (0.75, 0.85)
WORST_ERROR, WORST_COVERAGE = 0.08, 0.91
TESTS = {"delta": "δ", "omnibus": "all groups", "difference": "difference of means"}
INTERVALS = {
    "delta": "δ",
    "difference": "difference of means",
    "mean": "mean",
    "share_first": "share, end of the scale",
    "share_middle": "share, middle",
}
Results = list[tuple[Cell, dict[str, Any]]]


def rate(found: dict[str, Any], kind: str, part: str, whole: str) -> float | None:
    """A rate; ``None`` if fewer than half of the surveys had the figure."""
    counts = found[kind]
    number: float = counts[whole]
    return counts[part] / number if number > 0 else None


def errors(result: dict[str, Any]) -> dict[str, float | None]:
    """The type-I error of each test; ``None`` if half of the surveys or more have no p-value."""
    half = result["surveys"] / 2
    return {
        kind: rate(result["equal"], kind, "rejected", "tested") if result["equal"][kind]["tested"] > half else None
        for kind in TESTS
    }


def coverages(result: dict[str, Any]) -> Iterator[tuple[str, str, float]]:
    """Coverage by kind of interval, without and with a difference between the groups."""
    for scene in ("equal", "different"):
        for kind in INTERVALS:
            if scene in result and (found := rate(result[scene], kind, "covered", "made")) is not None:
                yield scene, kind, found


def warned(result: dict[str, Any], kind: str) -> bool:
    """Whether the output of most surveys carries a caution beside this figure."""
    counts = result["equal"][kind]
    return bool(counts["cautious"] * 2 > counts["made"])


def outside(result: dict[str, Any]) -> list[tuple[str, str, float, bool]]:
    """What is outside the goal: kind of figure, name, rate, and whether it is warned of."""
    found = [
        ("type-I error", kind, value, warned(result, kind))
        for kind, value in errors(result).items()
        if value is not None and not ERROR[0] <= value <= ERROR[1]
    ]
    return found + [
        (f"coverage, {scene}", kind, value, warned(result, kind))
        for scene, kind, value in coverages(result)
        if not COVERED[0] <= value <= COVERED[1]
    ]


def lines(results: Results) -> Iterator[str]:
    """The tables."""
    yield from _summary(results)
    yield ""
    yield "## Outside the goal"
    yield ""
    yield "| Cell | Figure | Rate | Warned |"
    yield "|---|---|---:|---|"
    for cell, result in results:
        for what, kind, value, caution in outside(result):
            name = INTERVALS.get(kind, TESTS.get(kind, kind))
            yield f"| {cell.name} | {what}: {name} | {value:.3f} | {'yes' if caution else 'no'} |"
    yield ""
    yield "## Without a p-value in half of the surveys or more"
    yield ""
    for cell, result in results:
        if errors(result)["delta"] is None:
            yield f"- {cell.name} (fewest agencies in a group: {cell.fewest})"
    yield ""
    yield "## What pooling costs"
    yield ""
    yield "Agencies with fewer than five people of a group are pooled, each group by itself. Rejections at that δ:"
    yield ""
    yield "| Cell | Agencies kept apart | Pooled |"
    yield "|---|---:|---:|"
    for cell, result in results:
        if "power_pooled" in result:
            yield f"| {cell.name} | {result['power_apart']:.3f} | {result['power_pooled']:.3f} |"
    yield ""
    yield "## All cells"
    yield ""
    yield "| Cell | Error: δ | all groups | means | Coverage: δ | difference | mean | shares | Printed δ | Found |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
    for cell, result in results:
        yield _row(cell, result)


def _text(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _row(cell: Cell, result: dict[str, Any]) -> str:
    tested = errors(result)
    covered = {kind: value for scene, kind, value in coverages(result) if scene == "equal"}
    shares = " ".join(_text(covered.get(kind)) for kind in ("share_first", "share_middle"))
    parts = [
        *(_text(tested[kind]) for kind in TESTS),
        *(_text(covered.get(kind)) for kind in ("delta", "difference", "mean")),
        shares,
        *(_text(result.get(name)) for name in ("detectable", "found")),
    ]
    return f"| {cell.name} | {' | '.join(parts)} |"


def _summary(results: Results) -> Iterator[str]:
    yield "| Figure | Cells | Inside the goal | Lowest | Highest |"
    yield "|---|---:|---:|---:|---:|"
    for kind, name in TESTS.items():
        values = [value for _, result in results if (value := errors(result)[kind]) is not None]
        yield _line(f"type-I error, {name}", values, ERROR)
    for scene in ("equal", "different"):
        for kind, name in INTERVALS.items():
            values = [value for _, result in results for s, k, value in coverages(result) if (s, k) == (scene, kind)]
            yield _line(f"coverage, {name}, groups {scene}", values, COVERED)
    yield _line("detectable delta found", [result["found"] for _, result in results if "found" in result], FOUND)


def _line(name: str, values: list[float], goal: tuple[float, float]) -> str:
    if not values:
        return f"| {name} | 0 | – | – | – |"
    inside = sum(goal[0] <= value <= goal[1] for value in values)
    return f"| {name} | {len(values)} | {inside} ({inside / len(values):.0%}) | {min(values):.3f} | {max(values):.3f} |"


def write(results: Results, surveys: int) -> None:
    """Write ``results/inference.md``."""
    introduction = [
        f"{surveys} surveys per cell, {len(results)} of {len(every_cell())} combinations, chosen with a fixed seed "
        "(`benchmarks/inference/cells.py`).",
        f"Goal: type-I error at .05 from {ERROR[0]} to {ERROR[1]}, coverage of 95 % intervals from {COVERED[0]} to "
        f"{COVERED[1]}, of the population's value;",
        f"never above {WORST_ERROR} or below {WORST_COVERAGE}. The delta printed as detectable is to be found in "
        f"{FOUND[0]:.0%} to {FOUND[1]:.0%} of the surveys with a p-value.",
        "Equal: no difference between the groups. Different: the first two groups differ by the printed detectable "
        "delta, the others lie between.",
        "",
    ]
    write_page("inference", "Inference with agencies as clusters", introduction, lines(results))
