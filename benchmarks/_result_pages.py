"""Writes figures to a page of benchmarks/results, with the date and commit of the measurement."""

import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

FOLDER = Path(__file__).parent / "results"


def write_page(name: str, title: str, introduction: Iterable[str], lines: Iterable[str]) -> None:
    """Print the lines as they come and write them to ``results/<name>.md``."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False, cwd=FOLDER.parent
    ).stdout.strip()
    day = datetime.now(UTC).date().isoformat()
    head = [f"# {title}", "", f"Measured on {day} at commit {commit or 'unknown'}, `python -m benchmarks.{name}`.", ""]
    page = [*head, *introduction]
    print(f"\n{title}")
    for line in lines:
        print(line, flush=True)
        page.append(line)
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{name}.md").write_text("\n".join(page) + "\n", encoding="utf-8")
