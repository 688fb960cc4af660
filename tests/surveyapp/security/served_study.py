"""A study with every kind of question, served by a separate process whose output is kept."""

import http.client
import os
import subprocess
import sys
from pathlib import Path
from typing import Self
from urllib.parse import urlencode

from flask import Flask

from forms.loading.studies import load_study
from surveyapp import create_app
from surveyapp.ballot_box.codes.access_codes import make_codes
from surveyapp.commands.demo.demo_server import free_port
from surveyapp.commands.server.init import set_up
from surveyapp.database.tables.studies import State
from surveyapp.instance.settings import load_settings
from surveyapp.lifecycle.changes import load, start_taking_answers
from tests.surveyapp.field_ready import field_ready
from tests.waiting import until

STUDY_FOLDER = Path(__file__).parents[2] / "studies" / "every_kind"
PASSPHRASE = "một câu dài không ai đoán ra"
INSIDER, OUTSIDER = "/s/every_kind/insider", "/s/every_kind/outsider"
_RUN = "import sys; from surveyapp.commands import main; main(sys.argv[1:])"


class ServedStudy:
    """``codes``: valid ones. ``said``: the output of the server, once it has ended."""

    def __init__(self, folder: Path, codes: int) -> None:
        self.folder, self.output = folder / "instance", folder / "output"
        settings = {"SURVEYAPP_INSTANCE": self.folder}
        set_up(load_settings(settings))
        app: Flask = create_app(settings)
        with app.app_context():
            study = field_ready(load_study(STUDY_FOLDER))
            load(study)
            start_taking_answers(study.id, State.OPEN, PASSPHRASE)
            units = [unit.id for unit in study.frame.units]
            self.codes = [printed.code for printed in make_codes(study, "insider", units, codes)]
            app.extensions["database"].engine.dispose()
        self.port = free_port()

    def __enter__(self) -> Self:
        own = {"SURVEYAPP_INSTANCE": str(self.folder), "TRUSTED_PROXIES": "1", "LANG": "C.UTF-8"}
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | own
        with self.output.open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _RUN, "serve", "--port", str(self.port), "--realm", "public"],
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        until(self._answers, 60, every=0.1)
        return self

    def _answers(self) -> bool:
        assert self._process.poll() is None, self.said
        try:
            self.ask("GET", "/healthz")
        except OSError:
            return False
        return True

    def __exit__(self, *_about: object) -> None:
        self.stop()

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    @property
    def said(self) -> str:
        return self.output.read_text(encoding="utf-8", errors="replace")

    def ask(
        self, method: str, path: str, fields: dict[str, object] | bytes | None = None, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Send one request on its own connection; return status, headers and body."""
        body = urlencode(fields, doseq=True).encode() if isinstance(fields, dict) else fields
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, kind | named)
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def processes(self) -> list[int]:
        """The server and its worker."""
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        return [self._process.pid, *map(int, children)]

    def memory(self) -> int:
        """Return the resident memory of the server and its worker in megabytes."""
        pages = [int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in self.processes()]
        return sum(pages) * os.sysconf("SC_PAGE_SIZE") // 2**20


def answers(**more: object) -> dict[str, object]:
    """Return the fields of a form with every question answered."""
    return {
        "consent": "1",
        "duty_assigns": "4",
        "overall": "7",
        "seen_case": "1",
        "case_fields": ["1"],
        "years": "2",
        **more,
    }
