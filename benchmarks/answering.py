"""Complete journeys of respondents against `surveyapp serve`: load the page, send 45 answers, wait for the receipt.

On SQLite there is one writer thread with group commit, on PostgreSQL one transaction each; both flush to the disk
before they acknowledge. The same run measures a bare Flask "hello" on the same server with the same settings.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import func, select

from benchmarks._journeys import Run, cpu_seconds, travel
from benchmarks._parts import parts
from benchmarks._result_pages import write_page
from forms.loading.studies import find_study, load_study
from forms.model.study import Study
from surveyapp import create_app
from surveyapp.ballot_box.codes.access_codes import make_codes
from surveyapp.commands.demo.demo_server import free_port
from surveyapp.commands.server.init import set_up
from surveyapp.database.sessions import reading
from surveyapp.database.tables.ballots import BallotRow
from surveyapp.database.tables.studies import State
from surveyapp.instance.settings import load_settings
from surveyapp.lifecycle.changes import load, start_taking_answers
from surveyapp.simulation.people import Respondent, people
from surveyapp.simulation.truth import Truth
from tests.postgresql import running_server
from tests.surveyapp.field_ready import field_ready

STUDY, GROUP, QUESTIONS = "khanh_hoa_2019", "civil_servant", 45
NUMBERS = {1: 400, 8: 1600, 32: 4000}
"""Number of simultaneous journeys to total number of journeys."""

WARM_UP = 100
HELLOS = 8000
LEAST_PER_SECOND, MOST_MILLISECONDS, MOST_HELLOS = 300, 150, 5
_SERVE = "import sys; from surveyapp.commands import main; main(['serve', '--port', sys.argv[1]])"


class Installation:
    """A new installation with an open study, and a code for every journey."""

    def __init__(self, folder: Path, url: str) -> None:
        settings = {"SURVEYAPP_INSTANCE": folder, "DATABASE_URL": url}
        set_up(load_settings(settings))
        self.app: Flask = create_app(settings)
        self.environment = os.environ | {name: str(value) for name, value in settings.items()}
        with self.app.app_context():
            study = field_ready(load_study(find_study(STUDY)))
            load(study)
            start_taking_answers(STUDY, State.OPEN, token_hex(16))
            number = WARM_UP + sum(NUMBERS.values())
            units: list[str | None] = [unit.id for unit in study.frame.units]
            self._codes = [made.code for made in make_codes(study, GROUP, units, number)]
            self._forms = _filled_out(study)

    def journeys(self, number: int) -> list[list[bytes]]:
        """Return requests that nobody has sent before."""
        made = []
        for place in range(number):
            form = self._forms[place % len(self._forms)]
            body = urlencode(form | {"code": [self._codes.pop()], "nonce": [token_hex(16)]}, doseq=True).encode()
            made.append([_PAGE, _POST % len(body) + body])
        return made

    def stored(self) -> int:
        with self.app.app_context(), reading() as session:
            return session.scalar(select(func.count()).select_from(BallotRow)) or 0


_ADDRESS = f"/s/{STUDY}/{GROUP}".encode()
_PAGE = b"GET " + _ADDRESS + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n\r\n"
_POST = (
    b"POST " + _ADDRESS + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\nSec-Fetch-Site: same-origin\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n"
)
_HELLO = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


def _filled_out(study: Study) -> list[dict[str, list[str]]]:
    """Return the fields of forty synthetic civil servants: 45 questions each, and the metadata of the page."""
    form = study.questionnaires[GROUP]
    about = {"version": [form.version], "variant": ["a"], "language": ["vi"]}
    sheets = []
    for person in [person for person in people(study, 200, 1) if person.group == GROUP][:40]:
        filled = Respondent(person, study, Truth.of(study, 1)).fill_out(form)
        answered = [question for question in form.questions if any(name in filled for name in question.fields)]
        names = {name for question in answered[:QUESTIONS] for name in question.fields}
        sheets.append(about | {name: values for name, values in filled.items() if name in names})
    return sheets


@contextmanager
def serving(command: list[str], environment: dict[str, str]) -> Iterator[tuple[tuple[str, int], int]]:
    """Context with a server in its own process: its address and process id."""
    port = free_port()
    process = subprocess.Popen([*command, str(port)], env=environment, stdout=subprocess.DEVNULL)
    address = ("127.0.0.1", port)
    try:
        for _ in range(200):
            try:
                travel(address, [[b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"]], 1)
                break
            except OSError:
                time.sleep(0.1)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait()


def hello_cost() -> tuple[float, Run]:
    """Return the server's CPU milliseconds for one hello at 32 at once."""
    with serving([sys.executable, "-m", "benchmarks._hello"], dict(os.environ)) as (address, process):
        travel(address, [[_HELLO]] * 500, 32)
        before = cpu_seconds(process)
        run = travel(address, [[_HELLO]] * HELLOS, 32)
        return 1000 * (cpu_seconds(process) - before) / run.done, run


def measure(name: str, url: str, hello: float) -> Iterator[str]:
    """Yield a line for each number of simultaneous journeys, and one that compares receipts with stored answers."""
    cores = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as folder:
        installation = Installation(Path(folder) / "instance", url)
        with serving([sys.executable, "-c", _SERVE], installation.environment) as (address, process):
            told = travel(address, installation.journeys(WARM_UP), 8).done
            for at_once, number in NUMBERS.items():
                journeys = installation.journeys(number)
                before = cpu_seconds(process)
                run = travel(address, journeys, at_once)
                cost = 1000 * (cpu_seconds(process) - before) / run.done
                told += run.done
                p50, p95, p99 = (run.percentile(share) for share in (0.5, 0.95, 0.99))
                yield (
                    f"| {name} | {at_once} | {run.per_second:.0f} | {p50:.1f} | {p95:.1f} | {p99:.1f} | {cost:.2f} | "
                    f"{cost / hello:.1f} | {100 * run.cpu / run.seconds / cores:.0f} % | {run.failed} |"
                )
        stored = installation.stored()
        installation.app.extensions["database"].engine.dispose()
    yield f"| {name}: told OK {told}, ballots in the box {stored} | | | | | | | | | |"
    if stored != told:
        sys.exit(f"{told} journeys were told OK, and {stored} ballots are stored")


def figures() -> Iterator[str]:
    """Yield the table of ``results/answering.md``, line by line."""
    yield (
        "| database | journeys at once | journeys/s | p50 ms | p95 ms | p99 ms | server CPU ms | in hellos | "
        "client's share of the cores | not OK |"
    )
    yield "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
    hello, run = hello_cost()
    share = 100 * run.cpu / run.seconds / (os.cpu_count() or 1)
    yield f"| none: Flask hello | 32 | {run.per_second:.0f} requests/s | | | | {hello:.2f} | 1.0 | {share:.0f} % | 0 |"
    for line in measure("SQLite", "", hello):
        yield line
    with running_server(durable=True) as server:
        for line in measure("PostgreSQL", server.new_database(), hello):
            yield line
    yield from floor(hello)


def floor(hello: float) -> Iterator[str]:
    """Return the part of a journey's cost that cannot be avoided."""
    form = load_study(find_study(STUDY)).questionnaires[GROUP]
    sheet = _filled_out(load_study(find_study(STUDY)))[0]
    body = urlencode(sheet | {"code": ["AAAA-AAAA-AAAA-AAAA"], "nonce": [token_hex(16)]}, doseq=True).encode()
    yield ""
    yield "What the parts of a journey cost by themselves, each done again and again while its data is at hand:"
    yield ""
    yield "| part | CPU ms | in hellos |"
    yield "|---|---:|---:|"
    spent = [("two requests that say hello", 2 * hello), *((name, cost / 1000) for name, cost in parts(form, body))]
    for name, cost in [*spent, ("all of these", sum(cost for _, cost in spent))]:
        yield f"| {name} | {cost:.3f} | {cost / hello:.1f} |"


if __name__ == "__main__":
    write_page(
        "answering",
        "Answering: open the page, send 45 answers, committed to the disk",
        [
            f"`surveyapp serve` with 8 threads on {os.cpu_count()} cores that the client and the database share; "
            "SQLite with synchronous=FULL and group commit, PostgreSQL with a transaction each.",
            f"Load of the machine by other work just before: {os.getloadavg()[0]:.1f}.",
            f"Goals at 32 at once on SQLite: {LEAST_PER_SECOND} journeys/s, p99 under {MOST_MILLISECONDS} ms, at most "
            f"{MOST_HELLOS} hellos of CPU.",
            "",
        ],
        figures(),
    )
