"""After SIGTERM the real server finishes accepted requests and then ends."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import func, select

from forms.model.study import Study
from surveyapp.commands.demo.demo_server import free_port
from surveyapp.database.sessions import database, reading
from surveyapp.database.tables.ballots import BallotRow
from surveyapp.database.tables.studies import State
from tests.surveyapp.conftest import StudyIn
from tests.waiting import after, until

SERVE = "import sys; from surveyapp.commands import main; main(['serve', '--port', sys.argv[1]])"
START_SECONDS = 60
AT_ONCE = 4


def wait_until_it_answers(port: int, server: subprocess.Popen[bytes]) -> None:
    def answers() -> bool:
        assert server.poll() is None, "the server did not start"
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    until(answers, START_SECONDS, every=0.05)


def send(port: int, study: Study) -> tuple[int, str]:
    form = study.questionnaires["outsider"]
    fields = {"version": form.version, "variant": "a", "language": "vi", "nonce": token_hex(16), "ov_one": "2"}
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("POST", f"/s/{study.id}/outsider", urlencode(fields), headers)
        reply = connection.getresponse()
        return reply.status, json.loads(reply.read())["receipt"]
    finally:
        connection.close()


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGTERM")
def test_what_was_accepted_is_stored_and_answered_before_the_server_ends(
    sqlite_app: Flask, study_in: StudyIn, tmp_path: Path
) -> None:
    study = study_in(State.OPEN)
    path = str(database().engine.url.database)
    database().engine.dispose()
    port = free_port()
    environment = os.environ | {"SURVEYAPP_INSTANCE": str(sqlite_app.extensions["settings"].instance)}
    environment.pop("DATABASE_URL", None)
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(port)], env=environment, stdout=log, stderr=log, start_new_session=True
        )
    try:
        wait_until_it_answers(port, server)
        # Another process writes, so that the forms are accepted but cannot be stored yet.
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with ThreadPoolExecutor(AT_ONCE) as browsers:
            sent = [browsers.submit(send, port, study) for _ in range(AT_ONCE)]
            # From outside the server it cannot be seen that a form was accepted but not stored.
            until(after(1))
            server.send_signal(signal.SIGTERM)
            since = time.monotonic()
            until(after(0.5))
            assert server.poll() is None
            other.execute("ROLLBACK")
            replies = [each.result() for each in sent]
        other.close()
        assert server.wait(10) == 0
        assert time.monotonic() - since < 10
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
    assert {status for status, _ in replies} == {200}
    assert len({receipt for _, receipt in replies}) == AT_ONCE
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(BallotRow)) == AT_ONCE
