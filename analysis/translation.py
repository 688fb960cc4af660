"""Sentences of this floor in the language of the reader, through the standard library's gettext.

English sentences stand in the code and are the keys; ``analysis/translations/<language>/LC_MESSAGES`` holds the rest.
The language is always an argument, never a setting of the process: one server writes reports in both.
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
    """The function from an English sentence to the one in ``language``; as written where the catalogue has none."""
    return gettext.translation("messages", _CATALOGUES, [language], fallback=True).gettext


def text_in(texts: Mapping[str, str], language: str, fallback: str = "") -> str:
    """The text in ``language``, else in the default one, else in any, else ``fallback`` (the name of the column)."""
    return in_language(texts, language) or fallback
