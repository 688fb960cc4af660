"""Protection against requests from other sites: staff pages need a token, respondents' pages the absence of a foreign
origin.
"""

from urllib.parse import urlsplit

from flask import Flask, abort, request
from flask_wtf.csrf import CSRFProtect

from surveyapp.web.permissions import here_is_public

_protection = CSRFProtect()
_HARMLESS = ("GET", "HEAD", "OPTIONS")


def init_app(app: Flask) -> None:
    """Check every request that changes something."""
    _protection.init_app(app)
    app.before_request(_check)


def _check() -> None:
    if request.method in _HARMLESS or request.endpoint is None:
        return
    if here_is_public():
        # A ballot uses no ambient right that another site could exploit, and old browsers and reading apps send neither
        # header. Only a header that names another site is refused.
        if comes_from_elsewhere(request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site"), request.host):
            abort(403)
    else:
        _protection.protect()


def comes_from_elsewhere(origin: str | None, fetch_site: str | None, host: str) -> bool:
    """Whether the browser states that another site made the request."""
    if fetch_site in ("cross-site", "same-site"):
        return True
    # Pages with a strict privacy setting send "null", which is not evidence of another site.
    return origin not in (None, "", "null") and urlsplit(str(origin)).netloc.lower() != host.lower()
