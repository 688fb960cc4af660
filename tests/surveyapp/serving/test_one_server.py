"""A second server on the same SQLite database or port is refused; a killed server leaves nothing behind."""

import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from surveyapp.commands import main
from surveyapp.commands.demo.demo_server import free_port
from surveyapp.commands.server import serve
from surveyapp.commands.server.init import set_up
from surveyapp.commands.terminal.translated_commands import choose
from surveyapp.instance.settings import load_settings
from surveyapp.serving.one_server import LOCK_FILE, CannotServe, check_port_is_free, only_server
from tests.surveyapp.security.served_study import ServedStudy


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    yield
    choose(None)


def second_server(monkeypatch: pytest.MonkeyPatch, folder: Path, url: str) -> Result:
    """Start a server while another one runs on the same installation; return the result."""
    settings = {"SURVEYAPP_INSTANCE": str(folder), "DATABASE_URL": url}
    set_up(load_settings(settings))
    running: list[str] = []
    second: list[Result] = []

    def runs(worker: str, host: str, port: int) -> None:
        running.append(worker)
        if len(running) == 1:
            second.append(start())

    def start() -> Result:
        words = ["--language", "en", "serve", "--port", str(free_port()), "--realm", "public"]
        return CliRunner().invoke(main, words, env=settings)

    monkeypatch.setattr(serve, "run_server", runs)
    monkeypatch.setenv(serve.REALM_VARIABLE, "")
    assert start().exit_code == 0
    return second[0]


def test_a_second_server_on_one_sqlite_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    second = second_server(monkeypatch, tmp_path / "instance", "")
    assert second.exit_code == 1
    assert "A server is already running on this installation" in second.output


def test_on_postgresql_any_number_of_servers_may_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, postgresql_url: str
) -> None:
    assert second_server(monkeypatch, tmp_path / "instance", postgresql_url).exit_code == 0


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_a_server_that_was_killed_holds_nothing(tmp_path: Path) -> None:
    hold = (
        "import pathlib, sys; from surveyapp.serving.one_server import only_server\n"
        "with only_server(pathlib.Path(sys.argv[1])): print('held', flush=True); input()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", hold, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    with pytest.raises(CannotServe), only_server(tmp_path):
        pass
    other.send_signal(signal.SIGKILL)
    other.communicate()
    with only_server(tmp_path):
        assert (tmp_path / LOCK_FILE).exists()


def test_a_port_that_somebody_listens_on_is_refused_even_if_it_may_be_shared() -> None:
    with socket.socket() as listening:
        if hasattr(socket, "SO_REUSEPORT"):
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = listening.getsockname()[1]
        for host in ("127.0.0.1", "0.0.0.0"):  # noqa: S104 - nothing is listened on
            with pytest.raises(CannotServe, match="another port"):
                check_port_is_free(host, port)
    check_port_is_free("127.0.0.1", port)


def test_an_address_of_another_computer_is_refused() -> None:
    with pytest.raises(CannotServe, match="cannot listen"):
        check_port_is_free("192.0.2.1", free_port())


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="waits for the end of a worker that is nobody's child")
def test_beside_a_real_server_neither_its_installation_nor_its_port_is_to_be_had(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    set_up(load_settings({"SURVEYAPP_INSTANCE": tmp_path / "other"}))
    with ServedStudy(tmp_path, 1) as served:
        for folder, port, said in (
            (served.folder, free_port(), "already running"),
            (tmp_path / "other", served.port, "cannot listen"),
        ):
            words = ["--language", "en", "serve", "--port", str(port)]
            refused = CliRunner().invoke(main, words, env={"SURVEYAPP_INSTANCE": str(folder), "DATABASE_URL": None})
            assert (refused.exit_code, said in refused.output) == (1, True)
        running = {pid: os.pidfd_open(pid) for pid in served.processes()}
        for pid, handle in running.items():
            os.kill(pid, signal.SIGKILL)
            # A handle can be read once its process has ended, shortly after the signal.
            assert select.select([handle], [], [], 30)[0]
            os.close(handle)
    with only_server(served.folder):
        check_port_is_free("127.0.0.1", served.port)
