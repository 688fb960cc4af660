"""Tables of loaded studies. Every version is kept, because answers refer to the version they were given to."""

from sqlalchemy import Boolean, ForeignKey, ForeignKeyConstraint, LargeBinary, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from forms.model.states import State
from surveyapp.database.declarative_base import Base

__all__ = ["State", "StudyDocumentRow", "StudyRow", "StudyVersionRow"]


class StudyRow(Base):
    __tablename__ = "studies"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    state: Mapped[str] = mapped_column(String(12))
    version: Mapped[str] = mapped_column(String(64))
    # Set by the first rehearsal and never cleared while the study exists.
    simulated: Mapped[bool] = mapped_column(Boolean, default=False)
    # Made when the study first takes answers; the private key is encrypted under the researchers' passphrase.
    public_key: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    locked_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    # HMAC under the pepper over the columns in ``bound_values.BOUND``.
    mac: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    # An opening has written answers but could not yet overwrite the log that links ballots to codes.
    unfinished: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())


class StudyVersionRow(Base):
    __tablename__ = "study_versions"

    study: Mapped[str] = mapped_column(ForeignKey("studies.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[str] = mapped_column(Text)
    # HMAC under the pepper over study, version and content.
    mac: Mapped[bytes | None] = mapped_column(LargeBinary(32))


class StudyDocumentRow(Base):
    """A file from which a version was loaded, byte by byte. Versions from before this table have none."""

    __tablename__ = "study_documents"
    __table_args__ = (
        ForeignKeyConstraint(
            ["study", "version"], ["study_versions.study", "study_versions.version"], ondelete="CASCADE"
        ),
    )

    study: Mapped[str] = mapped_column(String(40), primary_key=True)
    version: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(255), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    # HMAC under the pepper over all columns.
    mac: Mapped[bytes] = mapped_column(LargeBinary(32))
