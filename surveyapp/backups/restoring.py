"""Restoring a backup: the whole file is checked first, then one transaction replaces the content of the database."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, MetaData, column, insert, table, text
from sqlalchemy.exc import DBAPIError

from surveyapp.backups.carry_over import (
    CodesAfter,
    Present,
    Reopenings,
    keep_audit,
    keep_codes,
    keep_releases,
    keep_reopenings,
    look,
)
from surveyapp.backups.making import BackupFault, flush_folder, write_backup
from surveyapp.backups.sealed_file import DamagedError, NotABackupError, PassphraseError, read_sealed
from surveyapp.backups.snapshot import Head, Rows, from_lines
from surveyapp.database.engines import make_engine
from surveyapp.database.migrating import is_known, newest_revision, revision_of, upgrade
from surveyapp.database.tables import metadata
from surveyapp.instance.faults import N_
from surveyapp.instance.keys import AUDIT, KEY_FOLDER, PEPPER, SESSION, InstanceKeys
from surveyapp.instance.private_files import PRIVATE_FILE, PRIVATE_FOLDER, write_private
from surveyapp.instance.settings import Settings

REVISIONS = "alembic_version"


@dataclass(frozen=True, slots=True)
class Restored:
    """The result of a restore.

    ``compared``: whether the present database was known, with its codes and reopenings. ``replaced``: the backup made
    of that database.
    """

    made: str
    codes: CodesAfter
    reopenings: Reopenings
    compared: bool
    replaced: Path | None


def restore_backup(settings: Settings, file: Path, passphrase: str, *, replace: bool) -> Restored:
    """Restore the installation to the state of the backup. On ``BackupFault`` nothing was changed."""
    head = _check_whole(file, passphrase)
    folder, keys = settings.instance, InstanceKeys(settings.instance)
    if not replace and keys.has(PEPPER):
        raise _exists(folder)
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(PRIVATE_FOLDER)
    aside = folder / f"replaced-{secrets.token_hex(4)}.backup"
    engine = make_engine(settings.database)
    staged: list[Path] = []
    try:
        staged += _stage_keys(folder, head)
        with engine.execution_options(writes=True).begin() as connection:
            present = _present(connection, head, folder, replace=replace)
            if present is not None:
                write_backup(connection, keys, aside, passphrase)
            _remove_tables(connection, head)
            upgrade(connection, head.keys[PEPPER], head.revision)
            _fill(connection, _parts(file, passphrase))
            # Rows from before the HMACs existed are bound under the pepper of the backup.
            upgrade(connection, head.keys[PEPPER])
            compared = present is not None and keys.has(PEPPER, head.keys[PEPPER])
            codes = keep_codes(connection, present if compared else None)
            reopenings = keep_reopenings(connection, present if compared else None)
            if present is not None and compared:
                keep_releases(connection, present)
            log_goes_on = present is not None and keys.has(AUDIT, head.keys.get(AUDIT, b""))
            if present is not None and log_goes_on:
                keep_audit(connection, present)
    except BaseException as error:
        for path in (*staged, aside):
            path.unlink(missing_ok=True)
        if isinstance(error, DBAPIError | OSError):
            raise _refused(settings, error) from None
        raise
    finally:
        engine.dispose()
    _put_keys(folder, staged, log_goes_on=log_goes_on)
    _close_to_others(engine)
    return Restored(head.made, codes, reopenings, compared, aside if present else None)


def _check_whole(file: Path, passphrase: str) -> Head:
    """Read and check the whole file before anything is changed."""
    head: Head | None = None
    for part in _parts(file, passphrase):
        head = part if isinstance(part, Head) else head
    if head is None or not is_known(head.revision):
        raise BackupFault(N_("This backup comes from a newer version of the program. Please update the program first."))
    return head


def _parts(file: Path, passphrase: str) -> Iterator[Head | Rows]:
    try:
        with file.open("rb") as opened:
            yield from from_lines(read_sealed(opened, passphrase))
    except OSError as error:
        raise BackupFault(N_("The file {file} cannot be read: {reason}."), file=file, reason=error.strerror) from None
    except NotABackupError:
        raise BackupFault(N_("The file {file} is no backup of this program. Nothing was changed."), file=file) from None
    except PassphraseError:
        raise BackupFault(
            N_("This passphrase does not open the backup {file}. Nothing was changed."), file=file
        ) from None
    except DamagedError:
        raise BackupFault(
            N_("The backup {file} is damaged or its end is missing. Nothing was changed. Please take another one."),
            file=file,
        ) from None


def _exists(folder: Path) -> BackupFault:
    return BackupFault(
        N_(
            "An installation already exists in {folder} or in its database. Nothing was changed. To replace it "
            "with the backup, please add --replace; the present installation is kept in a file beside it."
        ),
        folder=folder,
    )


def _refused(settings: Settings, error: DBAPIError | OSError) -> BackupFault:
    reason = str(error.orig if isinstance(error, DBAPIError) else error.strerror)
    if "malformed" in reason or "not a database" in reason:
        return BackupFault(
            N_(
                "The present database is damaged, so it cannot be asked which codes were used. Nothing was changed. "
                "Please stop the server, move {file} and the files whose names begin like it to another folder, and "
                "run the command again."
            ),
            file=settings.database.removeprefix("sqlite:///"),
        )
    return BackupFault(N_("The backup could not be restored: {reason}. Nothing was changed."), reason=reason)


def _tables_there(connection: Connection, head: Head) -> MetaData:
    """Return the tables of this program. A shared PostgreSQL database may hold others."""
    ours, there = {*metadata.tables, *head.tables, REVISIONS}, MetaData()
    there.reflect(connection, only=lambda name, _: name in ours)
    return there


def _present(connection: Connection, head: Head, folder: Path, *, replace: bool) -> Present | None:
    """Read the present content, locked against changes until the end; ``None`` for an empty database."""
    names = ", ".join(_tables_there(connection, head).tables)
    if not names:
        return None
    if not replace:
        raise _exists(folder)
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE"))
    if revision_of(connection) != newest_revision():
        raise BackupFault(N_("The database is of another version than the program. Please run: surveyapp init"))
    return look(connection)


def _remove_tables(connection: Connection, head: Head) -> None:
    _tables_there(connection, head).drop_all(connection)


def _fill(connection: Connection, parts: Iterator[Head | Rows]) -> None:
    tables = {}
    for part in parts:
        if isinstance(part, Head):
            tables = {name: table(name, *map(column, shape.columns)) for name, shape in part.tables.items()}
        elif part.rows:
            into = tables[part.table]
            names = into.columns.keys()
            connection.execute(insert(into), [dict(zip(names, row, strict=True)) for row in part.rows])


def _stage_keys(folder: Path, head: Head) -> list[Path]:
    """Write the keys to temporary files, so that only renaming is left to do."""
    keys = folder / KEY_FOLDER
    keys.mkdir(exist_ok=True)
    keys.chmod(PRIVATE_FOLDER)
    staged = []
    # A new session key ends the sessions of the replaced installation.
    for name, key in (head.keys | {SESSION: secrets.token_bytes(32)}).items():
        path = keys / f"{name}.restored"
        write_private(path, key)
        staged.append(path)
    return staged


def _put_keys(folder: Path, staged: list[Path], *, log_goes_on: bool) -> None:
    for path in staged:
        path.rename(path.with_suffix(""))
    if not log_goes_on:
        # The file names a line of the replaced log.
        (folder / KEY_FOLDER / "audit_head").unlink(missing_ok=True)
    flush_folder(folder / KEY_FOLDER)


def _close_to_others(engine: Engine) -> None:
    if engine.dialect.name == "sqlite" and engine.url.database:
        Path(engine.url.database).chmod(PRIVATE_FILE)
