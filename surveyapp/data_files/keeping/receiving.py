"""Receiving an upload: the parser of the form writes the file into an encrypted one, never into a readable one."""

from typing import IO, Any

from flask import Flask, Request, g
from flask_login import current_user

from surveyapp.data_files.keeping.sealed_files import ArrivingFile

UPLOAD = "data_files.upload"
_ARRIVING = "arriving_files"


class ReceivingRequest(Request):
    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        """Werkzeug calls this for every file in a form."""
        if self.endpoint != UPLOAD:
            return super()._get_file_stream(total_content_length, content_type, filename, content_length)
        arriving: Any = ArrivingFile(current_user.name)
        g.setdefault(_ARRIVING, []).append(arriving)
        return arriving  # type: ignore[no-any-return]


def init_app(app: Flask) -> None:
    """Receive files in this way, and remove those that were not kept when the request ends."""
    app.request_class = ReceivingRequest
    app.teardown_request(_discard)


def keep(arriving: ArrivingFile) -> None:
    """Say that the file stays when the request ends."""
    g.get(_ARRIVING).remove(arriving)


def _discard(_error: BaseException | None) -> None:
    for arriving in g.pop(_ARRIVING, ()):
        arriving.discard()
