"""The language of a page: from the address for respondents, from the account or session for staff."""

from functools import cache

from babel import Locale
from flask import Flask, has_request_context, request, session
from flask_babel import Babel, get_locale

from forms.languages import DEFAULT_LANGUAGE, LANGUAGES, other_languages
from surveyapp.web.permissions import here_is_public


def init_app(app: Flask) -> None:
    """Select the language of each request."""
    app.config["BABEL_DEFAULT_LOCALE"] = DEFAULT_LANGUAGE
    Babel(app, locale_selector=chosen_language)
    app.jinja_env.globals.update(
        page_language=page_language,
        languages=LANGUAGES,
        default_language=DEFAULT_LANGUAGE,
        other_languages=other_languages,
    )


def chosen_language() -> str:
    """Return the requested language. Respondents have no cookie, so theirs is in the address (``?lang=en``)."""
    if not has_request_context():
        return DEFAULT_LANGUAGE
    wanted = (request.view_args or {}).get("language") or request.args.get("lang")
    if wanted is None and not here_is_public():
        wanted = session.get("language")
    return wanted if wanted in LANGUAGES else DEFAULT_LANGUAGE


def page_language() -> str:
    """Return the two letters for ``<html lang>`` and for the texts of a study."""
    locale = get_locale()
    return locale.language if locale else DEFAULT_LANGUAGE


@cache
def locale_of(language: str) -> Locale:
    """Return the cached locale of a language for ``force_locale``, which would parse the name in every request."""
    return Locale.parse(language)
