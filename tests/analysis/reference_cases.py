"""Reads the cases of tests/reference."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

FOLDER = Path(__file__).parents[1] / "reference"
SPECIAL = {"NaN", "NA", "Inf", "-Inf"}


def cases(family: str) -> list[str]:
    """Names of the cases of a family, read from their case.json."""
    found = [path.parent.name for path in FOLDER.glob("*/case.json")]
    return sorted(name for name in found if json.loads((FOLDER / name / "case.json").read_text())["family"] == family)


def expected(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / name / "expected.json").read_text())["expected"]
    return found


def params(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / name / "params.json").read_text())
    return found


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name / "data.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def counts(name: str) -> np.ndarray:
    """The table (groups, categories) of a rank case, counted here from the raw rows."""
    given = params(name)
    table = np.zeros((len(given["groups"]), len(given["categories"])), dtype=np.int64)
    for row in rows(name):
        if row["item"] not in ("", "NA") and row["group"] not in ("", "NA"):
            table[given["groups"].index(row["group"]), given["categories"].index(int(row["item"]))] += 1
    return table


def holds(found: float | None, wanted: Any) -> None:
    """Assert equality at 1e-9 relative; a missing number in R must be missing here as well."""
    if wanted is None or wanted in SPECIAL:
        assert found is None
    else:
        assert found == pytest.approx(float(wanted), rel=1e-9, abs=1e-300 if wanted else 1e-12)
