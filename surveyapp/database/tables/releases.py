"""The results of a study as they were last released."""

from sqlalchemy import ForeignKey, Integer, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.database.declarative_base import Base


class ReleaseRow(Base):
    """A release replaces the one before; what earlier ones have shown is part of the content."""

    __tablename__ = "releases"

    study: Mapped[str] = mapped_column(ForeignKey("studies.id", ondelete="CASCADE"), primary_key=True)
    # Which reader understands the content.
    schema: Mapped[int] = mapped_column(Integer)
    content: Mapped[str] = mapped_column(Text)
    # HMAC under the pepper over study, schema and content.
    mac: Mapped[bytes] = mapped_column(LargeBinary(32))
