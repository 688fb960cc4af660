"""No six lines in a row are written twice in the product."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.checkout import FLOORS, ROOT

LINES = 6
KINDS = {".py", ".html", ".js", ".css"}
IMPORTS = ("import ", "from ", "if TYPE_CHECKING:")
ONLY_ENDS = re.compile(r"(\{% end\w+ %\}|</\w+>|[)\]}]+[,;:]?)+")


def test_no_six_lines_stand_twice() -> None:
    places = defaultdict(list)
    for file in product_files():
        for number, block in blocks(file):
            places[block].append(f"{file.relative_to(ROOT)}:{number}")
    twice = sorted({tuple(found) for found in places.values() if len(found) > 1})
    assert not twice, "\n".join(" = ".join(found) for found in twice)


def product_files() -> Iterator[Path]:
    for floor in FLOORS:
        for file in sorted((ROOT / floor).rglob("*")):
            if file.suffix in KINDS and "migrations" not in file.parts:
                yield file


def blocks(file: Path) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Each run of lines with the number of its first line. Blank lines, imports and closing lines do not count."""
    lines = [
        (number, line)
        for number, text in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if (line := text.strip()) and not line.startswith(IMPORTS) and not ONLY_ENDS.fullmatch(line)
    ]
    for start in range(len(lines) - LINES + 1):
        run = lines[start : start + LINES]
        yield run[0][0], tuple(line for _number, line in run)
