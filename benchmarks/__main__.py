"""Run every benchmark of this folder in sequence, each in its own process.

Left out are the tests of the ballot box, which take an hour (``make test-long``), the screenshots, which measure
nothing, the comparison with an earlier commit, which needs its name, and the cost of comparisons, which needs 2 GB of
memory (``make bench-analysis``).
"""

import subprocess
import sys
from pathlib import Path

APART = {"against_commit", "analysis_speed", "ballot_box", "pictures_of_kinds", "pictures_of_screens"}

if __name__ == "__main__":
    found = {path.stem for path in Path(__file__).parent.glob("*.py") if not path.stem.startswith("_")}
    names = sorted(found - APART)
    failed = [
        name for name in names if subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode
    ]
    sys.exit(f"These benchmarks did not finish: {', '.join(failed)}" if failed else 0)
