"""Handling of bound values that were altered in the database: an error page and a line in the audit log."""

import json
from contextlib import suppress
from threading import Thread

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.exc import SQLAlchemyError

from surveyapp.audit.acts import Act
from surveyapp.audit.log import NOBODY, record
from surveyapp.database.bound_values import FOR_RESPONDENTS, AlteredFault, notice
from surveyapp.database.transactions import NotStoredError
from surveyapp.web.error_pages import in_every_language
from surveyapp.web.permissions import here_is_public


def init_app(app: Flask) -> None:
    """Register the error page, and log each altered row once."""
    noticed: set[tuple[str, str]] = set()

    def write_once(fault: AlteredFault) -> None:
        if (fault.kind, fault.name) in noticed:
            return
        noticed.add((fault.kind, fault.name))
        if app.extensions["database"].writer is None:
            _write_down(app, fault)
        else:
            # The call may come from the single writer thread, which would wait for itself.
            Thread(target=_write_down, args=(app, fault), name="altered value", daemon=True).start()

    app.extensions["altered_noticed"] = write_once
    app.register_error_handler(AlteredFault, _page)


def _write_down(app: Flask, fault: AlteredFault) -> None:
    # A failed write must not prevent the page.
    with suppress(SQLAlchemyError, NotStoredError), app.app_context():
        # The actor is not the person signed in, who only discovered the change.
        record(Act.VALUE_ALTERED, fault.name, NOBODY, kind=fault.kind)


def _page(fault: AlteredFault) -> ResponseReturnValue:
    """Return the message: staff learn what was altered; respondents that nothing was stored, and whom to tell."""
    notice(fault)
    if here_is_public() and "application/json" in request.headers.get("Accept", ""):
        message = gettext(FOR_RESPONDENTS)
        faults = [{"question": "", "message": message}]
        return Response(json.dumps({"message": message, "faults": faults}), 409, mimetype="application/json")

    def words() -> tuple[str, str]:
        told = gettext(FOR_RESPONDENTS) if here_is_public() else fault.in_words(gettext)
        return gettext("The data of this survey was altered"), told

    return in_every_language(words, 503)
