"""What a server does with uploaded files when it starts, and which requests it receives as uploads."""

import shutil
from contextlib import suppress

from granian.rsgi import Scope
from sqlalchemy.exc import SQLAlchemyError

from surveyapp.data_files.keeping.kept_files import delete_expired_files
from surveyapp.data_files.keeping.sealed_files import MOST_BYTES, OPENED, folder

UPLOAD_ADDRESS = "/staff/files/upload"
MOST_BODY = MOST_BYTES + 64 * 1024
"""Bytes of the whole form."""


def largest_upload(scope: Scope) -> int:
    """The most bytes of an upload; 0 for all other requests."""
    is_upload = scope.method == "POST" and scope.path == UPLOAD_ADDRESS
    return MOST_BODY if is_upload and scope.headers.get("content-type", "").startswith("multipart/form-data") else 0


def tidy_up() -> None:
    """Delete expired files, and readable copies that a server left when it was killed."""
    # An unreachable database must not keep a server from starting; the next run deletes them.
    with suppress(SQLAlchemyError):
        delete_expired_files()
    for place in folder().glob(f"{OPENED}*"):
        shutil.rmtree(place, ignore_errors=True)
