"""Table of staff accounts. Respondents have none."""

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
    # Increased to end all sessions of the account; a session stores the number with which it began.
    session_epoch: Mapped[int] = mapped_column(Integer, default=0)
    # Encrypted under a key outside the database; ``None``: no second step.
    second_factor: Mapped[bytes | None] = mapped_column(LargeBinary)
    # The newest time step whose code was used; no code is accepted twice.
    second_factor_step: Mapped[int] = mapped_column(BigInteger, default=0)
    # How the account got the rights of a researcher; ``None``: not yet.
    consented_by: Mapped[str | None] = mapped_column(String(80))
    # HMAC under the pepper over the columns in ``bound_values.BOUND``.
    mac: Mapped[bytes | None] = mapped_column(LargeBinary(32))


class RecoveryCodeRow(Base):
    """A recovery code, which replaces the telephone for one sign-in."""

    __tablename__ = "recovery_codes"

    # HMAC under the pepper; a slow hash is not needed because the codes are random.
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    account: Mapped[str] = mapped_column(ForeignKey("accounts.name", ondelete="CASCADE"), index=True)


class EndedSessionRow(Base):
    """A session that was signed out early; copies of its cookie are refused."""

    __tablename__ = "ended_sessions"

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    # Unix time after which the cookie has expired anyway.
    until: Mapped[int] = mapped_column(BigInteger)
