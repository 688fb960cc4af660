"""How respondents' pages answer: finished bytes, a message page, or a few words for the script."""

import json
from collections.abc import Mapping, Sequence

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from surveyapp.studies import LoadedStudy


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


def message_page(
    loaded: LoadedStudy, heading: str, paragraphs: Sequence[str], status: int = 200, **more: object
) -> ResponseReturnValue:
    """A page that says one thing."""
    shown = {"heading": heading, "paragraphs": paragraphs, "simulated": loaded.simulated}
    return render_template("respondents/message.html", **shown, **more), status


def receipt_page(
    loaded: LoadedStudy, heading: str, paragraphs: Sequence[str], number: str, another: str
) -> ResponseReturnValue:
    """Thanks, the receipt number, and the way to a form for ``another`` person at the same device."""
    return message_page(loaded, heading, paragraphs, has_receipt=True, receipt=number, another=another)
