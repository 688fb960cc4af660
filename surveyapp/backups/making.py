"""Making a backup: it is written to a temporary file, flushed to the disk and then renamed."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Connection, Engine

from surveyapp.backups.sealed_file import SealedWriter
from surveyapp.backups.snapshot import as_lines
from surveyapp.database.one_moment import one_moment
from surveyapp.instance.faults import N_, Fault
from surveyapp.instance.guessable_secrets import GUESSABLE, is_guessable
from surveyapp.instance.keys import EVERY, SESSION, InstanceKeys
from surveyapp.instance.private_files import create_private, flush
from surveyapp.studies.study_keys import SHORTEST_PASSPHRASE

KEPT_KEYS = tuple(name for name in EVERY if name != SESSION)
"""Tables left out: sessions of staff are not carried to a restored installation."""


class BackupFault(Fault):
    """The backup cannot be made or used."""


def make_backup(engine: Engine, keys: InstanceKeys, file: Path, passphrase: str) -> None:
    """Write the installation as it is at this moment. On any error no file is left."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise BackupFault(N_("Please use a passphrase of at least {least} characters."), least=SHORTEST_PASSPHRASE)
    if is_guessable(passphrase):
        raise BackupFault(GUESSABLE)
    with one_moment(engine) as connection:
        write_backup(connection, keys, file, passphrase)


def write_backup(connection: Connection, keys: InstanceKeys, file: Path, passphrase: str) -> None:
    """Write everything that the connection sees."""
    kept = {name: keys.key(name) for name in KEPT_KEYS if keys.has(name)}
    with whole_file(file) as opened:
        sealed = SealedWriter(opened, passphrase)
        for line in as_lines(connection, kept):
            sealed.write(line)
        sealed.finish()


@contextmanager
def whole_file(file: Path) -> Iterator[BinaryIO]:
    """Context with a private file that gets its name only when all of it is on the disk."""
    if file.exists():
        raise BackupFault(N_("The file {file} exists. Please choose another name."), file=file)
    begun = file.with_name(f".{file.name}.{secrets.token_hex(4)}.part")
    try:
        with create_private(begun) as opened:
            yield opened
            flush(opened)
        begun.rename(file)
        flush_folder(file.parent)
    except OSError as error:
        raise BackupFault(
            N_("The file {file} cannot be written: {reason}."), file=file, reason=error.strerror
        ) from None
    finally:
        # After success the temporary name is gone; after an error the incomplete file is removed.
        with suppress(OSError):
            begun.unlink(missing_ok=True)


def flush_folder(folder: Path) -> None:
    """Flush a folder, so that the names of its files survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
