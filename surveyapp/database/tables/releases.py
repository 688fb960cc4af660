"""Table of the released results of each study."""

from sqlalchemy import ForeignKey, Integer, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.database.declarative_base import Base


class ReleaseRow(Base):
    """A new release replaces the old one; its content includes what earlier ones have shown."""

    __tablename__ = "releases"

    study: Mapped[str] = mapped_column(ForeignKey("studies.id", ondelete="CASCADE"), primary_key=True)
    # The schema version of the content.
    schema: Mapped[int] = mapped_column(Integer)
    content: Mapped[str] = mapped_column(Text)
    # HMAC under the pepper over study, schema and content.
    mac: Mapped[bytes] = mapped_column(LargeBinary(32))
