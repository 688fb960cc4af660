"""surveyapp study check|load|export|rehearse|open|close|reopen|delete|list"""

from pathlib import Path

import click

from forms.loading.studies import find_study, load_study, load_with_documents
from forms.model.states import State, state_name, takes_real_answers
from forms.model.study import Study
from surveyapp.accounts.passwords import is_password
from surveyapp.accounts.queries import find_account
from surveyapp.accounts.researchers.consent import ever_consented, has_rights
from surveyapp.ballot_box.opening.log_ending import check_log_can_be_ended
from surveyapp.commands.installation import installation, loaded_study
from surveyapp.commands.terminal import asking
from surveyapp.commands.terminal.asking import YES, confirm
from surveyapp.commands.terminal.passphrases import new_passphrase, show_recovery_sheet
from surveyapp.commands.terminal.passwords import new_password, present_password
from surveyapp.commands.terminal.translated_commands import SurveyappCommand, SurveyappGroup, _, language, say
from surveyapp.fieldwork.destruction import closing_destroys, deleting_destroys
from surveyapp.fieldwork.words import changes_of
from surveyapp.instance.faults import N_, Fault
from surveyapp.lifecycle.changes import change_state, delete_study, load, start_taking_answers
from surveyapp.lifecycle.deletion import note_unwiped, wipe
from surveyapp.lifecycle.readiness import check_ready
from surveyapp.lifecycle.reopening import reopen
from surveyapp.results.releases.release_store import release_store
from surveyapp.studies.documents import documents_of, kept_documents, version_named
from surveyapp.studies.loaded import all_loaded

_STUDY = click.argument("study", metavar="STUDY")
_SHEET = click.option(
    "--recovery-sheet",
    "sheet",
    type=click.Path(dir_okay=False, path_type=Path),
    help=N_("Where to write the recovery sheet; without it the sheet is shown here."),
)
_RESEARCHERS = click.option(
    "--researcher",
    "researchers",
    multiple=True,
    metavar="NAME",
    help=N_(
        "The researcher who begins the fieldwork and enters the password. For the first study of an "
        "installation: the accounts that become researchers, each with a new password. May be repeated."
    ),
)


@click.group("study", cls=SurveyappGroup)
def command() -> None: ...


@command.command(cls=SurveyappCommand, help=N_("Read a study (its id or its folder) and report every fault at once."))
@_STUDY
def check(study: str) -> None:
    found = load_study(find_study(study))
    say(
        N_("{study}: no fault found. {groups} questionnaires, {items} bank items, version {version}."),
        study=found.id,
        groups=len(found.questionnaires),
        items=len(found.items),
        version=found.version[:12],
    )
    if found.agency_report:
        say(
            N_(
                "agency_report.yaml: its ids and texts are checked and kept with the study; no page or report uses it "
                "in this version."
            )
        )


@command.command("load", cls=SurveyappCommand, help=N_("Load a study, or a new version of it, into the database."))
@_STUDY
def load_command(study: str) -> None:
    found, documents = load_with_documents(find_study(study))
    with installation():
        state = load(found, documents)
    say(
        N_("{study} is loaded in version {version}; state: {state}."),
        study=found.id,
        version=found.version[:12],
        state=state_name(state, language()),
    )


@command.command("export", cls=SurveyappCommand, help=N_("Write the files that a version of a study was loaded from."))
@_STUDY
@click.option("--version", "beginning", default="", help=N_("The version, or how it begins; else the present one."))
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help=N_("The folder; it must be new or empty."),
)
def export(study: str, beginning: str, out: Path) -> None:
    with installation():
        loaded_study(study)
        version = version_named(study, beginning)
        kept = kept_documents(study, version)
        documents = documents_of(study, version)
    if out.exists() and any(out.iterdir()):
        raise Fault(N_("The folder {folder} is not empty. Please choose another one."), folder=out)
    out.mkdir(parents=True, exist_ok=True)
    for name, content in documents.items():
        (out / name).write_bytes(content)
    say(
        N_("{number} files of version {version} are in {folder}."),
        number=len(documents),
        version=version[:12],
        folder=out,
    )
    if not kept:
        say(N_("They were written from the loaded study, since its own files were not kept: comments are missing."))


@command.command(cls=SurveyappCommand, help=N_("Rehearse a draft with synthetic answers; the mark never comes off."))
@_STUDY
@_SHEET
@_RESEARCHERS
@YES
def rehearse(study: str, sheet: Path | None, researchers: tuple[str, ...], yes: bool) -> None:
    _start(study, State.REHEARSAL, sheet, researchers, yes)


@command.command("open", cls=SurveyappCommand, help=N_("Open a draft for real answers."))
@_STUDY
@_SHEET
@_RESEARCHERS
@YES
def open_command(study: str, sheet: Path | None, researchers: tuple[str, ...], yes: bool) -> None:
    # A script that gives the passphrase of a new box needs no confirmation; at a terminal the notice is shown first.
    _start(study, State.OPEN, sheet, researchers, yes or not asking.at_terminal())


@command.command(cls=SurveyappCommand, help=N_("Close a study; codes that were not used are destroyed."))
@_STUDY
@YES
def close(study: str, yes: bool) -> None:
    with installation():
        _ask(study, State.CLOSED, closing_destroys(study), yes)
        change_state(study, State.CLOSED)
    _tell(study, State.CLOSED)


@command.command(
    "reopen",
    cls=SurveyappCommand,
    help=N_("Reopen a closed study for late forms, unless its box has been opened for the last time."),
)
@_STUDY
def reopen_command(study: str) -> None:
    with installation():
        reopen(study)
        least = loaded_study(study).study.thresholds.with_floors.opening
    _tell(study, State.OPEN)
    say(
        N_(
            "Codes that were not used are destroyed. Please make new ones with surveyapp codes make, at least {least} "
            "for each agency and group, or one where a group has one person in an agency."
        ),
        least=least,
    )


@command.command(cls=SurveyappCommand, help=N_("Delete a study with all its codes and answers."))
@_STUDY
@YES
def delete(study: str, yes: bool) -> None:
    with installation():
        found = loaded_study(study).study
        question = _("Delete {study} with all its codes and answers?").format(study=study)
        confirm(question, deleting_destroys(study), yes=yes)
        note_unwiped()
        delete_study(found)
        release_store().forget(study)
        wiped = wipe()
    say(N_("{study} is deleted."), study=study)
    if not wiped:
        raise Fault(
            N_("The deleted data could not be erased from the database files. Please run: surveyapp maintenance")
        )


@command.command("list", cls=SurveyappCommand, help=N_("List the loaded studies."))
def list_command() -> None:
    with installation():
        every = all_loaded()
        for loaded in every:
            mark = "  " + _("SIMULATED") if loaded.simulated else ""
            click.echo(f"{loaded.study.id}  {state_name(loaded.state, language())}  {_title(loaded.study)}{mark}")
        if not every:
            say(N_("No study is loaded. Please run: surveyapp study load khanh_hoa_2019"))


def _title(study: Study) -> str:
    return study.title.get(language()) or next(iter(study.title.values()))


def _start(study: str, state: State, sheet: Path | None, researchers: tuple[str, ...], yes: bool) -> None:
    with installation():
        loaded = loaded_study(study)
        if takes_real_answers(state):  # before the passphrase is asked for
            check_log_can_be_ended()
            if loaded.state.entry.before_field:
                check_ready(loaded.study)
        _ask(study, state, (), yes)
        first = _who_begins(researchers)
        recovery_sheet = start_taking_answers(study, state, new_passphrase(), first)
        key, title = loaded_study(study).fingerprint, _title(loaded.study)
    show_recovery_sheet(study, title, recovery_sheet, key, sheet)
    _tell(study, state)


def _who_begins(names: tuple[str, ...]) -> dict[str, str]:
    """Return the first researchers with their new passwords; empty if researchers exist and one of
    them has signed in.
    """
    if not ever_consented():
        return {name: new_password(name) for name in names}
    if not names:
        raise Fault(
            N_(
                "Only a researcher can begin the fieldwork. Please name a researcher with --researcher, or begin "
                "it on the staff pages."
            )
        )
    for name in names:
        account = find_account(name)
        if not has_rights(account) or account is None or not is_password(account.password_hash, present_password(name)):
            raise Fault(N_("{name} is no researcher with this password."), name=name)
    return {}


def _ask(study: str, state: State, destroyed: tuple[str, ...], yes: bool) -> None:
    """Ask for confirmation as the page does. If the state does not allow the change, the change itself reports it."""
    for change in changes_of(loaded_study(study)):
        if change.to is state:
            confirm(f"{change.button}?", (change.meaning, *destroyed), yes=yes)


def _tell(study: str, state: State) -> None:
    say(N_("{study}: state {state}."), study=study, state=state_name(state, language()))
