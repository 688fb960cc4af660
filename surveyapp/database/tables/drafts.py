"""Table of saved forms: unreadable without the code, without a date or time."""

from sqlalchemy import ForeignKey, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.database.declarative_base import Base


class DraftRow(Base):
    __tablename__ = "drafts"
    __table_args__ = ({"sqlite_with_rowid": False},)

    # HMAC of the code under the pepper.
    finder: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    study: Mapped[str] = mapped_column(ForeignKey("studies.id", ondelete="CASCADE"), index=True)
    # Counts down; at zero the row is deleted.
    weeks_left: Mapped[int] = mapped_column(Integer)
    salt: Mapped[bytes] = mapped_column(LargeBinary(16))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class HousekeepingRow(Base):
    """The calendar week in which a task of the program was last done; it holds nothing of respondents."""

    __tablename__ = "housekeeping"

    task: Mapped[str] = mapped_column(String(20), primary_key=True)
    week: Mapped[int] = mapped_column(Integer)
