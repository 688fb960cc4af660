"""One plain error page in both languages, because the language may be unknown if the address is wrong."""

from collections.abc import Callable
from typing import NamedTuple

from flask import Flask, current_app, render_template, request, url_for
from flask.globals import request_ctx
from flask_babel import force_locale, gettext
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, InternalServerError, ServiceUnavailable

from forms.languages import LANGUAGES
from surveyapp.database.transactions import NotStoredError
from surveyapp.throttling.few_at_once import TooManyAtOnceError
from surveyapp.web.quiet_log import log_fault
from surveyapp.web.staff_transport import NeedsHttps


class Words(NamedTuple):
    language: str
    title: str
    advice: str
    link: str


def init_app(app: Flask) -> None:
    """Register the page for every error."""
    app.register_error_handler(HTTPException, error_page)
    app.register_error_handler(Exception, unexpected)


def error_page(error: HTTPException) -> tuple[str, int] | HTTPException:
    """Return the page of an HTTP error; redirects pass."""
    status = error.code or 500
    if status < 400:
        return error
    return in_every_language(lambda: _words(error, status), status)


def in_every_language(words: Callable[[], tuple[str, str]], status: int) -> tuple[str, int]:
    """A page with the title and advice that ``words`` gives in each language, and a link that leads on."""
    staff, public = "accounts" in current_app.blueprints, "respondents" in current_app.blueprints
    is_staff = staff and (not public or request.path.startswith("/staff"))
    # A host that is not trusted has no addresses: the page is drawn without a style and a link then.
    has_addresses = request_ctx.url_adapter is not None
    both = []
    for language in LANGUAGES:
        with force_locale(language):
            link = gettext("To the staff pages") if is_staff else gettext("To the open surveys")
            both.append(Words(language, *words(), link))
    onward = url_for("accounts.sign_in" if is_staff else "respondents.start") if has_addresses else ""
    return render_template("error.html", status=status, both=both, onward=onward, public=public), status


def unexpected(error: Exception) -> tuple[str, int] | HTTPException:
    """Return the page of an internal error, without a traceback."""
    if isinstance(error, NotStoredError | OperationalError | PoolTimeout | TooManyAtOnceError):
        return error_page(ServiceUnavailable())
    log_fault(current_app.logger, error)
    if current_app.testing:
        raise error
    return error_page(InternalServerError())


def _words(error: HTTPException, status: int) -> tuple[str, str]:
    if isinstance(error, NeedsHttps):
        return gettext("Staff pages need https"), gettext(
            "Without https a password would be sent unencrypted. Please open the staff pages at an https "
            "address. If you already do, the reverse proxy does not report it: docs/reverse-proxy.md describes "
            "the headers to send and the setting TRUSTED_PROXIES. If SURVEYAPP_URL is not set, the staff pages "
            "also open on the computer that runs the server. Respondents' pages are not affected."
        )
    if status == 404:
        return gettext("This page does not exist"), gettext("Please check the address, or open the link again.")
    if status == 403:
        return gettext("You may not open this page"), gettext("Please ask the person who gave you access.")
    if status == 413:
        return gettext("Too much was sent at once"), gettext("Please go back, shorten the answers, and send again.")
    if status == 503:
        return (
            gettext("The server is busy"),
            gettext("Nothing was stored. Please go back and send again in a minute."),
        )
    if status < 500:
        return gettext("The request could not be understood"), gettext("Please go back and try again.")
    return gettext("Something went wrong on our side"), gettext("Please go back and try again in a few minutes.")
