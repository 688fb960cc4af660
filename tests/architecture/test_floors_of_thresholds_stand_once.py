"""The floors of METHOD 11 are numbers of one module; no comparison elsewhere holds one of them."""

import ast
from collections.abc import Iterator
from pathlib import Path

from forms.model.thresholds import FLOORS
from tests.architecture.checkout import ROOT, modules

TABLE = Path("forms/model/thresholds.py")
ROOMS = (
    "analysis/measures",
    "analysis/report",
    "surveyapp/ballot_box",
    "surveyapp/commands",
    "surveyapp/exports",
    "surveyapp/fieldwork",
    "surveyapp/results",
    "surveyapp/studies",
)
NUMBERS = set(FLOORS.model_dump().values())
WORDS = ("least", "fewest", "floor", "threshold", "smallest")


def in_the_rooms() -> list[Path]:
    loose = [path for path in modules("analysis") if path.parent == Path("analysis")]
    return [*loose, *modules(*(room for room in ROOMS if (ROOT / room).is_dir()))]


def second_floors(source: str) -> Iterator[int]:
    """Lines that compare with such a number, take the larger of it, or give it a name of a threshold."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare):
            parts: list[ast.expr] = [node.left, *node.comparators]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("min", "max"):
            parts = node.args
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            named = " ".join(ast.unparse(target).lower() for target in targets)
            parts = [node.value] if any(word in named for word in WORDS) else []
        else:
            continue
        if any(isinstance(part, ast.Constant) and type(part.value) is int and part.value in NUMBERS for part in parts):
            yield node.lineno


def test_no_other_module_holds_a_floor() -> None:
    found = [
        f"{path}:{line}" for path in in_the_rooms() for line in second_floors((ROOT / path).read_text(encoding="utf-8"))
    ]
    assert found == []


def test_a_second_floor_is_found() -> None:
    for line in ("if n >= 10: pass", "least = max(own, 20)", "LEAST = 5", "fewest_people: int = 10"):
        assert list(second_floors(line)) == [1]
    assert list(second_floors("ATTEMPTS = 5\npath = parts[10]")) == []


def test_the_table_is_where_the_study_reads_its_defaults() -> None:
    assert (ROOT / TABLE).is_file()
    assert FLOORS.opening == 5
