"""From other computers staff pages are served over https only, so that no password is sent unencrypted."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Flask, current_app, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Forbidden

from surveyapp.instance.settings import Settings
from surveyapp.web.permissions import here_is_public

# Granian reports version 1.0 as "1".
_OLD_PROTOCOL = ("HTTP/1.0", "HTTP/1")
_OF_PROXIES = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP")


class NeedsHttps(Forbidden):
    """A staff page was requested over an unencrypted connection."""


def init_app(app: Flask) -> None:
    """Check the transport of each request before anything else."""
    app.before_request(_check)


def is_loopback(host: str | None) -> bool:
    """Whether a name or an address is this computer."""
    if host == "localhost":
        return True
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return False


def _check() -> ResponseReturnValue | None:
    settings: Settings = current_app.extensions["settings"]
    if here_is_public() or request.is_secure or _stays_here(settings):
        return None
    # Only if a proxy states that the visitor came without https; otherwise the redirect would loop.
    if settings.https and request.method in ("GET", "HEAD") and request.headers.get("X-Forwarded-Proto") == "http":
        # The address comes from the settings, never from the request.
        return redirect(settings.surveyapp_url + request.full_path.rstrip("?"), code=303)
    raise NeedsHttps


def _stays_here(settings: Settings) -> bool:
    """Whether the request comes from this computer, as far as this can be determined.

    Behind a proxy on this computer every visitor seems local. A proxy that adds no header and replaces the host cannot
    be recognised here; an installation with a host name is therefore assumed to be behind one.
    """
    if settings.host_name and not is_loopback(settings.host_name):
        return False
    if request.environ.get("SERVER_PROTOCOL") in _OLD_PROTOCOL or any(name in request.headers for name in _OF_PROXIES):
        return False  # no browser uses this version
    named = urlsplit(f"//{request.host}").hostname
    return is_loopback(request.remote_addr) and is_loopback(named)
