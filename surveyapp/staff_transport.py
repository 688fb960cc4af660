"""Off this computer, staff pages are served over https only: a password does not travel in the clear."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Flask, current_app, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Forbidden

from surveyapp.permissions import here_is_public
from surveyapp.settings import Settings


class NeedsHttps(Forbidden):
    """A staff page was asked for over a way that others can listen to."""


def init_app(app: Flask) -> None:
    """Look at the way of each request before anything else is done with it."""
    app.before_request(_check)


def is_loopback(host: str | None) -> bool:
    """Whether a name or an address means this computer."""
    if host == "localhost":
        return True
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return False


def _check() -> ResponseReturnValue | None:
    if here_is_public() or request.is_secure or _stays_here():
        return None
    settings: Settings = current_app.extensions["settings"]
    if settings.https and request.method in ("GET", "HEAD"):
        # The address comes from the settings, never from the request.
        return redirect(settings.surveyapp_url + request.full_path.rstrip("?"), code=303)
    raise NeedsHttps


def _stays_here() -> bool:
    # Behind a proxy that is not trusted every visitor seems to sit here; the header gives it away.
    named = urlsplit(f"//{request.host}").hostname
    return is_loopback(request.remote_addr) and is_loopback(named) and "X-Forwarded-For" not in request.headers
