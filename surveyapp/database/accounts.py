"""Accounts of staff. Respondents have none."""

from sqlalchemy import Boolean, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.database.declarative_base import Base


class AccountRow(Base):
    __tablename__ = "accounts"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    role: Mapped[str] = mapped_column(String(20))
    password_hash: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(8), default="vi")
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    # Raised by whatever must end all sessions of the account; a session carries the number it began with.
    session_epoch: Mapped[int] = mapped_column(Integer, default=0)
