"""Table of the audit log: acts of staff, each line tied to the one before. It holds nothing about respondents."""

from sqlalchemy import BigInteger, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.database.declarative_base import Base


class AuditRow(Base):
    __tablename__ = "audit"

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    # Text, so that every database returns exactly the characters that were hashed.
    when: Mapped[str] = mapped_column(String(20))
    who: Mapped[str] = mapped_column(String(80))
    act: Mapped[str] = mapped_column(String(40))
    object: Mapped[str] = mapped_column(String(120))
    details: Mapped[str] = mapped_column(Text)
    previous_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
