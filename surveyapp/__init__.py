"""The web floor: staff pages, respondents' pages, the database and the commands."""

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Literal

from surveyapp.instance.keys import InstanceKeys
from surveyapp.instance.settings import flask_settings, load_settings

if TYPE_CHECKING:
    from flask import Flask

# Limits are registered first: no other hook may read a request that is too large.
FOR_ALL = (
    "surveyapp.web.request_limits",
    "surveyapp.web.quiet_log",
    "surveyapp.web.staff_sessions",
    "surveyapp.web.languages",
    "surveyapp.database.sessions",
    "surveyapp.studies.loaded",
    "surveyapp.web.staff_transport",
    "surveyapp.web.permissions",
    "surveyapp.web.cross_site",
    "surveyapp.web.security_headers",
    "surveyapp.web.error_pages",
    "surveyapp.audit.altered_values",
    "surveyapp.web.health",
)
PUBLIC = ("surveyapp.throttling.guessing", "surveyapp.respondents")
STAFF = ("surveyapp.accounts", "surveyapp.fieldwork", "surveyapp.results", "surveyapp.data_files", "surveyapp.audit")
REALMS = {"public": PUBLIC, "staff": STAFF, "both": PUBLIC + STAFF}


def create_app(
    settings_override: Mapping[str, object] | None = None, realm: Literal["public", "staff", "both"] = "both"
) -> "Flask":
    """Return the Flask application with the routes of one realm or of both."""
    # Flask is imported here, because many commands need no application.
    from flask import Flask

    settings = load_settings(settings_override)
    keys = InstanceKeys(settings.instance)
    app = Flask(__name__, instance_path=str(settings.instance), static_folder=None)
    # No view is asynchronous. Flask would test every function of every request for that, which takes as long as a page.
    app.ensure_sync = lambda function: function  # type: ignore[assignment, method-assign]
    app.config.update(flask_settings(settings), SECRET_KEY=keys.session_key)
    app.extensions.update(settings=settings, keys=keys)
    if hops := settings.trusted_proxies:
        from werkzeug.middleware.proxy_fix import ProxyFix

        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    for part in FOR_ALL + REALMS[realm]:
        import_module(part).init_app(app)
    return app
