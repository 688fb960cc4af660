"""surveyapp restore"""

from pathlib import Path

import click
from sqlalchemy.exc import SQLAlchemyError

from forms.model.thresholds import FLOORS
from surveyapp.audit.acts import Act
from surveyapp.audit.log import record
from surveyapp.backups.restoring import Restored, restore_backup
from surveyapp.ballot_box.opening.rewriting import rewrite_tables
from surveyapp.commands.installation import installation
from surveyapp.commands.terminal.asking import YES, confirm
from surveyapp.commands.terminal.passphrases import backup_passphrase
from surveyapp.commands.terminal.translated_commands import SurveyappCommand, _, say
from surveyapp.fieldwork.queries import count_returns
from surveyapp.instance.faults import N_, Fault
from surveyapp.instance.keys import PEPPER, InstanceKeys
from surveyapp.instance.settings import load_settings
from surveyapp.studies.loaded import all_loaded


@click.command("restore", cls=SurveyappCommand)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help=N_("Replace the present installation; it is kept in a file beside it."))
@YES
def command(file: Path, replace: bool, yes: bool) -> None:
    passphrase = backup_passphrase(new=False)
    if replace and (replaced := _what_is_there()):
        confirm(_("Replace the present installation with {file}?").format(file=file), replaced, yes=yes)
    restored = restore_backup(load_settings(), file, passphrase, replace=replace)
    with installation():
        record(Act.BACKUP_RESTORED, file.name)
        wiped = rewrite_tables()
    say(N_("Restored to the state of {made}. Please restart the server."), made=restored.made)
    if restored.replaced:
        say(N_("What was there before is in {file}, under the same passphrase."), file=restored.replaced)
    tell_of_codes(restored)
    tell_of_reopenings(restored)
    if not wiped:
        _warn(N_("The replaced data could not be erased from the database files. Please run: surveyapp maintenance"))


def _what_is_there() -> tuple[str, ...]:
    """Print the present studies with their numbers of forms and codes; nothing if there is no installation."""
    if not InstanceKeys(load_settings().instance).has(PEPPER):
        return ()
    try:
        with installation():
            held = [(loaded.study.id, count_returns(loaded.study)) for loaded in all_loaded()]
    except (Fault, SQLAlchemyError):
        return (_("The present installation cannot be read; it will be replaced nevertheless."),)
    words = _("{study}: {forms} forms and {codes} codes of the present database are replaced.")
    told = [words.format(study=study, forms=returns.received, codes=returns.codes_kept) for study, returns in held]
    return (*told, _("Accounts and keys of the present database are replaced by those of the backup."))


def tell_of_codes(restored: Restored) -> None:
    """Warn about codes that were used or destroyed after the backup was made."""
    codes = restored.codes
    if not restored.compared and codes.unused:
        _warn(
            N_(
                "ATTENTION: {number} codes count as unused. It is not known which of them were used after the "
                "backup was made, or belong to lost cards that were replaced since: people who have answered since "
                "then could answer again, lost cards are valid again, and answers given since then are not in the "
                "backup. If answers arrived after {made}, please close the study or hand out new codes."
            ),
            number=codes.unused,
            made=restored.made,
        )
    if codes.stay_used:
        _warn(
            N_(
                "ATTENTION: {number} codes were used after the backup was made. They stay used. The answers sent with "
                "them are not in the backup; they are in {file} only."
            ),
            number=codes.stay_used,
            file=restored.replaced,
        )
    if codes.stay_void:
        _warn(
            N_(
                "ATTENTION: the cards of {number} codes were lost and replaced after the backup was made. The lost "
                "cards stay void. The cards that replaced them are not in the backup and are refused. Please make new "
                "ones with: surveyapp codes make"
            ),
            number=codes.stay_void,
        )
    if codes.stay_destroyed:
        _warn(
            N_("ATTENTION: {number} codes were destroyed after the backup was made. They stay destroyed."),
            number=codes.stay_destroyed,
        )


def tell_of_reopenings(restored: Restored) -> None:
    """Warn about studies that were or may have been reopened after the backup was made."""
    if restored.reopenings.since:
        _warn(
            N_(
                "ATTENTION: reopened after the backup was made: {studies}. New codes are still made for several "
                "persons of an agency at a time."
            ),
            studies=", ".join(restored.reopenings.since),
        )
    if not restored.compared and restored.reopenings.first:
        _warn(
            N_(
                "ATTENTION: it is not known whether these studies were closed and reopened after the backup was made: "
                "{studies}. If one was, please make new codes for at least {least} persons of an agency at a time."
            ),
            studies=", ".join(restored.reopenings.first),
            least=FLOORS.opening,
        )


def _warn(text: str, **values: object) -> None:
    click.echo(_(text).format(**values), err=True)
