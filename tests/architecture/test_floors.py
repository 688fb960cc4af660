import subprocess
import sys
from pathlib import Path

from tests.architecture.checkout import ROOT


def test_floors_import_only_from_below() -> None:
    lint_imports = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([lint_imports, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


SLOW = ("scipy", "statsmodels", "matplotlib", "pandas", "docx", "duckdb")


def test_the_server_starts_without_the_libraries_of_reports() -> None:
    """They take seconds to import; they are loaded when a report is asked for."""
    program = f"import sys, surveyapp, surveyapp.commands; print([name for name in {SLOW} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip() == "[]"
