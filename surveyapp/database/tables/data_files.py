"""Table of the files that researchers upload. Their content lies encrypted in the instance folder."""

from sqlalchemy import ForeignKey, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.database.declarative_base import NOT_IN_BACKUPS, Base


class DataFileRow(Base):
    __tablename__ = "data_files"
    __table_args__ = ({"sqlite_with_rowid": False, "info": {NOT_IN_BACKUPS: True}},)

    # Random; also the name of the file in the instance folder.
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    owner: Mapped[str] = mapped_column(ForeignKey("accounts.name", ondelete="CASCADE"), index=True)
    # Days from 1970-01-01 (UTC) to the upload.
    day: Mapped[int] = mapped_column(Integer)
    # The key of the file, encrypted under a key that depends on the pepper, the owner and the id.
    key: Mapped[bytes] = mapped_column(LargeBinary)
    # Name, kind and corrections, encrypted under the key of the file.
    about: Mapped[bytes] = mapped_column(LargeBinary)
