"""Tables of access codes and of the digests of sendings. No row holds a name, a date or time, or a key of an answer."""

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.database.declarative_base import Base

UNUSED, USED, VOID = 0, 1, 2
"""Values of ``spent``. A void code belongs to a lost card that was replaced; it is kept until the study closes."""


class AccessCodeRow(Base):
    __tablename__ = "access_codes"
    __table_args__ = (Index(None, "study", "group", "unit"), {"sqlite_with_rowid": False})

    # HMAC under the pepper; the code itself is only on its card.
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    study: Mapped[str] = mapped_column(ForeignKey("studies.id", ondelete="CASCADE"))
    group: Mapped[str] = mapped_column(String(40))
    unit: Mapped[str | None] = mapped_column(String(40))
    spent: Mapped[int] = mapped_column(Integer, default=UNUSED)
    # Digest of the nonce of the sending that used the code, so that a repeated sending gets the same receipt. Random
    # for a void code, which is then refused in the same way and time as a used one.
    nonce_digest: Mapped[bytes | None] = mapped_column(LargeBinary(32))


class OpenNonceRow(Base):
    """Digest of a sending through the open link."""

    __tablename__ = "open_nonces"
    __table_args__ = ({"sqlite_with_rowid": False},)

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    study: Mapped[str] = mapped_column(ForeignKey("studies.id", ondelete="CASCADE"), index=True)
