"""Translates the texts of this floor in commands and files, where no page sets the language.

English texts in the code are the keys; ``surveyapp/translations/<language>/LC_MESSAGES`` holds the translations.
"""

import gettext
from functools import cache
from pathlib import Path

from forms.languages import LANGUAGES

_CATALOGUES = Path(__file__).parent / "translations"


def translate(text: str, language: str) -> str:
    """Return a text of the catalogue in that language, for commands and files."""
    return _catalogue(language).gettext(text)


def in_every_language(text: str) -> dict[str, str]:
    """Return a text of the catalogue like the texts of a study: language to text."""
    return {language: translate(text, language) for language in LANGUAGES}


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("messages", _CATALOGUES, [language], fallback=True)
