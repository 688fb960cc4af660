"""Sentences of this floor in the language of the reader, through the standard library's gettext.

English sentences stand in the code and are the keys; ``forms/translations/<language>/LC_MESSAGES`` holds the rest.
"""

import gettext
from functools import cache
from pathlib import Path

from forms.languages import LANGUAGES

_CATALOGUES = Path(__file__).parent / "translations"


def N_(sentence: str) -> str:  # noqa: N802 - the usual name, which Babel looks for
    """Mark a sentence for translation where it is written down, not where it is shown."""
    return sentence


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("messages", _CATALOGUES, [language], fallback=True)


def translate(sentence: str, language: str) -> str:
    """The sentence in ``language``; as written (English) where the catalogue has none."""
    return _catalogue(language).gettext(sentence)


def in_each_language(sentence: str, **values: object) -> dict[str, str]:
    """The sentence in every language, with ``values`` filled in."""
    return {language: translate(sentence, language).format(**values) for language in LANGUAGES}
