"""surveyapp demo: from an empty folder to a report, on SQLite."""

import os
import secrets
from pathlib import Path

import click

from forms.loading.studies import find_study, load_with_documents
from surveyapp.accounts.changes import AccountExistsError, add_account
from surveyapp.ballot_box.opening.open_box import open_box
from surveyapp.commands.demo.demo_server import DemoServer, free_port
from surveyapp.commands.demo.simulate import codes_for, simulate
from surveyapp.commands.installation import installation, loaded_study
from surveyapp.commands.server.init import set_up
from surveyapp.commands.studies.box import tell
from surveyapp.commands.studies.report import build_report
from surveyapp.commands.terminal.translated_commands import SurveyappCommand, _, say
from surveyapp.database.tables.studies import State
from surveyapp.fieldwork.queries import count_returns
from surveyapp.instance.faults import N_
from surveyapp.instance.private_files import create_private_text
from surveyapp.instance.settings import load_settings
from surveyapp.lifecycle.changes import load, start_taking_answers
from surveyapp.simulation.people import people
from surveyapp.simulation.truth import Truth
from surveyapp.studies.loaded import find_loaded
from surveyapp.web.permissions import RESEARCHER

STUDY = "khanh_hoa_2019"
SEED = 2019
PORT = 8000
ACCOUNT_FILE = "account.txt"
ACCOUNT = "researcher"
BOX_FILE = "passphrase.txt"


@click.command("demo", cls=SurveyappCommand)
@click.option(
    "--respondents",
    type=click.IntRange(66, 100_000),
    default=600,
    show_default=True,
    help=N_("Number of synthetic respondents."),
)
@click.option("--wait/--no-wait", default=True, help=N_("Keep the server running until Ctrl+C."))
def command(respondents: int, wait: bool) -> None:
    _use_demo_folder()
    folder = load_settings().instance
    set_up(load_settings())
    with installation():
        password = _account(folder)
        passphrase = _kept(folder / BOX_FILE)
        answers = _rehearse(passphrase, {ACCOUNT: password})
    with DemoServer(free_port(PORT)) as server:
        if not answers:
            _answer(server.base, respondents, folder)
        with installation():
            opening = open_box(STUDY, passphrase)
            least = loaded_study(STUDY).study.thresholds.with_floors.opening
        if opening.opened:
            tell(opening, least)
        report = folder / "report"
        if not report.exists():
            say(N_("Building the report …"))
            with installation():
                build_report(STUDY, report)
        _tell(server.base, password, passphrase, report)
        if wait:
            server.wait()


def _use_demo_folder() -> None:
    """The demonstration uses its own folder and never a real database."""
    os.environ["SURVEYAPP_INSTANCE"] = str(load_settings().instance / "demo")
    for name in ("DATABASE_URL", "SURVEYAPP_URL", "TRUSTED_PROXIES"):
        os.environ.pop(name, None)


def _account(folder: Path) -> str:
    """Return the password of the demonstration's account. It is stored, so that a second run can print it again."""
    path = folder / ACCOUNT_FILE
    is_new = not path.exists()
    password = _kept(path)
    if is_new:
        try:
            add_account(ACCOUNT, RESEARCHER, secret())
        except AccountExistsError:
            path.unlink()
            return _("the password that was printed when the account was made")
    return password


def secret() -> str:
    return "-".join(secrets.token_hex(3) for _part in range(3))


def _kept(path: Path) -> str:
    """Return a random secret, made once and stored in a file that only its owner can read."""
    if not path.exists():
        with create_private_text(path) as file:
            file.write(secret() + "\n")
    return path.read_text(encoding="utf-8").strip()


def _rehearse(passphrase: str, researcher: dict[str, str]) -> int:
    """Bring the study to rehearsal, which gives the account the rights of a researcher. Returns the
    number of answers.
    """
    if find_loaded(STUDY) is None:
        load(*load_with_documents(find_study(STUDY)))
    loaded = loaded_study(STUDY)
    if loaded.state.entry.before_field:
        start_taking_answers(STUDY, State.REHEARSAL, passphrase, researcher)
    return count_returns(loaded.study).received


def _answer(base: str, respondents: int, folder: Path) -> None:
    with installation():
        loaded = loaded_study(STUDY)
        sample = list(people(loaded.study, respondents, SEED))
        codes = codes_for(loaded, sample)
    counts = simulate(loaded, sample, Truth.of(loaded.study, SEED), base, codes, folder / f"{STUDY}-truth.json")
    say(N_("{number} synthetic respondents answered."), number=counts.total())


def _line(title: str, told: str) -> None:
    """Print one line of the list of addresses."""
    click.echo(f"  {_(title):<32} {told}")


def _tell(base: str, password: str, passphrase: str, report: Path) -> None:
    click.echo()
    say(N_("The demonstration is running. All its answers are synthetic."))
    for title, address in (
        (N_("Start page"), f"{base}/"),
        (N_("Form of the heads"), f"{base}/s/{STUDY}/leader"),
        (N_("Form of the civil servants"), f"{base}/s/{STUDY}/civil_servant"),
        (N_("Form of people outside"), f"{base}/s/{STUDY}/outsider"),
        (N_("Staff pages"), f"{base}/staff/"),
    ):
        _line(title, address)
    _line(N_("Name and password"), f"{ACCOUNT}   {password}")
    _line(N_("Passphrase of the box"), passphrase)
    for path in sorted(path for path in report.iterdir() if path.suffix in (".html", ".docx")):
        _line(N_("Report"), str(path))
    click.echo()
