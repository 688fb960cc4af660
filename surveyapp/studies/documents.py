"""The documents of a study: the files from which each version was loaded, stored beside the assembled study."""

import hmac
from collections.abc import Mapping

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from forms.writing.documents import study_documents
from surveyapp.database.sessions import reading
from surveyapp.database.tables.studies import StudyDocumentRow, StudyRow, StudyVersionRow
from surveyapp.instance.faults import N_, Fault
from surveyapp.instance.keys import instance_keys
from surveyapp.studies.loaded import study_in_version


class DocumentFault(Fault):
    """The documents cannot be returned."""


def keep_documents(session: Session, study: str, version: str, documents: Mapping[str, bytes]) -> None:
    """Store the files of a version, replacing those of the same version.

    Comments are not part of a version, so one version can be loaded from different files. Their sizes are limited when
    they are read (``forms.loading.yaml_reading``).
    """
    session.execute(delete(StudyDocumentRow).filter_by(study=study, version=version))
    rows = [
        {
            "study": study,
            "version": version,
            "name": name,
            "content": content,
            "mac": _mac(study, version, name, content),
        }
        for name, content in sorted(documents.items())
    ]
    if rows:
        session.execute(insert(StudyDocumentRow), rows)


def kept_documents(study: str, version: str) -> dict[str, bytes]:
    """Return file name to content, as loaded; empty for a version that was loaded before documents were stored."""
    with reading() as session:
        rows = session.scalars(select(StudyDocumentRow).filter_by(study=study, version=version)).all()
    for row in rows:
        if not hmac.compare_digest(bytes(row.mac), _mac(study, version, row.name, bytes(row.content))):
            raise DocumentFault(
                N_("The kept file {name} of study {study} was altered in the database. Please restore a backup."),
                name=row.name,
                study=study,
            )
    return {row.name: bytes(row.content) for row in rows}


def documents_of(study: str, version: str) -> dict[str, bytes]:
    """Return the stored documents, or documents generated from the assembled study that load to the same version."""
    return kept_documents(study, version) or {
        name: text.encode() for name, text in study_documents(study_in_version(study, version)).items()
    }


def version_named(study: str, beginning: str) -> str:
    """Return the version whose name begins so; "" is the present one. ``DocumentFault`` unless there is exactly one."""
    with reading() as session:
        present = session.scalar(select(StudyRow.version).filter_by(id=study))
        every = session.scalars(select(StudyVersionRow.version).filter_by(study=study)).all()
    if not beginning and present is not None:
        return present
    found = [version for version in every if version.startswith(beginning)]
    if len(found) != 1:
        raise DocumentFault(
            N_("Study {study} has no version {version}. Its versions: {versions}."),
            study=study,
            version=beginning,
            versions=", ".join(sorted(version[:12] for version in every)) or "–",
        )
    return found[0]


def _mac(study: str, version: str, name: str, content: bytes) -> bytes:
    return instance_keys().digest("study document", study, version, name, content.hex())
