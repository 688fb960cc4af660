"""Accounts of staff. Respondents have none."""

from sqlalchemy import BigInteger, Boolean, ForeignKey, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from forms.languages import DEFAULT_LANGUAGE
from surveyapp.database.declarative_base import Base


class AccountRow(Base):
    __tablename__ = "accounts"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    role: Mapped[str] = mapped_column(String(20))
    password_hash: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(8), default=DEFAULT_LANGUAGE)
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    # Raised by whatever must end all sessions of the account; a session carries the number it began with.
    session_epoch: Mapped[int] = mapped_column(Integer, default=0)
    # Sealed under a key outside the database; None: the password alone signs in.
    second_factor: Mapped[bytes | None] = mapped_column(LargeBinary)
    # The newest half minute whose code was used: none serves twice.
    second_factor_step: Mapped[int] = mapped_column(BigInteger, default=0)
    # Who agreed that the account gets the rights of a researcher; None: nobody yet.
    consented_by: Mapped[str | None] = mapped_column(String(80))
    # HMAC under the pepper over the columns in ``bound_values.BOUND``.
    mac: Mapped[bytes | None] = mapped_column(LargeBinary(32))


class RecoveryCodeRow(Base):
    """A code that signs in once instead of the telephone."""

    __tablename__ = "recovery_codes"

    # HMAC under the pepper; the codes are random, so nothing slower is needed.
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    account: Mapped[str] = mapped_column(ForeignKey("accounts.name", ondelete="CASCADE"), index=True)


class EndedSessionRow(Base):
    """A session that was signed out before its time: a copy of its cookie opens nothing."""

    __tablename__ = "ended_sessions"

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    # Seconds of the clock after which the cookie is too old anyway.
    until: Mapped[int] = mapped_column(BigInteger)
