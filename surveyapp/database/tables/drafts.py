"""Forms that somebody saved to go on with later: unreadable without the code, and without a day or a time."""

from sqlalchemy import ForeignKey, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.database.declarative_base import Base


class DraftRow(Base):
    __tablename__ = "drafts"
    __table_args__ = ({"sqlite_with_rowid": False},)

    # HMAC of the code under the pepper.
    finder: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    study: Mapped[str] = mapped_column(ForeignKey("studies.id", ondelete="CASCADE"), index=True)
    # Counts down; the row goes when nothing is left.
    weeks_left: Mapped[int] = mapped_column(Integer)
    salt: Mapped[bytes] = mapped_column(LargeBinary(16))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class HousekeepingRow(Base):
    """When a task of the program itself was last done, to the week; nothing in it comes from a respondent."""

    __tablename__ = "housekeeping"

    task: Mapped[str] = mapped_column(String(20), primary_key=True)
    week: Mapped[int] = mapped_column(Integer)
