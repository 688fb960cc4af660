"""A process that crashes writes no core file, whatever limit it inherited."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.surveyapp.security.served_study import ServedStudy

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

# The limit is first raised as far as possible, as an administrator's shell may do.
RAISED = "import resource as r; r.setrlimit(r.RLIMIT_CORE, (r.getrlimit(r.RLIMIT_CORE)[1],) * 2); "
COMMAND = RAISED + "from surveyapp.commands import main; main(['study', 'list'], standalone_mode=False); "
WORKER = RAISED + (
    "from surveyapp.commands.server import serve\ntry: serve.worker()\nexcept KeyError: pass\n"  # no realm was named
)
TOLD = "import ctypes, os; print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), r.getrlimit(r.RLIMIT_CORE)); "


def started(program: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"SURVEYAPP_INSTANCE": str(folder), "PYTHONPATH": str(Path(__file__).parents[3])}
    return subprocess.run(
        [sys.executable, "-c", program], env=environment, cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("program", [COMMAND, WORKER], ids=["a command", "the server's worker"])
def test_memory_can_neither_be_dumped_nor_read(program: str, tmp_path: Path) -> None:
    assert started(program + TOLD, tmp_path).stdout.splitlines()[-1] == "0 (0, 0)"


@pytest.mark.parametrize("end", [signal.SIGABRT, signal.SIGSEGV])
def test_a_crash_leaves_no_file(end: signal.Signals, tmp_path: Path) -> None:
    crashed = started(f"{WORKER}import os; os.kill(os.getpid(), {int(end)})", tmp_path)
    assert crashed.returncode == -end
    assert [path.name for path in tmp_path.iterdir() if "core" in path.name] == []


def test_a_running_server_has_no_core_files(tmp_path: Path) -> None:
    with ServedStudy(tmp_path, 1) as served:
        for pid in served.processes():
            limits = Path(f"/proc/{pid}/limits").read_text()
            assert re.search("^Max core file size +0 +0 +bytes", limits, re.MULTILINE)
            if os.geteuid():
                assert Path(f"/proc/{pid}/environ").stat().st_uid == 0, "it belongs to nobody else"
