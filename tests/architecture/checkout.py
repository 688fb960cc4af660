"""Where the project lies, and which of its files belong to it."""

from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("forms", "analysis", "surveyapp")


@cache
def modules(*folders: str) -> tuple[Path, ...]:
    """Every Python module of these folders (of the three floors by default), relative to the checkout."""
    found = (path.relative_to(ROOT) for folder in folders or FLOORS for path in (ROOT / folder).rglob("*.py"))
    return tuple(sorted(path for path in found if "__pycache__" not in path.parts))
