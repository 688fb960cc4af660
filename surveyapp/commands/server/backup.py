"""surveyapp backup"""

from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from surveyapp.audit.acts import Act
from surveyapp.audit.log import record
from surveyapp.backups.making import make_backup
from surveyapp.commands.installation import installation
from surveyapp.commands.terminal.passphrases import backup_passphrase
from surveyapp.commands.terminal.translated_commands import SurveyappCommand, _, say
from surveyapp.database.sessions import reading
from surveyapp.database.tables.studies import StudyRow
from surveyapp.database.transactions import NotStoredError
from surveyapp.instance.faults import N_
from surveyapp.studies.study_keys import StudyKeys, WrongPassphraseError, unlock


@click.command("backup", cls=SurveyappCommand)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    with installation() as app:
        passphrase = backup_passphrase(new=True)
        make_backup(app.extensions["database"].engine, app.extensions["keys"], file, passphrase)
        for study in _boxes_opened_by(passphrase):
            _warn(
                N_(
                    "ATTENTION: this passphrase also opens the ballot box of study {study}. Whoever holds the backup "
                    "could read its answers. Please make another backup with another passphrase and destroy this one."
                ),
                study=study,
            )
        try:
            record(Act.BACKUP_MADE, file.name)
        except (DBAPIError, NotStoredError):
            # If the disk is full, a backup to another disk must still be possible.
            _warn(N_("The backup is made, but it could not be written to the log of staff acts."))
    say(N_("The backup is in {file}. Without its passphrase nobody can read it, and nobody can help."), file=file)


def _boxes_opened_by(passphrase: str) -> list[str]:
    with reading() as session:
        studies = session.scalars(select(StudyRow).where(StudyRow.locked_key.is_not(None))).all()
    return [study.id for study in studies if _opens(study, passphrase)]


def _opens(study: StudyRow, passphrase: str) -> bool:
    try:
        unlock(StudyKeys(study.public_key or b"", study.locked_key or b""), passphrase, study.id)
    except (WrongPassphraseError, ValueError):
        return False
    return True


def _warn(text: str, **values: object) -> None:
    click.echo(_(text).format(**values), err=True)
