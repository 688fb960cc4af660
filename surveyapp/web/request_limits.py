"""Limits on the size of requests. Flask's own limits do not count the fields of url-encoded bodies."""

from flask import Flask, abort, request

MOST_BYTES = 1024 * 1024
MOST_FIELDS = 2000


def init_app(app: Flask) -> None:
    """Refuse requests larger than any real form."""
    app.config.update(MAX_CONTENT_LENGTH=MOST_BYTES, MAX_FORM_MEMORY_SIZE=MOST_BYTES, MAX_FORM_PARTS=MOST_FIELDS)
    app.before_request(_count_fields)


def _count_fields() -> None:
    if 0 < (request.content_length or 0) < MOST_FIELDS or request.mimetype != "application/x-www-form-urlencoded":
        return
    # werkzeug caches the body, so request.form reads the same bytes afterwards.
    if request.get_data(cache=True, parse_form_data=False).count(b"&") >= MOST_FIELDS:
        abort(413)
