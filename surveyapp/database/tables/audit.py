"""What staff did, line by line, each tied to the one before. Nothing a respondent does is in here."""

from sqlalchemy import BigInteger, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.database.declarative_base import Base


class AuditRow(Base):
    __tablename__ = "audit"

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    # Text, so that the very letters that were hashed come back from every database.
    when: Mapped[str] = mapped_column(String(20))
    who: Mapped[str] = mapped_column(String(80))
    act: Mapped[str] = mapped_column(String(40))
    object: Mapped[str] = mapped_column(String(120))
    details: Mapped[str] = mapped_column(Text)
    previous_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
