"""The store of releases: in the database, one per study, so that every process and every backup has the same.

The content carries an HMAC under the pepper. Altered content is neither shown nor counted again automatically, because
a release exists to prevent two counts from being compared.
"""

import shutil
from collections.abc import Callable, Mapping
from hmac import compare_digest
from pathlib import Path
from threading import Lock

from flask import current_app
from sqlalchemy import delete, select

from surveyapp.audit.acts import Act
from surveyapp.audit.log import audited
from surveyapp.database.sessions import insert_unless_there, reading, writing
from surveyapp.database.tables.releases import ReleaseRow
from surveyapp.instance.faults import N_, Fault
from surveyapp.instance.keys import instance_keys
from surveyapp.results.queries import count_forms
from surveyapp.results.releases.release import Release
from surveyapp.results.releases.release_content import (
    SCHEMA,
    DamagedReleaseError,
    UnknownSchemaError,
    read_content,
    seal,
    write_content,
)
from surveyapp.studies.loaded import LoadedStudy, check_finished

Compute = Callable[[LoadedStudy, Mapping[str, int], Release | None], Release]
"""From study, answer sheets per group and present release (``None``: none yet) to the next release."""

ATTEMPTS = 5


class ReleaseFault(Fault):
    """The results cannot be shown."""


class ReleaseStore:
    """The releases of this installation; ``folder``: for reports, and formerly for releases."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, tuple[bytes, Release]] = {}
        # One count at a time: counting the same twice is slower, and the other cores serve respondents.
        self._one = Lock()

    def release(self, loaded: LoadedStudy, compute: Compute) -> Release:
        """Return the release to show now; ``WithheldFault`` while an opening of the box is not finished."""
        study = loaded.study
        with self._one:
            for _ in range(ATTEMPTS):
                check_finished(study.id)
                mac, kept = self._kept(loaded)
                now = count_forms(study.id)
                if kept is not None and (kept.forms, kept.version) == (now, study.version):
                    return kept
                # Counted outside any transaction, because ballots must not wait for it.
                content = write_content(compute(loaded, now, kept))
                check_finished(study.id)  # the count must not belong to an opening that began meanwhile
                if count_forms(study.id) == now and _store(study.id, mac, content):
                    self._forget_files(study.id)
        raise ReleaseFault(N_("Answers are being opened. Please look at the results again in a moment."))

    def count_anew(self, study_id: str) -> None:
        """Delete a damaged release, so that everything is counted again; this is recorded in the audit log.

        An undamaged release is never deleted: old and new figures could differ in the answers of a few people.
        """
        row = _row(study_id)
        if row is None or _is_whole(row):
            raise ReleaseFault(
                N_("The kept results of {study} are not damaged, so they are not counted anew."), study=study_id
            )
        with audited(Act.RESULTS_COUNTED_ANEW, study_id), writing() as session:
            session.execute(delete(ReleaseRow).filter_by(study=study_id))

    def _kept(self, loaded: LoadedStudy) -> tuple[bytes | None, Release | None]:
        """Return the release of the database, read and checked if it has changed."""
        study_id = loaded.study.id
        with reading() as session:
            mac = session.scalar(select(ReleaseRow.mac).filter_by(study=study_id))
        if mac is None:
            return None, None
        known = self._read.get(study_id)
        if known is not None and known[0] == mac:
            return known
        row = _row(study_id)
        if row is None:
            return None, None
        try:
            if not _is_sealed(row):
                raise DamagedReleaseError
            found = read_content(row.schema, row.content)
        except DamagedReleaseError:
            if loaded.simulated:
                return row.mac, None
            raise ReleaseFault(
                N_(
                    "The kept results of {study} were altered or are damaged, so no results are shown. Please restore "
                    "a backup, or have everything counted again: surveyapp report {study} --count-anew --out FOLDER"
                ),
                study=study_id,
            ) from None
        except UnknownSchemaError:
            raise ReleaseFault(
                N_("The kept results of {study} come from a newer version of the program. Please update the program."),
                study=study_id,
            ) from None
        self._read[study_id] = (row.mac, found)
        return row.mac, found

    def forget(self, study_id: str) -> None:
        """Delete the files of a study: its reports."""
        self._read.pop(study_id, None)
        self._forget_files(study_id)
        shutil.rmtree(self._folder / f"{study_id}.report", ignore_errors=True)

    def _forget_files(self, study_id: str) -> None:
        """Delete the file in which the program formerly stored releases; its format is no longer read."""
        (self._folder / f"{study_id}.release").unlink(missing_ok=True)


def _row(study_id: str) -> ReleaseRow | None:
    with reading() as session:
        return session.get(ReleaseRow, study_id)


def _is_sealed(row: ReleaseRow) -> bool:
    return compare_digest(row.mac, seal(instance_keys(), row.study, row.schema, row.content))


def _is_whole(row: ReleaseRow) -> bool:
    try:
        return _is_sealed(row) and read_content(row.schema, row.content) is not None
    except DamagedReleaseError:
        return False
    except UnknownSchemaError:
        return True


def _store(study_id: str, before: bytes | None, content: str) -> bool:
    """Replace the content with the seal ``before``; False if another process was faster."""
    values = {"schema": SCHEMA, "content": content, "mac": seal(instance_keys(), study_id, SCHEMA, content)}
    with writing() as session:
        if before is None:
            return insert_unless_there(session, ReleaseRow, {"study": study_id, **values})
        row = session.get(ReleaseRow, study_id, with_for_update=True)
        if row is None or row.mac != before:
            return False
        for name, value in values.items():
            setattr(row, name, value)
    return True


def release_store() -> ReleaseStore:
    """Return the store of the current application."""
    found: ReleaseStore = current_app.extensions["results"]
    return found
