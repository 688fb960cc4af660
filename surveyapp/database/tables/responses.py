"""Tables of opened responses (rule 15 of docs/method.md), answers in long form, open answers, and tallies."""

from sqlalchemy import BigInteger, Boolean, CheckConstraint, ForeignKey, Index, Integer, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.database.declarative_base import Base, Key, random_key


class ResponseRow(Base):
    __tablename__ = "responses"
    __table_args__ = (Index(None, "study", "group"), {"sqlite_with_rowid": False})

    key: Mapped[bytes] = mapped_column(Key, primary_key=True, default=random_key)
    study: Mapped[str] = mapped_column(ForeignKey("studies.id", ondelete="CASCADE"))
    round: Mapped[str] = mapped_column(String(40))
    group: Mapped[str] = mapped_column(String(40))
    version: Mapped[str] = mapped_column(String(64))
    variant: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(8))
    mode: Mapped[str] = mapped_column(String(8))
    entry: Mapped[str] = mapped_column(String(12))
    channel: Mapped[str | None] = mapped_column(String(40))
    # Either the unit or, for a group that is promised anonymity, its block of strata (rule 12).
    unit: Mapped[str | None] = mapped_column(String(40))
    block: Mapped[str | None] = mapped_column(String(40))
    rated_unit: Mapped[str | None] = mapped_column(String(40))
    # Replaces all three: "pooled:<stratum>" for agencies with too few ballots to be opened separately.
    pool: Mapped[str | None] = mapped_column(String(60))
    simulated: Mapped[bool] = mapped_column(Boolean)


class AnswerRow(Base):
    __tablename__ = "answers"
    __table_args__ = (
        CheckConstraint("(code IS NULL) <> (missing IS NULL)", name="code_or_reason"),
        {"sqlite_with_rowid": False},
    )

    response_key: Mapped[bytes] = mapped_column(Key, ForeignKey("responses.key", ondelete="CASCADE"), primary_key=True)
    item: Mapped[str] = mapped_column(String(60), primary_key=True)
    code: Mapped[int | None] = mapped_column(BigInteger)
    missing: Mapped[int | None] = mapped_column(SmallInteger)


class TextRow(Base):
    """An open answer, stored apart from its response because style and content could identify the person."""

    __tablename__ = "texts"
    __table_args__ = (Index(None, "study", "item"), {"sqlite_with_rowid": False})

    key: Mapped[bytes] = mapped_column(Key, primary_key=True, default=random_key)
    study: Mapped[str] = mapped_column(ForeignKey("studies.id", ondelete="CASCADE"))
    group: Mapped[str] = mapped_column(String(40))
    item: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)


class TallyRow(Base):
    """Counts of events that are stored nowhere else: refusals of consent, codes destroyed unused, and ballots cast by
    place.

    Opening the box changes none of them.
    """

    __tablename__ = "tallies"
    __table_args__ = ({"sqlite_with_rowid": False},)

    study: Mapped[str] = mapped_column(ForeignKey("studies.id", ondelete="CASCADE"), primary_key=True)
    group: Mapped[str] = mapped_column(String(40), primary_key=True)
    event: Mapped[str] = mapped_column(String(20), primary_key=True)
    # Of ballots: "stratum <id>", "block <id>" or empty. Of destroyed codes: "unit <id>".
    place: Mapped[str] = mapped_column(String(60), primary_key=True, default="")
    count: Mapped[int] = mapped_column(Integer, default=0)
