"""The web floor: who asks, who answers, who may see."""

from collections.abc import Mapping
from importlib import import_module
from typing import Literal

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from surveyapp import cross_site, error_pages, languages, permissions, request_limits, security_headers, studies
from surveyapp.database import sessions
from surveyapp.instance_keys import InstanceKeys
from surveyapp.settings import Settings, load_settings

SLICES = {
    "public": ("surveyapp.respondents",),
    "staff": ("surveyapp.accounts", "surveyapp.fieldwork", "surveyapp.results"),
}


def create_app(
    settings_override: Mapping[str, object] | None = None, realm: Literal["public", "staff", "both"] = "both"
) -> Flask:
    """The application with the routes of one realm or of both."""
    settings = load_settings(settings_override)
    app = Flask(__name__, instance_path=str(settings.instance), static_folder=None)
    app.config.update(_flask_settings(settings))
    app.extensions["settings"] = settings
    app.extensions["keys"] = InstanceKeys(settings.instance)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    # Limits come first: nothing may read a request that is too large.
    for part in (request_limits, languages, sessions, studies, permissions, cross_site, security_headers, error_pages):
        part.init_app(app)
    for name in ("public", "staff") if realm == "both" else (realm,):
        for slice_name in SLICES[name]:
            import_module(slice_name).init_app(app)
    return app


def _flask_settings(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": InstanceKeys(settings.instance).session_key,
        "SESSION_COOKIE_NAME": "__Host-session" if settings.https else "session",
        "SESSION_COOKIE_SECURE": settings.https,
        "SESSION_COOKIE_SAMESITE": "Lax",
        # A staff page may lie open for hours; the session itself bounds how long its token is good.
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_CHECK_DEFAULT": False,
        "TRUSTED_HOSTS": [settings.host_name, "localhost", "127.0.0.1", "[::1]"] if settings.host_name else None,
        "BOOTSTRAP_SERVE_LOCAL": True,
    }
