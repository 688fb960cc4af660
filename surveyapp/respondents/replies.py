"""Building responses of respondents' pages: rendered bytes, a message page, or JSON for the script."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from surveyapp.respondents.wording.messages import receipt_wording
from surveyapp.studies.loaded import LoadedStudy

STEP = 8192
"""Bytes: replies whose length could reveal answers are padded to multiples of it, as are the script's requests."""


def wants_json() -> bool:
    """Whether the request comes from our script, which shows the message on the present page."""
    return "application/json" in request.headers.get("Accept", "")


def bytes_reply(body: bytes, compressed: bytes, mimetype: str) -> Response:
    """Return a response from memory, compressed once for all clients that accept it."""
    takes_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    reply = Response(compressed if takes_gzip else body, mimetype=mimetype)
    reply.headers["Vary"] = "Accept-Encoding"
    if takes_gzip:
        reply.headers["Content-Encoding"] = "gzip"
    return reply


def json_reply(content: Mapping[str, object], status: int = 200) -> Response:
    """Return a short JSON reply for the script."""
    return Response(json.dumps(content, ensure_ascii=False), status, mimetype="application/json")


def padded(reply: Response) -> Response:
    """Return the reply padded with spaces to the next multiple of STEP; proxies are asked not to compress it."""
    body = reply.get_data()
    reply.set_data(body + b" " * (-len(body) % STEP))
    reply.headers["Cache-Control"] = "no-store, no-transform"
    return reply


def message_page(
    loaded: LoadedStudy, heading: str, paragraphs: Sequence[str], status: int = 200, **more: object
) -> ResponseReturnValue:
    """Return a page with one message."""
    shown = {"heading": heading, "paragraphs": paragraphs, "simulated": loaded.simulated}
    return render_template("respondents/message.html", **shown, **more), status


def receipt_page(
    loaded: LoadedStudy, heading: str, paragraphs: Sequence[str], number: str, another: str
) -> ResponseReturnValue:
    """Return the page of thanks with the receipt number if known, and a link to a form for ``another`` person."""
    words: dict[str, Any] = {"has_receipt": True, "receipt": number, "another": another, **receipt_wording()}
    return message_page(loaded, heading, paragraphs, **words)
