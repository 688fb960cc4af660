"""The two charts of docs/charts, drawn from the PISA data in ``benchmarks/data``.

``python -m benchmarks.pictures_of_charts [folder]``; without a folder the pictures of the documentation are renewed.
"""

import sys
import tempfile
from pathlib import Path

from click.testing import CliRunner
from PIL import Image

from analysis.cli import main

ROOT = Path(__file__).parents[1]
CHARTS = ROOT / "docs" / "charts"
DATA = ROOT / "benchmarks" / "data"
ITEMS = "ST24Q01..ST24Q11"
NAMES = {"2_1": "likert_bars_pisa_2009.png", "2_3": "group_means_pisa_2009.png"}
PRINT_TO_SCREEN = 0.4
"""The figures of reports have 300 dots an inch, those of the page 120."""


def draw(folder: Path) -> list[Path]:
    """Write the charts of a report about the data into the folder, and return their paths."""
    with tempfile.TemporaryDirectory() as place:
        words = ["report", DATA / "pisa2009_north_america.csv.gz", "--codebook", DATA / "pisa2009_codebook.json"]
        words += ["--group", "country", "--items", ITEMS, "--language", "en", "--out", place]
        CliRunner(catch_exceptions=False).invoke(main, [str(word) for word in words])
        made = []
        for number, name in NAMES.items():
            made.append(folder / name)
            with Image.open(Path(place) / "figures" / f"figure_{number}.png") as printed:
                size = (round(printed.width * PRINT_TO_SCREEN), round(printed.height * PRINT_TO_SCREEN))
                printed.convert("RGB").resize(size, Image.Resampling.LANCZOS).quantize(256).save(
                    made[-1], optimize=True
                )
    return made


if __name__ == "__main__":
    draw(Path(sys.argv[1]) if len(sys.argv) > 1 else CHARTS)
