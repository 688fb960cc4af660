"""The languages of the program: one entry each, and catalogues in the ``translations`` folder of every floor.

The first entry is the default. No other module names a language. A text without a version in some language is shown in
the default language.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """``name``: the language's own name for itself. ``locale``: for Word. The signs are used in numbers and lists."""

    name: str
    locale: str
    decimal_sign: str
    thousands_sign: str
    between_numbers: str
    """Separator between numbers in brackets, where a comma could be mistaken for the decimal sign."""


LANGUAGES: dict[str, Language] = {
    "vi": Language("Tiếng Việt", "vi-VN", ",", ".", "; "),
    "en": Language("English", "en-GB", ".", ",", ", "),
}

DEFAULT_LANGUAGE = next(iter(LANGUAGES))


def known_language(name: str) -> str:
    """The language of a locale or browser setting (``en_GB.UTF-8``, ``vi-VN``), or the default."""
    short = name.replace("-", "_").partition("_")[0].partition(".")[0].lower()
    return short if short in LANGUAGES else DEFAULT_LANGUAGE


def other_languages(present: str, among: Iterable[str] | None = None) -> list[str]:
    """The languages that a reader may switch to."""
    return [language for language in (LANGUAGES if among is None else among) if language != present]


def in_language(text: Mapping[str, str], language: str) -> str:
    """The wording in ``language``, or in the default language if that wording is missing."""
    return text.get(language) or text.get(DEFAULT_LANGUAGE) or next(iter(text.values()), "")
