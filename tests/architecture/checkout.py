"""Where the project lies, and which of its files belong to it."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("forms", "analysis", "surveyapp")


@cache
def tracked_files() -> tuple[Path, ...]:
    """Every file of the checkout that git knows."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return tuple(ROOT / name for name in listed.split("\0") if name)


@cache
def modules(*folders: str) -> tuple[Path, ...]:
    """Every Python module of these folders (of the three floors by default), relative to the checkout."""
    found = (path.relative_to(ROOT) for folder in folders or FLOORS for path in (ROOT / folder).rglob("*.py"))
    return tuple(sorted(path for path in found if "__pycache__" not in path.parts))
