"""Translates the sentences of this floor with the standard library's gettext.

English sentences in the code are the keys; ``forms/translations/<language>/LC_MESSAGES`` holds the translations.
"""

import gettext
from functools import cache
from pathlib import Path

from forms.languages import LANGUAGES

_CATALOGUES = Path(__file__).parent / "translations"


def N_(sentence: str) -> str:  # noqa: N802 - the usual name, which Babel looks for
    """Mark a sentence for translation without translating it."""
    return sentence


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("messages", _CATALOGUES, [language], fallback=True)


def translate(sentence: str, language: str) -> str:
    """The sentence in ``language``; in English if the catalogue has no translation."""
    return _catalogue(language).gettext(sentence)


def in_each_language(sentence: str, **values: object) -> dict[str, str]:
    """The sentence in every language, with ``values`` filled in."""
    return {language: translate(sentence, language).format(**values) for language in LANGUAGES}
