"""Run every benchmark of this folder, one after the other, each in a process of its own; but not the tests that take
an hour and more, which are run by ``make test-long``."""

import subprocess
import sys
from pathlib import Path

LONG = {"ballot_box"}

if __name__ == "__main__":
    found = {path.stem for path in Path(__file__).parent.glob("*.py") if not path.stem.startswith("_")}
    names = sorted(found - LONG)
    failed = [
        name for name in names if subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode
    ]
    sys.exit(f"These benchmarks did not finish: {', '.join(failed)}" if failed else 0)
