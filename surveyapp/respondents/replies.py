"""How respondents' pages answer: finished bytes, a message page, or a few words for the script."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from surveyapp.respondents.messages import receipt_wording
from surveyapp.studies.loaded import LoadedStudy

STEP = 8192
"""Bytes: the lengths of replies that could tell of answers are multiples of it. The script's requests are, too."""


def wants_json() -> bool:
    """Whether our script asks, which shows what is said on the page it has."""
    return "application/json" in request.headers.get("Accept", "")


def bytes_reply(body: bytes, compressed: bytes, mimetype: str) -> Response:
    """Bytes from memory, compressed once for all who take them so."""
    takes_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    reply = Response(compressed if takes_gzip else body, mimetype=mimetype)
    reply.headers["Vary"] = "Accept-Encoding"
    if takes_gzip:
        reply.headers["Content-Encoding"] = "gzip"
    return reply


def json_reply(content: Mapping[str, object], status: int = 200) -> Response:
    """A few words for the script."""
    return Response(json.dumps(content, ensure_ascii=False), status, mimetype="application/json")


def padded(reply: Response) -> Response:
    """The same reply, its body filled with blanks to the next multiple of STEP; asks proxies not to compress it."""
    body = reply.get_data()
    reply.set_data(body + b" " * (-len(body) % STEP))
    reply.headers["Cache-Control"] = "no-store, no-transform"
    return reply


def message_page(
    loaded: LoadedStudy, heading: str, paragraphs: Sequence[str], status: int = 200, **more: object
) -> ResponseReturnValue:
    """A page that says one thing."""
    shown = {"heading": heading, "paragraphs": paragraphs, "simulated": loaded.simulated}
    return render_template("respondents/message.html", **shown, **more), status


def receipt_page(
    loaded: LoadedStudy, heading: str, paragraphs: Sequence[str], number: str, another: str
) -> ResponseReturnValue:
    """Thanks, the receipt number where it is known, and the way to a form for ``another`` person at the same device."""
    words: dict[str, Any] = {"has_receipt": True, "receipt": number, "another": another, **receipt_wording()}
    return message_page(loaded, heading, paragraphs, **words)
