"""The rows of uploaded files: who has which files, and what is known of each."""

import json
import time
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sqlalchemy import delete, select

from surveyapp.audit.acts import Act
from surveyapp.audit.log import audited
from surveyapp.data_files.keeping import receiving
from surveyapp.data_files.keeping.sealed_files import (
    ArrivingFile,
    DamagedFileError,
    FileKey,
    remove,
    remove_others,
)
from surveyapp.database.sessions import reading, writing
from surveyapp.database.tables.data_files import DataFileRow

KEPT_DAYS = 7
_DAY_SECONDS = 24 * 3600
MOST_FILES = 10
"""Files of one person at a time."""


@dataclass(frozen=True, slots=True)
class Corrections:
    """What the person has declared. ``columns``: role, scale and missing codes of a column, as far as corrected.

    ``missing``: codes that are no answers in any column, as the person wrote them.
    """

    group: str = ""
    cluster: str = ""
    missing: str = ""
    columns: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file of a person. ``ending``: of its name, with the dot. ``persons``: it holds a survey of persons."""

    key: FileKey
    day: int
    name: str
    ending: str
    size: int
    persons: bool
    corrections: Corrections = Corrections()

    @property
    def id(self) -> str:
        return self.key.file_id

    @property
    def days_left(self) -> int:
        """Days until the file is deleted."""
        return self.day + KEPT_DAYS - today()


@dataclass(frozen=True, slots=True)
class UnreadableFile:
    """A file whose row was damaged or altered; it can only be deleted."""

    id: str


def files_of(owner: str) -> list[KeptFile | UnreadableFile]:
    """The files of a person, newest first."""
    with reading() as session:
        rows = session.scalars(select(DataFileRow).filter_by(owner=owner).where(DataFileRow.day > _expired_until()))
        found = [_kept_or_not(row) for row in rows]
    return sorted(found, key=lambda file: (-file.day, file.name.casefold()) if isinstance(file, KeptFile) else (1, ""))


def file_of(owner: str, file_id: str) -> KeptFile | None:
    """The file if it belongs to this person and has not expired. Raises ``DamagedFileError``."""
    with reading() as session:
        row = session.get(DataFileRow, file_id)
    if row is None or row.owner != owner or row.day <= _expired_until():
        return None
    return _kept(row)


def uploaded(arriving: ArrivingFile, name: str, ending: str, *, persons: bool) -> KeptFile:
    """An uploaded file before it is kept."""
    return KeptFile(arriving.key, today(), name, ending, arriving.size, persons)


def keep_file(arriving: ArrivingFile, file: KeptFile) -> None:
    """Keep an uploaded file. The log names its kind, and whether it holds a survey of persons, but not its name."""
    facts = {"kind": file.ending, "survey_of_persons": "yes" if file.persons else "no"}
    with audited(Act.DATA_FILE_KEPT, file.id, **facts), writing() as session:
        row = DataFileRow(id=file.id, owner=file.key.owner, day=file.day, key=file.key.wrapped(), about=_about(file))
        session.add(row)
    receiving.keep(arriving)


def keep_corrections(file: KeptFile, corrections: Corrections) -> KeptFile:
    """Store corrections in place of the earlier ones."""
    corrected = replace(file, corrections=corrections)
    with writing() as session:
        session.get_one(DataFileRow, file.id, with_for_update=True).about = _about(corrected)
    return corrected


def delete_file(owner: str, file_id: str) -> bool:
    """Delete the file if it belongs to this person. Returns whether it does."""
    own = {"owner": owner, "id": file_id}
    with reading() as session:
        if session.scalar(select(DataFileRow.id).filter_by(**own)) is None:
            return False
    with audited(Act.DATA_FILE_DELETED, file_id), writing() as session:
        session.execute(delete(DataFileRow).filter_by(**own))
    remove(file_id)
    return True


def delete_files_of(owner: str) -> None:
    """Delete every file of a person whose account is closed."""
    with writing() as session:
        ids = list(session.scalars(select(DataFileRow.id).filter_by(owner=owner)))
        session.execute(delete(DataFileRow).filter_by(owner=owner))
    for file_id in ids:
        remove(file_id)


def delete_expired_files() -> int:
    """Delete files that were kept for ``KEPT_DAYS``, and what is left of uploads that were broken off.

    Returns the number of files that expired.
    """
    with writing() as session:
        expired = list(session.scalars(select(DataFileRow.id).where(DataFileRow.day <= _expired_until())))
        session.execute(delete(DataFileRow).where(DataFileRow.id.in_(expired)))
    for file_id in expired:
        remove(file_id)
    with reading() as session:
        remove_others(set(session.scalars(select(DataFileRow.id))))
    return len(expired)


def today() -> int:
    """Days from 1970-01-01 (UTC)."""
    return int(time.time()) // _DAY_SECONDS


def _expired_until() -> int:
    return today() - KEPT_DAYS


def _about(file: KeptFile) -> bytes:
    names = ("name", "ending", "size", "persons")
    about: dict[str, Any] = {name: getattr(file, name) for name in names}
    about["corrections"] = asdict(file.corrections)
    return file.key.seal(json.dumps(about, ensure_ascii=False).encode())


def _kept(row: DataFileRow) -> KeptFile:
    key = FileKey.unwrapped(row.id, row.owner, row.key)
    about = json.loads(key.unseal(row.about))
    return KeptFile(key, row.day, **{**about, "corrections": Corrections(**about["corrections"])})


def _kept_or_not(row: DataFileRow) -> KeptFile | UnreadableFile:
    try:
        return _kept(row)
    except DamagedFileError:
        return UnreadableFile(row.id)
