"""surveyapp restore"""

from pathlib import Path

import click

from surveyapp.audit.acts import Act
from surveyapp.audit.log import record
from surveyapp.backups.restoring import Restored, restore_backup
from surveyapp.ballot_box.rewriting import rewrite_tables
from surveyapp.commands.installation import installation
from surveyapp.commands.passphrases import backup_passphrase
from surveyapp.commands.translated_commands import SpeakingCommand, _, say
from surveyapp.instance.faults import N_
from surveyapp.instance.settings import load_settings


@click.command(
    "restore",
    cls=SpeakingCommand,
    help=N_("Put the content of a backup into the instance folder and the database. Please stop the server first."),
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help=N_("Replace what is there, which is kept in a file beside it."))
def command(file: Path, replace: bool) -> None:
    restored = restore_backup(load_settings(), file, backup_passphrase(new=False), replace=replace)
    with installation():
        record(Act.BACKUP_RESTORED, file.name)
        wiped = rewrite_tables()
    say(N_("Restored as it was at {made}. Please start the server anew."), made=restored.made)
    if restored.replaced:
        say(N_("What was there before is in {file}, under the same passphrase."), file=restored.replaced)
    tell_of_codes(restored)
    if not wiped:
        _warn(N_("What was replaced could not be wiped from the database. Please run: surveyapp maintenance"))


def tell_of_codes(restored: Restored) -> None:
    """Say loudly what an older backup means for the codes."""
    codes = restored.codes
    if not restored.compared and codes.unused:
        _warn(
            N_(
                "ATTENTION: {number} codes count as unused. Nobody can tell which of them were used after the backup "
                "was made: whoever answered since could answer once more, and the answers given since are not in it. "
                "Please close the study, or give out new codes, if answers came in after {made}."
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
    if codes.stay_destroyed:
        _warn(
            N_("ATTENTION: {number} codes were destroyed after the backup was made. They stay destroyed."),
            number=codes.stay_destroyed,
        )


def _warn(text: str, **values: object) -> None:
    click.echo(_(text).format(**values), err=True)
