"""Limits on the size of requests. Flask's own limits do not count the fields of url-encoded bodies."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request

MOST_BYTES = 1024 * 1024
MOST_FIELDS = 2000

_FILES = "multipart/form-data"
View = TypeVar("View", bound=Callable[..., Any])


def takes(*, most_bytes: int = MOST_BYTES, most_fields: int = MOST_FIELDS) -> Callable[[View], View]:
    """Mark a view that takes more than others: bytes in a form with files, fields in a form without."""

    def mark(view: View) -> View:
        view.most_bytes, view.most_fields = most_bytes, most_fields  # type: ignore[attr-defined]
        return view

    return mark


def init_app(app: Flask) -> None:
    """Refuse requests larger than any real form."""
    app.config.update(MAX_CONTENT_LENGTH=MOST_BYTES, MAX_FORM_MEMORY_SIZE=MOST_BYTES, MAX_FORM_PARTS=MOST_FIELDS)
    app.before_request(_count_fields)


def _count_fields() -> None:
    if request.mimetype == _FILES and (most_bytes := _limit("most_bytes", MOST_BYTES)) != MOST_BYTES:
        # Nothing is read yet: the permission is checked before that.
        request.max_content_length = most_bytes
    if 0 < (request.content_length or 0) < MOST_FIELDS or request.mimetype != "application/x-www-form-urlencoded":
        return
    # werkzeug caches the body, so request.form reads the same bytes afterwards.
    if request.get_data(cache=True, parse_form_data=False).count(b"&") >= _limit("most_fields", MOST_FIELDS):
        abort(413)


def _limit(name: str, otherwise: int) -> int:
    view = current_app.view_functions.get(request.endpoint or "")
    limit: int = getattr(view, name, otherwise)
    return limit
