import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.checkout import ROOT

WEB = ("flask", "werkzeug", "jinja2", "babel", "wtforms")
DATABASE = ("sqlalchemy", "alembic", "cryptography", "pydantic", "numpy")


@pytest.mark.parametrize(
    ("words", "unneeded"), [(["--help"], (*WEB, *DATABASE)), (["init"], (*WEB, "sqlalchemy.orm", "pydantic", "numpy"))]
)
def test_the_list_of_commands_and_init_start_without_the_web(
    tmp_path: Path, words: list[str], unneeded: tuple[str, ...]
) -> None:
    """Every command starts with these imports; a command that needs more loads it itself."""
    program = f"""
import sys
from surveyapp.commands import main
try:
    main({words!r})
finally:
    print([name for name in {unneeded!r} if name in sys.modules])
"""
    environment = os.environ | {"SURVEYAPP_INSTANCE": str(tmp_path / "instance"), "DATABASE_URL": ""}
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip().splitlines()[-1] == "[]"
