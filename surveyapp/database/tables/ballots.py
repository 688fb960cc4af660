"""Table of sealed ballots. Outside the seal is only what is needed to count them."""

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.database.declarative_base import Base, Key


class BallotRow(Base):
    __tablename__ = "ballots"
    __table_args__ = (Index(None, "study", "group"), {"sqlite_with_rowid": False})

    id: Mapped[bytes] = mapped_column(Key, primary_key=True)
    study: Mapped[str] = mapped_column(ForeignKey("studies.id", ondelete="CASCADE"))
    group: Mapped[str] = mapped_column(String(40))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
