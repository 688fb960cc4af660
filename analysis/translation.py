"""Translates the sentences of this floor with the standard library's gettext.

English sentences in the code are the keys; ``analysis/translations/<language>/LC_MESSAGES`` holds the translations. The
language is always an argument, never a setting of the process, because one server writes reports in all languages.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from forms.languages import in_language
from forms.translation import N_ as N_

_CATALOGUES = Path(__file__).parent / "translations"


@cache
def translator(language: str) -> Callable[[str], str]:
    """The function from an English sentence to the one in ``language``; in English if there is no translation."""
    return gettext.translation("messages", _CATALOGUES, [language], fallback=True).gettext


def text_in(texts: Mapping[str, str], language: str, fallback: str = "") -> str:
    """The text in ``language``, otherwise in the default one, otherwise in any, otherwise ``fallback`` (the column
    name).
    """
    return in_language(texts, language) or fallback
